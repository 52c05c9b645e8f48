// When tiles of the ground are drawn, and how many: no more than fill the first picture, and none
// in the picture that answers a finger, if something can stand in for them.
#include "kiosk/screens/ground_tiles.h"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "kiosk/map/equal_earth.h"
#include "platform/headless/blank_display.h"
#include "tests/bundled.h"

namespace kiosk {
namespace {

constexpr int kWidth = 400;
constexpr int kHeight = 300;

class CountingDisplay final : public platform::BlankDisplay {
 public:
  using BlankDisplay::BlankDisplay;
  int drawn = 0;

  void draw_into(platform::TextureId /*target*/, const ImDrawData& /*frame*/) override { ++drawn; }
};

}  // namespace

TEST_CASE("the first picture of a movement draws no tile that another can stand in for") {
  const auto assets = std::filesystem::path(KIOSK_SOURCE_DIR) / "assets";
  CountingDisplay display({kWidth, kHeight});
  auto fonts = TextEngine::open(assets / "fonts");
  REQUIRE(fonts);
  Stage stage(**fonts, display);
  const auto ground = Ground::open(assets, bundled_pack(), stage, day_palette());
  REQUIRE(ground);
  GroundTiles tiles(64);
  constexpr double kScale = 1400;
  const Rect box{0, 0, kWidth, kHeight};
  GroundView look{{equal_earth({0, 15}), std::log2(kScale / 256)}, box, box, 1};
  bool goes_on = false;
  const auto tiles_drawn = [&](bool moving) {
    display.drawn = 0;
    Frame frame = stage.begin({kWidth, kHeight}, Millis{16});
    tiles.draw(stage, frame, *ground, look, bundled_pack().values().map, moving);
    goes_on = frame.moving();
    static_cast<void>(stage.finish());
    return display.drawn;
  };
  const auto come_to_rest = [&] {
    while (tiles_drawn(false) > 0 || goes_on) {
    }
    tiles.put_away(stage);
  };
  // As few as fill it: 7 of 64 px cover 400, and 5 cover 300.
  CHECK(tiles_drawn(false) == 35);
  come_to_rest();
  // Somebody moves the map for a while: from then on there is a coarse level.
  for (int i = 0; i < 200; ++i) static_cast<void>(tiles_drawn(true));
  come_to_rest();

  look.camera.centre.x += 80 / kScale;
  CHECK(tiles_drawn(true) == 0);
  CHECK(goes_on);
  CHECK(tiles_drawn(true) > 0);
  come_to_rest();
  CHECK_FALSE(goes_on);
}

}  // namespace kiosk
