#include "platform/turned/turned_display.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "platform/headless/blank_display.h"
#include "platform/headless/picture_display.h"
#include "tests/allocations.h"
#include "tests/linux/rich_frame.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

constexpr Turn kTurns[] = {Turn::kNone, Turn::kQuarter, Turn::kHalf, Turn::kThreeQuarters};

// Written for the test alone: what stands at each place of the panel, asked of the picture.
raster::Picture turned_picture(const raster::Picture& picture, Turn turn) {
  const TextureSize panel = turned({picture.width, picture.height}, turn);
  raster::Picture out{panel.width, panel.height, {}};
  for (int y = 0; y < panel.height; ++y) {
    for (int x = 0; x < panel.width; ++x) {
      int from_x = x;
      int from_y = y;
      if (turn == Turn::kQuarter) {
        from_x = y;
        from_y = panel.width - 1 - x;
      } else if (turn == Turn::kHalf) {
        from_x = panel.width - 1 - x;
        from_y = panel.height - 1 - y;
      } else if (turn == Turn::kThreeQuarters) {
        from_x = panel.height - 1 - y;
        from_y = x;
      }
      out.rgba.push_back(
          picture.rgba.at(static_cast<std::size_t>(from_y * picture.width + from_x)));
    }
  }
  return out;
}

std::size_t differing(const raster::Picture& a, const raster::Picture& b) {
  if (a.width != b.width || a.height != b.height) return a.rgba.size();
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) count += a.rgba[i] == b.rgba[i] ? 0 : 1;
  return count;
}

using Drawing = std::function<void(ImDrawList&, const RichTextures&)>;

void draw_all(ImDrawList& list, const RichTextures& textures) { draw_rich(list, textures); }

// A panel of that turn, as it shows the drawing.
raster::Picture shown(TextureSize picture, Turn turn, const Drawing& draw) {
  Gui gui;
  ImGui::GetIO().DisplaySize = {static_cast<float>(picture.width),
                                static_cast<float>(picture.height)};
  PictureDisplay panel(turned(picture, turn));
  TurnedDisplay display(panel, turn);
  CHECK(display.size().width == picture.width);
  CHECK(display.size().height == picture.height);
  const RichTextures textures =
      make_textures([&](auto... of) { return display.create_texture(of...); });
  display.present(gui.frame(textures, [&](ImDrawList& list) { draw(list, textures); }));
  return panel.picture();
}

// Counts what it is asked for.
class CountingDisplay final : public Display {
 public:
  explicit CountingDisplay(TextureSize size) : m_size(size) {}
  TextureId create_texture(PixelFormat, TextureSize, std::vector<std::uint8_t>) override {
    return {++last};
  }
  void update_texture(TextureId, int, int, TextureSize, std::span<const std::uint8_t>) override {}
  void destroy_texture(TextureId) override { ++destroyed; }
  TextureId create_target(TextureSize) override {
    ++targets;
    return {++last};
  }
  void draw_into(TextureId, const ImDrawData& frame) override { drawn = &frame; }
  [[nodiscard]] TextureSize size() const override { return m_size; }
  void present(const ImDrawData& frame) override { presented = &frame; }

  std::uintptr_t last = 0;
  int targets = 0;
  int destroyed = 0;
  const ImDrawData* drawn = nullptr;
  const ImDrawData* presented = nullptr;

 private:
  TextureSize m_size;
};

}  // namespace

TEST_CASE("a turned panel shows the turned picture, to the last bit") {
  const raster::Picture upright = shown({kWidth, kHeight}, Turn::kNone, draw_all);
  for (const Turn turn : kTurns) {
    CAPTURE(static_cast<int>(turn));
    const raster::Picture found = shown({kWidth, kHeight}, turn, draw_all);
    CHECK(differing(found, turned_picture(upright, turn)) == 0);
    // The comparison's broken twins: another way up, and a pixel beside.
    for (const Turn other : kTurns) {
      if (other != turn) CHECK(differing(found, turned_picture(upright, other)) > 1000);
    }
    raster::Picture moved = turned_picture(upright, turn);
    moved.rgba.insert(moved.rgba.begin(), 0xff000000U);
    moved.rgba.pop_back();
    CHECK(differing(found, moved) > 1000);
  }
}

