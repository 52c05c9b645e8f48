#include "kiosk/draw/kit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "kiosk/draw/stage.h"
#include "kiosk/draw/zellige.h"
#include "platform/headless/picture_display.h"

using namespace kiosk;

namespace {

// A small panel that is drawn on and looked at.
class Drawing {
 public:
  static constexpr int kWidth = 480;
  static constexpr int kHeight = 160;

  Drawing() {
    auto engine = TextEngine::open(std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "fonts");
    REQUIRE(engine.has_value());
    m_fonts = std::move(*engine);
    m_stage = std::make_unique<Stage>(*m_fonts, m_display);
  }

  template <typename Draw>
  raster::Picture picture(Draw draw) {
    Frame frame = m_stage->begin({kWidth, kHeight}, Millis{16});
    draw(frame);
    zones.assign(frame.zones().begin(), frame.zones().end());
    m_display.present(m_stage->finish());
    return m_display.picture();
  }

  std::vector<Zone> zones;

 private:
  platform::PictureDisplay m_display{{kWidth, kHeight}};
  std::unique_ptr<TextEngine> m_fonts;
  std::unique_ptr<Stage> m_stage;
};

std::uint32_t pixel(const raster::Picture& picture, int x, int y) {
  return picture.rgba.at(static_cast<std::size_t>(y * picture.width + x));
}

Button button() {
  Button made;
  made.id = "back";
  made.label = "Retour";
  made.intent = CloseCity{};
  made.rect = {40, 40, 300, 88};
  return made;
}

int differing(const raster::Picture& a, const raster::Picture& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) count += a.rgba[i] != b.rgba[i] ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a button is seen, can be touched where it is seen, and says its name") {
  Drawing drawing;
  const auto picture = drawing.picture([](Frame& frame) {
    draw_button(Kit{frame, day_palette(), 1, 1, false, {}, {}}, button());
  });
  REQUIRE(drawing.zones.size() == 1);
  CHECK(drawing.zones[0].id == "back");
  CHECK(drawing.zones[0].label == "Retour");
  CHECK(drawing.zones[0].rect == button().rect);
  CHECK(std::holds_alternative<CloseCity>(drawing.zones[0].intent.value()));
  CHECK(pixel(picture, 80, 84) == day_palette().chrome_button.packed());
  CHECK(pixel(picture, 10, 10) == 0xFF000000U);
}

TEST_CASE("pressed, selected and focused buttons look different from a resting one") {
  Drawing drawing;
  const auto look = [&](bool pressed, bool selected, bool focused) {
    return drawing.picture([&](Frame& frame) {
      const std::vector<std::string> held{pressed ? "back" : "other"};
      Button made = button();
      made.selected = selected;
      draw_button(Kit{frame, day_palette(), 1, 1, false, held, focused ? "back" : ""}, made);
    });
  };
  const auto rest = look(false, false, false);
  CHECK(differing(rest, look(false, false, false)) == 0);
  CHECK(differing(rest, look(true, false, false)) > 1000);
  CHECK(differing(rest, look(false, true, false)) > 1000);
  CHECK(differing(rest, look(false, false, true)) > 1000);
}

TEST_CASE("in right-to-left reading the icon stands on the other side of the word") {
  Drawing drawing;
  const auto icon_side = [&](bool right_to_left) {
    Button made = button();
    made.icon = Icon::kMinus;
    made.label = "i";
    const auto picture = drawing.picture([&](Frame& frame) {
      draw_button(Kit{frame, day_palette(), 1, 1, right_to_left, {}, {}}, made);
    });
    int left = 0;
    int right = 0;
    for (int x = 60; x < 320; ++x) {
      const bool ink = pixel(picture, x, 84) == day_palette().on_chrome.packed();
      if (ink) ++(x < 190 ? left : right);
    }
    return left > right ? -1 : 1;
  };
  CHECK(icon_side(false) == -1);
  CHECK(icon_side(true) == 1);
}

TEST_CASE("a button is as wide as its words need and never narrower than high") {
  Drawing drawing;
  drawing.picture([](Frame& frame) {
    const Kit kit{frame, day_palette(), 1, 1, false, {}, {}};
    Button made = button();
    const float narrow = button_width(kit, made);
    made.label = "Retour à la carte des villes";
    CHECK(button_width(kit, made) > narrow + 100);
    made.label = "i";
    CHECK(button_width(kit, made) >= made.rect.h);
  });
}

TEST_CASE("two triangles that share an edge leave no seam") {
  Drawing drawing;
  const std::vector<Vec2> corners{
      {10.3F, 10.7F}, {300.2F, 31.1F}, {280.9F, 140.4F}, {31.7F, 120.2F}};
  const std::vector<std::uint16_t> indices{0, 1, 2, 0, 2, 3};
  const auto picture = drawing.picture([&](Frame& frame) {
    frame.mesh(std::span<const Vec2>(corners), std::span<const std::uint16_t>(indices),
               MeshTransform{}, rgb(0xFFFFFF).faded(0.5));
  });
  // Along the shared diagonal: neither doubled nor left out.
  for (int i = 5; i < 95; ++i) {
    const float t = static_cast<float>(i) / 100;
    const Vec2 at = corners[0] + (corners[2] - corners[0]) * t;
    CHECK(pixel(picture, static_cast<int>(at.x), static_cast<int>(at.y)) ==
          pixel(picture, 150, 100));
  }
}

TEST_CASE("the zellige star has sixteen corners, the first straight up") {
  const auto rim = star_rim({100, 100}, 50);
  REQUIRE(rim.size() == 16);
  CHECK(rim[0].x == doctest::Approx(100));
  CHECK(rim[0].y == doctest::Approx(50));
  CHECK(length(rim[1] - Vec2{100, 100}) == doctest::Approx(38));
  CHECK(length(rim[2] - Vec2{100, 100}) == doctest::Approx(50));
}

TEST_CASE("the pattern's tiles meet at their edges") {
  const Bitmap tile = pattern_tile(96);
  REQUIRE(tile.pixels.size() == std::size_t{96} * 96);
  int crossings = 0;
  for (int i = 0; i < 96; ++i) {
    const int left = tile.pixels[static_cast<std::size_t>(i * 96)];
    const int right = tile.pixels[static_cast<std::size_t>(i * 96 + 95)];
    CHECK(std::abs(left - right) < 40);
    crossings += left > 100 ? 1 : 0;
  }
  CHECK(crossings > 0);
}
