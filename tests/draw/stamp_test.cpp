// What is drawn once as coverage: where it covers, and that it is made once.
#include "kiosk/draw/stamp.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "kiosk/draw/icon.h"
#include "kiosk/draw/stage.h"
#include "platform/headless/picture_display.h"

using namespace kiosk;

namespace {

int at(const Bitmap& picture, int x, int y) {
  return picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
}

}  // namespace

TEST_CASE("a stroke covers its width, fades within a pixel, and has round ends") {
  const std::array<Stroke, 1> strokes{Stroke{{8, 10}, {24, 10}}};
  const Bitmap picture = stroked({32, 20}, strokes, 6);
  REQUIRE(picture.channels == 1);
  CHECK(at(picture, 16, 9) == 255);
  CHECK(at(picture, 16, 7) == 255);
  CHECK(at(picture, 16, 6) == 0);
  CHECK(at(picture, 16, 13) == 0);
  // As far beyond its end as beside it, and less in the corner.
  CHECK(at(picture, 26, 9) > 200);
  CHECK(at(picture, 27, 9) < 50);
  CHECK(at(picture, 26, 12) < at(picture, 26, 9));
  CHECK(at(picture, 0, 0) == 0);
}

TEST_CASE("between two pixels both are covered by half, and a hair covers none whole") {
  const std::array<Stroke, 1> strokes{Stroke{{2, 8}, {30, 8}}};
  const Bitmap thin = stroked({32, 16}, strokes, 1);
  CHECK(at(thin, 16, 7) == at(thin, 16, 8));
  CHECK(at(thin, 16, 7) == doctest::Approx(128).epsilon(0.02));
  const std::array<Stroke, 1> centred{Stroke{{2, 8.5F}, {30, 8.5F}}};
  CHECK(at(stroked({32, 16}, centred, 1), 16, 8) == 255);
  CHECK(at(stroked({32, 16}, centred, 0.5F), 16, 8) < 140);
}

TEST_CASE("what lies beyond the picture is cut off, and a point is a dot") {
  const std::array<Stroke, 2> strokes{Stroke{{-50, 4}, {80, 4}}, Stroke{{5, 12}, {5, 12}}};
  const Bitmap picture = stroked({10, 16}, strokes, 2);
  CHECK(at(picture, 0, 4) == 255);
  CHECK(at(picture, 9, 3) == 255);
  CHECK(at(picture, 5, 12) > 0);
  CHECK(at(picture, 9, 12) == 0);
}

TEST_CASE("an icon is made once for each size, and turned round where reading is") {
  auto fonts = TextEngine::open(std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "fonts");
  REQUIRE(fonts.has_value());
  platform::PictureDisplay display({200, 100});
  Stage stage(**fonts, display);
  int made = 0;
  const auto stamp = [&](StampKey::Kind kind, int side) {
    Frame frame = stage.begin({200, 100}, Millis{16});
    const StampKey key{kind, 7, {side, side}};
    frame.stamp(key, {100, 50}, Colour{255, 255, 255, 255}, [&] {
      ++made;
      return Bitmap{side, side, 1,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(side * side))};
    });
    static_cast<void>(stage.finish());
    REQUIRE(stage.stamp(key) != nullptr);
    return stage.stamp(key)->texture;
  };
  const platform::TextureId first = stamp(StampKey::Kind::kIcon, 20);
  CHECK(stamp(StampKey::Kind::kIcon, 20) == first);
  CHECK(made == 1);
  CHECK_FALSE(stamp(StampKey::Kind::kTurnedIcon, 20) == first);
  CHECK_FALSE(stamp(StampKey::Kind::kIcon, 21) == first);
  CHECK(made == 3);

  // As it looks on the panel: the arrow to the next one has nothing on the side it comes from.
  const auto columns = [&](bool mirrored) {
    Frame frame = stage.begin({200, 100}, Millis{16});
    frame.fill({0, 0, 200, 100}, Colour{0, 0, 0, 255});
    draw_icon(frame, Icon::kNext, {100, 50}, 40, Colour{255, 255, 255, 255}, mirrored);
    display.present(stage.finish());
    const raster::Picture picture = display.picture();
    const auto lit = [&](int from, int to) {
      int most = 0;
      for (int x = from; x < to; ++x) {
        most = std::max(
            most,
            static_cast<int>(picture.rgba[static_cast<std::size_t>(50 * picture.width + x)] & 255));
      }
      return most;
    };
    return std::array<int, 2>{lit(80, 100), lit(100, 120)};
  };
  CHECK(columns(false) == std::array<int, 2>{0, 255});
  CHECK(columns(true) == std::array<int, 2>{255, 0});
}

TEST_CASE("round corners are the same in all four, and full beside them") {
  const Bitmap filled = round_corners(8, 0);
  REQUIRE(filled.width == 18);
  CHECK(at(filled, 0, 0) == 0);
  CHECK(at(filled, 8, 0) == 255);
  CHECK(at(filled, 9, 9) == 255);
  const Bitmap line = round_corners(8, 2);
  CHECK(at(line, 8, 0) == 255);
  CHECK(at(line, 8, 1) == 255);
  CHECK(at(line, 8, 2) == 0);
  CHECK(at(line, 9, 9) == 0);
  for (const Bitmap& picture : {filled, line}) {
    for (int y = 0; y < 18; ++y) {
      for (int x = 0; x < 18; ++x) {
        CHECK(at(picture, x, y) == at(picture, 17 - x, y));
        CHECK(at(picture, x, y) == at(picture, y, x));
      }
    }
  }
}

TEST_CASE("what is round lies on whole pixels within its place, whatever its size") {
  auto fonts = TextEngine::open(std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "fonts");
  REQUIRE(fonts.has_value());
  platform::PictureDisplay display({100, 60});
  Stage stage(**fonts, display);
  for (const Rect& place :
       {Rect{10.4F, 10.4F, 60, 30}, Rect{20, 8, 40, 40}, Rect{30, 20, 3, 1.2F}}) {
    CAPTURE(place.w);
    Frame frame = stage.begin({100, 60}, Millis{16});
    frame.fill({0, 0, 100, 60}, Colour{0, 0, 0, 255});
    frame.fill(place, Colour{255, 255, 255, 255}, 20);
    display.present(stage.finish());
    const raster::Picture picture = display.picture();
    const auto red = [&](float x, float y) {
      return static_cast<int>(picture.rgba[static_cast<std::size_t>(
                                  static_cast<int>(y) * picture.width + static_cast<int>(x))] &
                              255);
    };
    const float left = std::round(place.x);
    const float right = std::round(place.right());
    const Vec2 middle = place.centre();
    CHECK(red(middle.x, middle.y) == 255);
    CHECK(red(left, middle.y) > 200);
    CHECK(red(left - 1, middle.y) == 0);
    CHECK(red(right - 1, middle.y) > 200);
    CHECK(red(right, middle.y) == 0);
    CHECK(red(middle.x, std::round(place.y)) > 200);
    CHECK(red(middle.x, std::round(place.y) - 1) == 0);
    CHECK(red(middle.x, std::round(place.bottom())) == 0);
  }
}