TEST_CASE("to the last bit at the sizes of real panels, odd ones too") {
  for (const TextureSize size : {TextureSize{1920, 1080}, TextureSize{1021, 2047}}) {
    const auto draw = [&](ImDrawList& list, const RichTextures& textures) {
      draw_rich(list, textures);
      const auto right = static_cast<float>(size.width);
      const auto bottom = static_cast<float>(size.height);
      list.AddText({right - 300, bottom - 40}, IM_COL32_WHITE, "in the far corner");
      list.AddRectFilled({right - 20, bottom - 20}, {right, bottom}, IM_COL32(250, 10, 20, 128));
      list.AddImage((ImTextureID)textures.picture.value, {right - 333.3F, 0}, {right, bottom / 3});
      list.AddLine({0.5F, 0.5F}, {right - 0.5F, bottom - 0.5F}, IM_COL32(9, 250, 100, 200), 1);
    };
    const raster::Picture upright = shown(size, Turn::kNone, draw);
    for (const Turn turn : kTurns) {
      CAPTURE(static_cast<int>(turn));
      CHECK(differing(shown(size, turn, draw), turned_picture(upright, turn)) == 0);
    }
  }
}

TEST_CASE("targets stay upright, and are turned with the frame that shows them") {
  const auto picture_of = [](Turn turn) {
    Gui gui;
    PictureDisplay panel(turned({kWidth, kHeight}, turn));
    TurnedDisplay display(panel, turn);
    const RichTextures textures =
        make_textures([&](auto... of) { return display.create_texture(of...); });
    const TextureId layer = display.create_target({kWidth, kHeight});
    display.draw_into(layer,
                      gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures); }));
    display.present(gui.frame(textures, [&](ImDrawList& list) {
      list.AddImage((ImTextureID)layer.value, {100, 50}, {100 + kWidth, 50 + kHeight});
    }));
    return panel.picture();
  };
  const raster::Picture upright = picture_of(Turn::kNone);
  for (const Turn turn : kTurns) {
    CHECK(differing(picture_of(turn), turned_picture(upright, turn)) == 0);
  }
}

TEST_CASE("a picture that is turned while it is shown, and back") {
  const raster::Picture upright = shown({kWidth, kHeight}, Turn::kNone, draw_all);
  Gui gui;
  PictureDisplay panel({kHeight, kWidth});
  TurnedDisplay display(panel, Turn::kQuarter);
  const RichTextures textures =
      make_textures([&](auto... of) { return display.create_texture(of...); });
  const auto show = [&] {
    display.present(gui.frame(textures, [&](ImDrawList& list) { draw_all(list, textures); }));
    return panel.picture();
  };
  CHECK(differing(show(), turned_picture(upright, Turn::kQuarter)) == 0);
  display.set(Turn::kThreeQuarters);
  CHECK(differing(show(), turned_picture(upright, Turn::kThreeQuarters)) == 0);
  display.set(Turn::kHalf);
  CHECK(display.size().width == kHeight);
  static_cast<void>(show());
  panel.resize({kWidth, kHeight});  // a window that changed
  CHECK(differing(show(), turned_picture(upright, Turn::kHalf)) == 0);
}

TEST_CASE("upright, frames go through as they are; turned, nothing is made anew for a frame") {
  ImDrawData frame;
  CountingDisplay behind({1080, 1920});
  {
    TurnedDisplay display(behind, Turn::kNone);
    display.present(frame);
    CHECK(behind.presented == &frame);
    CHECK(behind.targets == 0);

    display.set(Turn::kQuarter);
    display.present(frame);
    CHECK(behind.drawn == &frame);
    CHECK(behind.presented != &frame);
    CHECK(behind.targets == 1);
    const std::uint64_t before = allocations();
    for (int i = 0; i < 1000; ++i) display.present(frame);
    CHECK(allocations() == before);
    display.set(Turn::kThreeQuarters);  // the same size: the same target
    display.present(frame);
    CHECK(behind.targets == 1);
    display.set(Turn::kHalf);
    display.present(frame);
    CHECK(behind.targets == 2);
    CHECK(behind.destroyed == 1);
    CHECK(allocations() == before);
  }
  CHECK(behind.destroyed == 2);
}

TEST_CASE("turns by their degrees, and places there and back") {
  CHECK(turn_of(0) == Turn::kNone);
  CHECK(turn_of(90) == Turn::kQuarter);
  CHECK(turn_of(180) == Turn::kHalf);
  CHECK(turn_of(270) == Turn::kThreeQuarters);
  CHECK(turn_of(450) == Turn::kQuarter);
  CHECK(turn_of(-90) == Turn::kThreeQuarters);
  // The picture's top left lies at the panel's top right, a quarter clockwise.
  CHECK(to_panel({0, 0}, {1920, 1080}, Turn::kQuarter) == Vec2{1080, 0});
  CHECK(to_panel({0, 0}, {1920, 1080}, Turn::kHalf) == Vec2{1920, 1080});
  CHECK(to_panel({0, 0}, {1920, 1080}, Turn::kThreeQuarters) == Vec2{0, 1920});
  for (const Turn turn : kTurns) {
    for (const Vec2 place : {Vec2{0, 0}, Vec2{1920, 0}, Vec2{12, 700}}) {
      CHECK(to_picture(to_panel(place, {1920, 1080}, turn), {1920, 1080}, turn) == place);
    }
  }
}
