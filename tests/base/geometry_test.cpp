#include "kiosk/base/geometry.h"

#include <doctest/doctest.h>

namespace kiosk {
namespace {

TEST_CASE("a box holds its top left corner and not its bottom right one") {
  constexpr Rect box{10, 20, 30, 40};
  CHECK(box.contains({10, 20}));
  CHECK(box.contains({39.9F, 59.9F}));
  CHECK_FALSE(box.contains({40, 30}));
  CHECK_FALSE(box.contains({20, 60}));
}

TEST_CASE("boxes that only touch do not intersect") {
  constexpr Rect box{0, 0, 10, 10};
  CHECK(box.intersects({9, 9, 5, 5}));
  CHECK_FALSE(box.intersects({10, 0, 5, 5}));
  CHECK_FALSE(box.intersects({0, -5, 10, 5}));
}

TEST_CASE("an intersection is what both boxes hold, empty when there is none") {
  constexpr Rect box{0, 0, 10, 10};
  CHECK(box.intersection({5, -5, 20, 10}) == Rect{5, 0, 5, 5});
  const Rect none = box.intersection({20, 20, 5, 5});
  CHECK(none.w == 0);
  CHECK(none.h == 0);
}

TEST_CASE("a box grows and shrinks around its centre") {
  constexpr Rect box{10, 20, 30, 40};
  CHECK(box.grown(5) == Rect{5, 15, 40, 50});
  CHECK(box.grown(-5).centre() == box.centre());
}

TEST_CASE("map boxes that share only an edge do intersect") {
  constexpr MapRect box{{0, 0}, {1, 1}};
  CHECK(box.intersects({{1, 1}, {2, 2}}));
  CHECK_FALSE(box.intersects({{1.01, 0}, {2, 1}}));
  CHECK(box.centre() == MapPoint{0.5, 0.5});
}

}  // namespace
}  // namespace kiosk
