#include "kiosk/app/framing.h"

#include <doctest/doctest.h>

#include "kiosk/map/equal_earth.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

const Panel kLandscape{};
const Panel kPortrait{{1080, 1920}, kLandscape.px_per_mm};

Vec2 place_of(const char* id, const Camera& camera, const Layout& layout) {
  const City* city = bundled_pack().city(CityId{id});
  REQUIRE(city != nullptr);
  return to_screen(camera, layout.map_view, equal_earth(city->position));
}

}  // namespace

TEST_CASE("in landscape the start shows every city") {
  const Layout layout = layout_of(kLandscape, Language::kFrench, false);
  const Camera camera = frame_all(bundled_pack(), layout);
  for (const City& city : bundled_pack().values().cities) {
    CAPTURE(city.id.value);
    CHECK(layout.labels.contains(place_of(city.id.value.c_str(), camera, layout)));
  }
}

TEST_CASE("in portrait the start shows the crowd of partners and lets the far one go") {
  const Layout layout = layout_of(kPortrait, Language::kFrench, false);
  const Camera camera = frame_all(bundled_pack(), layout);
  for (const char* near : {"smara", "banjul", "brikama", "ndjamena", "agadez", "porto-novo"}) {
    CAPTURE(near);
    CHECK(layout.labels.contains(place_of(near, camera, layout)));
  }
  CHECK_FALSE(layout.labels.contains(place_of("vijayawada", camera, layout)));
}

TEST_CASE("an open city is in sight beside its panel, with its home where the map allows") {
  for (const Panel& panel : {kLandscape, kPortrait}) {
    for (const Language language : {Language::kFrench, Language::kArabic}) {
      const Layout layout = layout_of(panel, language, true);
      for (const City& city : bundled_pack().values().cities) {
        CAPTURE(city.id.value);
        CAPTURE(panel.size.x);
        const Camera camera = frame_city(bundled_pack(), city, layout);
        CHECK(layout.labels.contains(place_of(city.id.value.c_str(), camera, layout)));
        CHECK(within(camera, layout.map_view, camera_limits(bundled_pack(), layout)));
      }
      const City& banjul = *bundled_pack().city(CityId{"banjul"});
      const Camera camera = frame_city(bundled_pack(), banjul, layout);
      CHECK(layout.labels.contains(place_of("smara", camera, layout)));
    }
  }
}

TEST_CASE("a camera told for another view shows the same picture") {
  const Rect whole{0, 0, 1920, 1080};
  const Rect part{0, 0, 1120, 1080};
  const Camera camera{{0.1, 0.4}, 2.2};
  const Camera again = reframed(camera, whole, part);
  const MapPoint point{0.23, 0.31};
  CHECK(to_screen(again, part, point).x == doctest::Approx(to_screen(camera, whole, point).x));
  CHECK(to_screen(again, part, point).y == doctest::Approx(to_screen(camera, whole, point).y));
}
