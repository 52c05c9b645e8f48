// The ground as it is drawn: what each choice of borders and tints puts on the map, counted in
// pixels between two pictures that differ in that choice alone.
#include "kiosk/screens/ground.h"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "kiosk/map/equal_earth.h"
#include "kiosk/map/ground_choice.h"
#include "platform/headless/picture_display.h"
#include "tests/bundled.h"

namespace kiosk {
namespace {

constexpr int kWidth = 400;
constexpr int kHeight = 300;
constexpr LonLat kMaliAndNiger{3.6, 16.5};
constexpr LonLat kSmara{-11.7, 26.7};

// The ground around a place, drawn as a pack with these values asks.
raster::Picture drawn(const PackValues& values, LonLat middle, double scale = 1400) {
  const auto assets = std::filesystem::path(KIOSK_SOURCE_DIR) / "assets";
  platform::PictureDisplay display({kWidth, kHeight});
  auto fonts = TextEngine::open(assets / "fonts");
  REQUIRE(fonts);
  Stage stage(**fonts, display);
  const Pack pack(values);
  const auto ground = Ground::open(assets, pack, stage, day_palette());
  REQUIRE(ground);
  Frame frame = stage.begin({kWidth, kHeight}, Millis{16});
  const Rect box{0, 0, kWidth, kHeight};
  ground->draw(frame, {{equal_earth(middle), std::log2(scale / 256)}, box, box, 1}, values.map);
  display.present(stage.finish());
  return display.picture();
}

int differing(const raster::Picture& a, const raster::Picture& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) count += a.rgba[i] != b.rgba[i] ? 1 : 0;
  return count;
}

TEST_CASE("the bundled pack draws no border, neither in the open nor around its homes") {
  const PackValues bundled = bundled_pack().values();
  PackValues without = bundled;
  without.map.draw_borders = false;
  without.map.border_rules.clear();
  PackValues lines = without;
  lines.map.draw_borders = true;
  for (const LonLat place : {kMaliAndNiger, kSmara}) {
    CHECK(differing(drawn(bundled, place), drawn(without, place)) == 0);
    CHECK(differing(drawn(bundled, place), drawn(lines, place)) > 100);
  }
}

TEST_CASE("a rule for a pair hides, dashes or shows that border alone") {
  PackValues values = bundled_pack().values();
  values.map.border_rules.clear();
  const raster::Picture none = drawn(values, kMaliAndNiger);
  PackValues lines = values;
  lines.map.draw_borders = true;
  const int all = differing(none, drawn(lines, kMaliAndNiger));
  const auto with_rule = [&](bool draw, BorderStyle style) {
    PackValues ruled = values;
    ruled.map.draw_borders = draw;
    ruled.map.border_rules = {{"NE", "ML", style}};
    return differing(none, drawn(ruled, kMaliAndNiger));
  };
  const int solid = with_rule(false, BorderStyle::kSolid);
  const int dashed = with_rule(false, BorderStyle::kDashed);
  CHECK(with_rule(false, BorderStyle::kHidden) == 0);
  CHECK(dashed > 20);
  CHECK(solid > dashed * 3 / 2);
  CHECK(all > solid);
  // Hidden or shown, the pair is a part of all; where they meet others some pixels are shared.
  CHECK(std::abs(with_rule(true, BorderStyle::kHidden) + solid - all) < 20);
}

TEST_CASE("the bundled pack's tint covers neither 504 nor 732; another pack's may") {
  const PackValues bundled = bundled_pack().values();
  for (const char* code : {"MA", "EH"}) {
    const auto tinted = tinted_territories(bundled);
    CHECK(std::find(tinted.begin(), tinted.end(), code) == tinted.end());
  }
  PackValues untinted = bundled;
  untinted.map.tint_partner_countries = false;
  CHECK(differing(drawn(bundled, kSmara, 3000), drawn(untinted, kSmara, 3000)) == 0);
  CHECK(differing(drawn(bundled, kMaliAndNiger), drawn(untinted, kMaliAndNiger)) > 50'000);
  // The same two codes, asked for: the tint arrives.
  PackValues asked = bundled;
  asked.map.tint_rules = {{"NE", {"MA", "EH"}}};
  CHECK(differing(drawn(bundled, kSmara, 3000), drawn(asked, kSmara, 3000)) > 20'000);
}

TEST_CASE("partners in countries that the basemap itself does not fill are tinted too") {
  PackValues values = bundled_pack().values();
  values.cities.own().back().country = "PT";
  PackValues untinted = values;
  untinted.map.tint_rules = {{"PT", {}}};
  constexpr LonLat kPortugal{-8, 39.6};
  CHECK(differing(drawn(values, kPortugal), drawn(untinted, kPortugal)) > 2'000);
}

}  // namespace
}  // namespace kiosk
