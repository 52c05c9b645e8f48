// Clips, offsets, and equal bytes.
#include <doctest/doctest.h>

#include <vector>

#include "platform/raster/fixed_point.h"
#include "tests/raster/frame.h"

namespace kiosk::raster {
namespace {

int count_touched(const Picture& picture, int left, int top, int right, int bottom) {
  int touched = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) touched += at(picture, x, y) != kBlack ? 1 : 0;
  }
  return touched;
}

TEST_CASE("nothing is drawn outside a command's clip") {
  Frame frame(40, 40);
  frame.list().PushClipRect({10, 12}, {20, 30});
  frame.list().AddRectFilled({0, 0}, {40, 40}, IM_COL32_WHITE);
  frame.list().PopClipRect();
  const Picture picture = frame.draw();
  CHECK(count_touched(picture, 10, 12, 20, 30) == 180);
  CHECK(count_touched(picture, 0, 0, 40, 40) == 180);
}

TEST_CASE("shared among processors, a frame has the same bytes") {
  Frame frame(331, 257);
  for (int i = 0; i < 300; ++i) {
    const float x = static_cast<float>(i * 37 % 331);
    const float y = static_cast<float>(i * 61 % 257);
    frame.list().AddCircleFilled({x, y}, 11.3F, IM_COL32(i % 256, 90, 200, 120));
    frame.list().AddLine({x, y}, {y, x}, IM_COL32(250, i % 256, 20, 90), 1.7F);
  }
  const Picture alone = frame.draw();
  Picture shared = frame.blank();
  rasterise_in_bands(
      frame.data(), [](std::uintptr_t) { return nullptr; }, shared);
  Picture untextured = frame.blank();
  rasterise(frame.data(), [](std::uintptr_t) { return nullptr; }, untextured, {0, 0, 331, 257});
  CHECK(shared.rgba == untextured.rgba);
  CHECK(alone.rgba != frame.blank().rgba);
}

TEST_CASE("a clip takes the pixels whose centres it holds") {
  CHECK(pixels_within(1.5, 1.51, 4.5, 4.51) == PixelBox{1, 2, 4, 5});
  CHECK(pixels_within(-1e9, -1e9, 1e9, 1e9).intersection({0, 0, 9, 9}) == PixelBox{0, 0, 9, 9});
  CHECK(pixels_within(0, 0, std::nan(""), 4).empty());
}

TEST_CASE("the display's position is taken off corners and clips") {
  Frame frame(20, 20);
  frame.list().PushClipRect({4, 4}, {8, 8});
  frame.list().AddRectFilled({0, 0}, {20, 20}, IM_COL32_WHITE);
  frame.list().PopClipRect();
  frame.data().DisplayPos = {3, 4};
  const Picture picture = frame.draw();
  CHECK(count_touched(picture, 1, 0, 5, 4) == 16);
  CHECK(count_touched(picture, 0, 0, 20, 20) == 16);
}

TEST_CASE("a list of more vertices than 16-bit indices can name is drawn to its end") {
  Frame frame(20, 20);
  for (int i = 0; i < 30000; ++i) frame.triangle({1, 1}, {2, 1}, {1, 2}, IM_COL32(9, 9, 9, 255));
  frame.list().AddRectFilled({10, 10}, {14, 14}, IM_COL32_WHITE);
  bool offset = sizeof(ImDrawIdx) > 2;
  const ImDrawData& data = frame.data();
  for (int i = 0; i < data.CmdListsCount; ++i) {
    for (const ImDrawCmd& command : data.CmdLists[i]->CmdBuffer) offset |= command.VtxOffset > 0;
  }
  REQUIRE(offset);
  const Picture picture = frame.draw();
  CHECK(count_touched(picture, 10, 10, 14, 14) == 16);
  CHECK(at(picture, 12, 12) == kWhite);
  CHECK(count_touched(picture, 5, 5, 20, 20) == 16);
}

// Every kind of shape, with coordinates that are exact in binary: no libm is involved.
void draw_everything(Frame& frame) {
  Numbers numbers;
  std::vector<std::uint8_t> texels(64 * 48 * 4);
  for (std::uint8_t& texel : texels) texel = static_cast<std::uint8_t>(numbers.next() >> 8);
  const ImTextureID picture = frame.add(2, {platform::PixelFormat::kRgba8, 64, 48, texels});
  const ImTextureID coverage = frame.add(3, {platform::PixelFormat::kAlpha8, 96, 128, texels});
  ImDrawList& list = frame.list();
  list.AddRectFilledMultiColor({0, 0}, {200, 150}, IM_COL32(250, 20, 20, 255),
                               IM_COL32(20, 250, 20, 255), IM_COL32(20, 20, 250, 255),
                               IM_COL32(250, 250, 20, 100));
  list.AddImage(picture, {-7.25F, 3.5F}, {130.75F, 90.125F});
  list.AddImage(coverage, {20, 30}, {116, 158}, {0, 0}, {1, 1}, IM_COL32(10, 200, 100, 200));
  list.AddImage(picture, {100.5F, 20.25F}, {164.5F, 68.25F}, {0, 0}, {1, 1},
                IM_COL32(99, 150, 200, 180));
  list.AddImageQuad(picture, {120, 60}, {190, 80}, {170, 145}, {90, 120});
  for (int i = 0; i < 300; ++i) {
    const auto corner = [&](std::uint32_t colour) {
      const ImVec2 position{numbers.between(-20, 220), numbers.between(-20, 170)};
      return ImDrawVert{position, {numbers.between(0, 1), numbers.between(0, 1)}, colour};
    };
    const std::uint32_t colour = numbers.next();
    list.PushTextureID(i % 3 == 0   ? picture
                       : i % 3 == 1 ? coverage
                                    : (ImTextureID)std::uintptr_t{77});
    const ImDrawVert a = corner(colour);
    const ImDrawVert b = corner(i % 2 == 0 ? colour : numbers.next());
    const ImDrawVert c = corner(i % 5 == 0 ? colour & 0x00ffffffU : colour);
    frame.corners(a, b, c);
    list.PopTextureID();
  }
}

TEST_CASE("a frame drawn in pieces has the same bytes as the whole") {
  Frame frame(200, 150);
  draw_everything(frame);
  const Picture whole = frame.draw();
  for (const int piece : {7, 32, 61}) {
    Picture pieces = frame.blank();
    for (int y = 0; y < 150; y += piece) {
      for (int x = 0; x < 200; x += piece) {
        frame.draw(pieces, {static_cast<float>(x), static_cast<float>(y), static_cast<float>(piece),
                            static_cast<float>(piece)});
      }
    }
    CHECK(whole.rgba == pieces.rgba);
  }
}

TEST_CASE("a frame has the same bytes whatever compiled it and wherever it runs") {
  Frame frame(200, 150);
  draw_everything(frame);
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a, by pixel
  for (const std::uint32_t pixel : frame.draw().rgba) hash = (hash ^ pixel) * 1099511628211U;
  // From g++ 12 and clang 14, -O0 to -O3, x86-64. A change to how pixels are worked out
  // changes it, and then the scenes' pictures too.
  CHECK(hash == 16653213282291357058U);
}

}  // namespace
}  // namespace kiosk::raster
