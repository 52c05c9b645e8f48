#include "kiosk/map/equal_earth.h"

#include <doctest/doctest.h>

#include <numbers>

namespace kiosk {
namespace {

constexpr double kRadians = std::numbers::pi / 180;

// Area of a narrow cell on the map, by its corners.
double cell_area_on_map(double lon, double lat, double step) {
  const MapPoint a = equal_earth({lon, lat});
  const MapPoint b = equal_earth({lon + step, lat});
  const MapPoint c = equal_earth({lon + step, lat + step});
  const MapPoint d = equal_earth({lon, lat + step});
  return ((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)) / 2;
}

double cell_area_on_sphere(double lat, double step) {
  return step * kRadians * (std::sin((lat + step) * kRadians) - std::sin(lat * kRadians));
}

TEST_CASE("the origin of the map is where the equator meets Greenwich") {
  CHECK(equal_earth({0, 0}) == MapPoint{0, 0});
}

TEST_CASE("the map's corners are where the paper's proportions put them") {
  // Savric, Patterson, Jenny 2018: the pole line is 0.59247 of the equator's length and the
  // equator 2.05458 times the height of the map.
  const MapPoint east = equal_earth({180, 0});
  const MapPoint pole = equal_earth({180, 90});
  CHECK(east.x == doctest::Approx(2.7066297));
  CHECK(east.y == doctest::Approx(0));
  CHECK(pole.y == doctest::Approx(1.3173627592));
  CHECK(pole.x / east.x == doctest::Approx(0.5924).epsilon(0.001));
  CHECK(east.x / pole.y == doctest::Approx(2.0546).epsilon(0.001));
}

TEST_CASE("every place comes back from the map") {
  for (double lat = -90; lat <= 90; lat += 7.5) {
    for (double lon = -180; lon <= 180; lon += 30) {
      const LonLat back = equal_earth_inverse(equal_earth({lon, lat}));
      CHECK(back.lon == doctest::Approx(lon).epsilon(1e-9));
      // Near the pole the latitude hangs on the cosine: less is left of the digits.
      CHECK(back.lat == doctest::Approx(lat).epsilon(1e-7));
    }
  }
}

TEST_CASE("areas on the map are the areas on the sphere, everywhere") {
  for (const double lat : {-84.0, -60.0, -30.0, -0.1, 13.0, 26.7, 45.0, 80.0}) {
    for (const double lon : {-170.0, -17.0, 0.0, 80.0}) {
      CHECK(cell_area_on_map(lon, lat, 0.1) ==
            doctest::Approx(cell_area_on_sphere(lat, 0.1)).epsilon(1e-4));
    }
  }
}

TEST_CASE("a latitude past the pole is the pole") {
  CHECK(equal_earth({20, 95}) == equal_earth({20, 90}));
  CHECK(equal_earth({20, -95}) == equal_earth({20, -90}));
}

TEST_CASE("a point above the map gives the pole, and one beside it a longitude beyond 180") {
  CHECK(equal_earth_inverse({0, 5}).lat == doctest::Approx(90));
  CHECK(equal_earth_inverse({0, -5}).lat == doctest::Approx(-90));
  CHECK(equal_earth_inverse({3, 0}).lon > 180);
}

}  // namespace
}  // namespace kiosk
