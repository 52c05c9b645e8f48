// What colour a covered pixel gets.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "platform/raster/blend.h"
#include "platform/raster/difference.h"
#include "platform/raster/texture_store.h"
#include "tests/raster/frame.h"

namespace kiosk::raster {
namespace {

using platform::PixelFormat;

Texture left_to_right() {  // black, white
  return {PixelFormat::kRgba8,
          2,
          2,
          {0, 0, 0, 255, 255, 255, 255, 255,  //
           0, 0, 0, 255, 255, 255, 255, 255}};
}

Texture noise(PixelFormat format, int width, int height) {
  Numbers numbers;
  const int bytes = width * height * (format == PixelFormat::kRgba8 ? 4 : 1);
  Texture texture{format, width, height,
                  std::vector<std::uint8_t>(static_cast<std::size_t>(bytes))};
  for (std::uint8_t& byte : texture.pixels) byte = static_cast<std::uint8_t>(numbers.next() >> 8);
  return texture;
}

// A rectangle with the texture turned a quarter: u runs down, v runs to the right.
void turned_quad(Frame& frame, ImTextureID texture, ImVec2 from, ImVec2 to) {
  frame.list().AddImageQuad(texture, from, {to.x, from.y}, to, {from.x, to.y}, {0, 0}, {0, 1},
                            {1, 1}, {1, 0});
}

TEST_CASE("a 2x2 texture at twice its size is mixed by the distance of the texels' centres") {
  const std::array expected{0, 64, 191, 255};
  SUBCASE("along the row") {
    Frame frame(4, 4);
    frame.list().AddImage(frame.add(2, left_to_right()), {0, 0}, {4, 4});
    const Picture picture = frame.draw();
    for (int i = 0; i < 16; ++i) CHECK(red(picture, i % 4, i / 4) == expected.at(i % 4));
  }
  SUBCASE("turned, which takes the general path") {
    Frame frame(4, 4);
    turned_quad(frame, frame.add(2, left_to_right()), {0, 0}, {4, 4});
    const Picture picture = frame.draw();
    for (int i = 0; i < 16; ++i) CHECK(red(picture, i % 4, i / 4) == expected.at(i / 4));
  }
}

TEST_CASE("a texture at its own size on whole pixels is copied unchanged") {
  for (const int width : {3, 16, 300, 1000}) {
    Frame frame(width + 10, 20);
    const Texture texture = noise(PixelFormat::kRgba8, width, 12);
    Texture opaque = texture;
    for (std::size_t i = 3; i < opaque.pixels.size(); i += 4) opaque.pixels[i] = 255;
    frame.list().AddImage(frame.add(2, opaque), {5, 4}, {static_cast<float>(width + 5), 16});
    const Picture picture = frame.draw();
    int wrong = 0;
    for (int y = 0; y < 12; ++y) {
      for (int x = 0; x < width; ++x) {
        const std::uint8_t* texel = &opaque.pixels[static_cast<std::size_t>((y * width + x) * 4)];
        const std::uint32_t wanted = 0xff000000U | static_cast<std::uint32_t>(texel[2]) << 16 |
                                     static_cast<std::uint32_t>(texel[1]) << 8 | texel[0];
        if (at(picture, x + 5, y + 4) != wanted) ++wrong;
      }
    }
    CHECK(wrong == 0);
    CHECK(at(picture, 4, 4) == kBlack);
    CHECK(at(picture, width + 5, 15) == kBlack);
  }
}

TEST_CASE("a texture known to be opaque gives the same bytes as one that is found to be") {
  const auto drawn = [](bool known, ImU32 tint) {
    Texture texture = noise(PixelFormat::kRgba8, 300, 9);
    for (std::size_t i = 3; i < texture.pixels.size(); i += 4) texture.pixels[i] = 255;
    texture.opaque = known;
    Frame frame(330, 70);
    const ImTextureID id = frame.add(2, texture);
    frame.list().AddImage(id, {5, 4}, {305, 13}, {0, 0}, {1, 1}, tint);
    frame.list().AddImage(id, {7.3F, 20.6F}, {290.2F, 31.1F}, {0, 0}, {1, 1}, tint);
    turned_quad(frame, id, {20, 40}, {29, 66});
    return frame.draw().rgba;
  };
  CHECK(drawn(true, IM_COL32_WHITE) == drawn(false, IM_COL32_WHITE));
  CHECK(drawn(true, IM_COL32(255, 255, 255, 90)) == drawn(false, IM_COL32(255, 255, 255, 90)));
}

TEST_CASE("a store knows which of its textures are opaque") {
  TextureStore store;
  const std::vector<std::uint8_t> opaque(16, 255);
  const std::vector<std::uint8_t> clear{9, 9, 9, 254};
  const auto is_opaque = [&](platform::TextureId id) { return store.find(id.value)->opaque; };
  const auto whole = store.create(PixelFormat::kRgba8, {2, 2}, opaque);
  CHECK(is_opaque(whole));
  CHECK_FALSE(is_opaque(store.create(PixelFormat::kAlpha8, {4, 4}, opaque)));
  store.update(whole, 1, 1, {1, 1}, clear);
  CHECK_FALSE(is_opaque(whole));
  Frame frame(2, 2);
  store.draw_into(whole, frame.data());
  CHECK(is_opaque(whole));
  CHECK_FALSE(is_opaque(store.create(PixelFormat::kRgba8, {1, 1}, clear)));
}

// The same sampling in floating point, one pixel at a time.
double reference(const Texture& t, double u, double v, std::size_t channel) {
  const auto texel = [&](double x, double y) {
    const int column = std::clamp(static_cast<int>(x), 0, t.width - 1);
    const int row = std::clamp(static_cast<int>(y), 0, t.height - 1);
    return static_cast<double>(
        t.pixels[static_cast<std::size_t>(row * t.width + column) * 4 + channel]);
  };
  const double x = std::clamp(u - 0.5, 0.0, t.width - 1.0);
  const double y = std::clamp(v - 0.5, 0.0, t.height - 1.0);
  const double fx = x - std::floor(x);
  const double fy = y - std::floor(y);
  return (texel(x, y) * (1 - fx) + texel(x + 1, y) * fx) * (1 - fy) +
         (texel(x, y + 1) * (1 - fx) + texel(x + 1, y + 1) * fx) * fy;
}

TEST_CASE("every way of sampling agrees with plain arithmetic within two steps") {
  // Two roundings to 8-bit weights and values: up to 255/512 for each weight and half a step
  // for each of the two mixes.
  struct Place {
    ImVec2 from;
    ImVec2 to;
  };
  for (const Place& place : {Place{{0, 0}, {96, 64}}, Place{{3.25F, 2.75F}, {99.25F, 66.75F}},
                             Place{{-40.5F, -30}, {300, 210}}, Place{{10, 10}, {58, 42}},
                             Place{{20.5F, 10.25F}, {29, 70.5F}}}) {
    Frame frame(110, 80);
    Texture texture = noise(PixelFormat::kRgba8, 96, 64);
    for (std::size_t i = 3; i < texture.pixels.size(); i += 4) texture.pixels[i] = 255;
    frame.list().AddImage(frame.add(2, texture), place.from, place.to);
    const Picture picture = frame.draw();
    double largest = 0;
    for (int y = 0; y < 80; ++y) {
      for (int x = 0; x < 110; ++x) {
        const double px = x + 0.5;
        const double py = y + 0.5;
        if (px < place.from.x || py < place.from.y || px >= place.to.x || py >= place.to.y)
          continue;
        const double u = (px - place.from.x) / (place.to.x - place.from.x) * 96;
        const double v = (py - place.from.y) / (place.to.y - place.from.y) * 64;
        largest = std::max(largest, std::abs(reference(texture, u, v, 0) - red(picture, x, y)));
      }
    }
    CHECK(largest <= 2.0);
  }
}

TEST_CASE("the fast path and the general one give the same bytes") {
  for (const PixelFormat format : {PixelFormat::kAlpha8, PixelFormat::kRgba8}) {
    for (const float size : {64.0F, 100.0F, 41.5F}) {
      // A texture of one row's height has no mixing of rows, which alone comes first.
      const Texture strip = noise(format, 64, 1);
      Frame frame(128, 128);
      frame.list().AddImage(frame.add(2, strip), {2.25F, 0}, {2.25F + size, 128});
      const Picture upright = frame.draw();
      const Picture turned = [&] {
        ImGui::EndFrame();
        ImGui::NewFrame();
        turned_quad(frame, (ImTextureID)std::uintptr_t{2}, {0, 2.25F}, {128, 2.25F + size});
        ImGui::Render();
        return frame.draw();
      }();
      int wrong = 0;
      for (int y = 0; y < 128; ++y) {
        for (int x = 0; x < 128; ++x) wrong += at(upright, x, y) != at(turned, y, x) ? 1 : 0;
      }
      CHECK(wrong == 0);
      CHECK(upright.rgba != frame.blank().rgba);
    }
  }
}

TEST_CASE("an alpha texture is drawn in the vertex colour") {
  Frame frame(4, 1);
  frame.list().AddImage(frame.add(2, {PixelFormat::kAlpha8, 4, 1, {0, 64, 128, 255}}), {0, 0},
                        {4, 1}, {0, 0}, {1, 1}, IM_COL32(200, 100, 50, 255));
  const Picture picture = frame.draw();
  CHECK(at(picture, 0, 0) == kBlack);
  CHECK(at(picture, 1, 0) == IM_COL32(50, 25, 13, 255));
  CHECK(at(picture, 2, 0) == IM_COL32(100, 50, 25, 255));
  CHECK(at(picture, 3, 0) == IM_COL32(200, 100, 50, 255));
}

TEST_CASE("coverage is laid on as the colours would be that it stands for") {
  Numbers numbers;
  constexpr int kCount = 8 * 29 + 5;  // eights, and some left over
  std::array<std::uint8_t, kCount> coverage{};
  std::array<std::uint32_t, kCount> colours{};
  int wrong = 0;
  for (std::uint32_t alpha = 0; alpha < 256; ++alpha) {
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto any = static_cast<std::uint8_t>(numbers.next() >> 8);
      coverage.at(i) = i / 8 % 4 == 0 ? 0 : i / 8 % 4 == 1 ? 255 : any;
    }
    const std::uint32_t colour = alpha << 24 | (numbers.next() & 0x00ffffffU);
    std::array<std::uint32_t, kCount> wanted{};
    for (std::uint32_t& pixel : wanted) pixel = 0xff000000U | numbers.next();
    std::array<std::uint32_t, kCount> found = wanted;
    tint_row(colours.data(), coverage.data(), kCount, colour);
    blend_row(wanted.data(), colours.data(), kCount);
    blend_coverage(found.data(), coverage.data(), kCount, colour);
    if (found != wanted) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("straight alpha lies over what is there, in order") {
  Frame frame(7, 1);
  frame.list().AddRectFilled({0, 0}, {7, 1}, IM_COL32(255, 0, 0, 255));
  frame.list().AddRectFilled({0, 0}, {7, 1}, IM_COL32(0, 255, 0, 51));
  frame.list().AddRectFilled({0, 0}, {5, 1}, IM_COL32(0, 0, 255, 0));
  const Picture picture = frame.draw();
  for (int x = 0; x < 7; ++x) CHECK(at(picture, x, 0) == IM_COL32(204, 51, 0, 255));
}

TEST_CASE("colours run evenly from corner to corner") {
  Frame frame(256, 4);
  frame.list().AddRectFilledMultiColor({0, 0}, {256, 4}, IM_COL32(0, 0, 0, 255),
                                       IM_COL32(255, 0, 0, 255), IM_COL32(255, 0, 0, 255),
                                       IM_COL32(0, 0, 0, 255));
  const Picture picture = frame.draw();
  for (int x = 0; x < 256; ++x) {
    CHECK(std::abs(red(picture, x, 1) - (x + 0.5) / 256 * 255) <= 0.51);
  }
}

TEST_CASE("a command whose texture is unknown is drawn in plain colour") {
  Frame frame(2, 2);
  frame.list().AddImage((ImTextureID)std::uintptr_t{77}, {0, 0}, {2, 2}, {0, 0}, {1, 1},
                        IM_COL32(1, 2, 3, 255));
  CHECK(at(frame.draw(), 1, 1) == IM_COL32(1, 2, 3, 255));
}

}  // namespace
}  // namespace kiosk::raster
