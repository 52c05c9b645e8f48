#include "kiosk/map/great_circle.h"

#include <doctest/doctest.h>

#include <numbers>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

constexpr LonLat kSmara{-11.67194, 26.73841};
constexpr LonLat kBanjul{-16.57803, 13.45274};
constexpr LonLat kVijayawada{80.64660, 16.50745};

// Independent of the code under test: the angle between two directions by their vectors.
double vector_angle_km(LonLat a, LonLat b) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double ax = std::cos(a.lat * kRadians) * std::cos(a.lon * kRadians);
  const double ay = std::cos(a.lat * kRadians) * std::sin(a.lon * kRadians);
  const double az = std::sin(a.lat * kRadians);
  const double bx = std::cos(b.lat * kRadians) * std::cos(b.lon * kRadians);
  const double by = std::cos(b.lat * kRadians) * std::sin(b.lon * kRadians);
  const double bz = std::sin(b.lat * kRadians);
  const double sine = std::hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return 6371.0088 * std::atan2(sine, ax * bx + ay * by + az * bz);
}

TEST_CASE("a quarter of the equator and the way to the pole are a quarter of the great circle") {
  const double quarter = 6371.0088 * std::numbers::pi / 2;
  CHECK(great_circle_km({0, 0}, {90, 0}) == doctest::Approx(quarter));
  CHECK(great_circle_km({33, 0}, {-120, 90}) == doctest::Approx(quarter));
  CHECK(great_circle_km({0, 0}, {180, 0}) == doctest::Approx(2 * quarter));
}

TEST_CASE("the distances between the exhibition's towns are right") {
  CHECK(great_circle_km(kSmara, kBanjul) == doctest::Approx(1563.0807).epsilon(1e-6));
  CHECK(great_circle_km(kSmara, kVijayawada) == doctest::Approx(9412.9191).epsilon(1e-6));
  CHECK(great_circle_km(kBanjul, kVijayawada) ==
        doctest::Approx(vector_angle_km(kBanjul, kVijayawada)));
}

TEST_CASE("a distance is the same both ways, and none from a place to itself") {
  CHECK(great_circle_km(kSmara, kBanjul) == doctest::Approx(great_circle_km(kBanjul, kSmara)));
  CHECK(great_circle_km(kSmara, kSmara) == 0);
}

TEST_CASE("two places a metre apart are a metre apart") {
  const LonLat near{kSmara.lon, kSmara.lat + 1 / 111195.08};
  CHECK(great_circle_km(kSmara, near) == doctest::Approx(0.001).epsilon(1e-6));
}

TEST_CASE("the point halfway is as far from both ends, and the way is not longer for it") {
  const LonLat half = along_great_circle(kSmara, kVijayawada, 0.5);
  const double whole = great_circle_km(kSmara, kVijayawada);
  CHECK(great_circle_km(kSmara, half) == doctest::Approx(whole / 2));
  CHECK(great_circle_km(half, kVijayawada) == doctest::Approx(whole / 2));
}

TEST_CASE("a way begins and ends exactly at its places, in even steps") {
  const auto path = great_circle_path(kSmara, kVijayawada, 33);
  REQUIRE(path.size() == 33);
  CHECK(path.front() == equal_earth(kSmara));
  CHECK(path.back() == equal_earth(kVijayawada));
  const double step = great_circle_km(kSmara, kVijayawada) / 32;
  for (std::size_t i = 1; i < path.size(); ++i) {
    CHECK(great_circle_km(equal_earth_inverse(path[i - 1]), equal_earth_inverse(path[i])) ==
          doctest::Approx(step).epsilon(1e-6));
  }
}

TEST_CASE("the way to the east bends to the pole's side") {
  const LonLat half = along_great_circle({-60, 40}, {60, 40}, 0.5);
  CHECK(half.lon == doctest::Approx(0));
  CHECK(half.lat > 55);
}

TEST_CASE("a way over the antimeridian goes on without a jump across the map") {
  const auto path = great_circle_path({170, 10}, {-170, 20}, 21);
  for (std::size_t i = 1; i < path.size(); ++i) {
    CHECK(std::abs(path[i].x - path[i - 1].x) < 0.05);
  }
  CHECK(path.back().x == doctest::Approx(equal_earth({190, 20}).x));
}

TEST_CASE("a way from a place to itself stays there") {
  for (const MapPoint& p : great_circle_path(kSmara, kSmara, 5)) CHECK(p == equal_earth(kSmara));
}

TEST_CASE("fewer than two points are two") {
  CHECK(great_circle_path(kSmara, kBanjul, 0).size() == 2);
}

}  // namespace
}  // namespace kiosk
