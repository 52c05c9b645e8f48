#include "kiosk/app/layout.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace kiosk;

namespace {

Panel panel_of(float width, float height, float inches = 21.5F) {
  return {{width, height}, std::hypot(width, height) / (inches * 25.4F)};
}

}  // namespace

TEST_CASE("Arabic mirrors every place, and mirroring twice is none") {
  const Layout left = layout_of(panel_of(1920, 1080), Language::kFrench, true);
  const Layout right = layout_of(panel_of(1920, 1080), Language::kArabic, true);
  CHECK(left.city_panel.x == doctest::Approx(1120));
  CHECK(right.city_panel.x == doctest::Approx(0));
  CHECK(left.map_view.x == doctest::Approx(0));
  CHECK(right.map_view.right() == doctest::Approx(1920));
  const Rect box{100, 0, 500, 80};
  const Rect place{20, 10, 60, 30};
  CHECK(left.within(box, place) == Rect{120, 10, 60, 30});
  CHECK(right.within(box, place) == Rect{520, 10, 60, 30});
}

TEST_CASE("Tamazight, Spanish and English read from the left as French does") {
  for (const Language language : {Language::kTamazight, Language::kSpanish, Language::kEnglish}) {
    CHECK_FALSE(layout_of(panel_of(1920, 1080), language, true).right_to_left);
  }
}

TEST_CASE("touch targets keep 20 mm on every panel that has the room") {
  for (const float inches : {15.6F, 21.5F, 32.0F, 55.0F}) {
    for (const Vec2 size : {Vec2{1920, 1080}, Vec2{3840, 2160}, Vec2{1080, 1920}}) {
      const Panel panel = panel_of(size.x, size.y, inches);
      const Layout layout = layout_of(panel, Language::kFrench, false);
      CAPTURE(inches);
      CAPTURE(size.x);
      CHECK(layout.target / panel.px_per_mm >= doctest::Approx(20).epsilon(0.001));
    }
  }
}

TEST_CASE("the open panel and the map beside it share the screen without overlap") {
  for (const Vec2 size : {Vec2{1920, 1080}, Vec2{1080, 1920}, Vec2{1280, 800}, Vec2{800, 1280}}) {
    for (const Language language : {Language::kFrench, Language::kArabic}) {
      const Layout layout = layout_of(panel_of(size.x, size.y), language, true);
      CHECK_FALSE(layout.city_panel.grown(-0.5F).intersects(layout.map_view.grown(-0.5F)));
      const float covered =
          layout.city_panel.w * layout.city_panel.h + layout.map_view.w * layout.map_view.h;
      CHECK(covered == doctest::Approx(size.x * size.y));
    }
  }
}

TEST_CASE("labels stand below the title and above the bar") {
  const Layout layout = layout_of(panel_of(1920, 1080), Language::kFrench, false);
  CHECK(layout.labels.y >= layout.header.bottom());
  CHECK(layout.labels.bottom() <= layout.bar.y);
}
