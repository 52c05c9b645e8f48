#include "kiosk/map/camera.h"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <random>
#include <vector>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

constexpr Rect kPanel{0, 0, 1920, 1080};
constexpr Rect kBeside{640, 0, 1280, 1080};
constexpr Rect kUpright{0, 0, 1080, 1920};
constexpr Millis kTick{1000.0 / 60};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

CameraLimits africa(const Rect& view) { return limits_for({-25, -38}, {60, 40}, view); }

bool finite(const Camera& c) {
  return std::isfinite(c.centre.x) && std::isfinite(c.centre.y) && std::isfinite(c.zoom);
}

TEST_CASE("the camera's centre is shown at the view's centre, north upwards") {
  const Camera camera{{0.3, -0.2}, 2};
  CHECK(to_screen(camera, kBeside, {0.3, -0.2}) == kBeside.centre());
  CHECK(to_screen(camera, kBeside, {0.3, -0.1}).y < kBeside.centre().y);
  CHECK(to_screen(camera, kBeside, {0.4, -0.2}).x > kBeside.centre().x);
  // 256 * 2^2 pixels an Earth radius.
  CHECK(to_screen(camera, kBeside, {0.4, -0.2}).x - kBeside.centre().x == doctest::Approx(102.4));
}

TEST_CASE("a point of the panel comes back from the map") {
  for (const double zoom : {-1.0, 0.0, 2.5, 6.0}) {
    const Camera camera{{0.3, -0.2}, zoom};
    for (const Vec2 point : {Vec2{0, 0}, Vec2{1919, 3}, Vec2{777.5F, 1000}, Vec2{-300, 2000}}) {
      const Vec2 back = to_screen(camera, kBeside, to_map(camera, kBeside, point));
      CHECK(length(back - point) < 0.001F);
    }
  }
}

TEST_CASE("the visible map is what the panel's corners show") {
  const Camera camera{{0.3, -0.2}, 1};
  const MapRect seen = visible_map(camera, kBeside, kPanel);
  CHECK(seen.min.x == doctest::Approx(to_map(camera, kBeside, {0, 1080}).x));
  CHECK(seen.min.y == doctest::Approx(to_map(camera, kBeside, {0, 1080}).y));
  CHECK(seen.max.x == doctest::Approx(to_map(camera, kBeside, {1920, 0}).x));
  CHECK(seen.max.y == doctest::Approx(to_map(camera, kBeside, {1920, 0}).y));
}

TEST_CASE("at the lowest zoom the bounds fill the view, with no emptiness beside them") {
  for (const Rect& view : {kPanel, kBeside, kUpright}) {
    const CameraLimits limits = africa(view);
    const Camera camera = clamped({{9, -9}, -5}, view, limits);
    CHECK(camera.zoom == limits.min_zoom);
    const MapRect seen = visible_map(camera, view, view);
    CHECK(seen.min.x >= limits.bounds.min.x - 1e-9);
    CHECK(seen.min.y >= limits.bounds.min.y - 1e-9);
    CHECK(seen.max.x <= limits.bounds.max.x + 1e-9);
    CHECK(seen.max.y <= limits.bounds.max.y + 1e-9);
    // One axis fits exactly: any lower zoom would show more than there is.
    const double spare_x = limits.bounds.max.x - limits.bounds.min.x - (seen.max.x - seen.min.x);
    const double spare_y = limits.bounds.max.y - limits.bounds.min.y - (seen.max.y - seen.min.y);
    CHECK(std::min(spare_x, spare_y) == doctest::Approx(0).epsilon(1e-9));
  }
}

TEST_CASE("the bounds hold every place of the box, also where meridians bulge") {
  const CameraLimits limits = limits_for({-25, -38}, {60, 41}, kPanel);
  for (double lon = -25; lon <= 60; lon += 0.5) {
    for (double lat = -38; lat <= 41; lat += 0.5) {
      const MapPoint p = equal_earth({lon, lat});
      CHECK(p.x >= limits.bounds.min.x - 1e-12);
      CHECK(p.x <= limits.bounds.max.x + 1e-12);
      CHECK(p.y >= limits.bounds.min.y - 1e-12);
      CHECK(p.y <= limits.bounds.max.y + 1e-12);
    }
  }
}

TEST_CASE("bounds narrower than the view on one axis are centred on it") {
  CameraLimits limits = africa(kPanel);
  limits.min_zoom = -3;
  const Camera camera = clamped({{1, 1}, -3}, kPanel, limits);
  CHECK(camera.centre.x == doctest::Approx(limits.bounds.centre().x));
  CHECK(camera.centre.y == doctest::Approx(limits.bounds.centre().y));
  CHECK(within(camera, kPanel, limits));
}

TEST_CASE("a framed set of points lies within the margin, as close as it can") {
  const CameraLimits limits = africa(kBeside);
  std::mt19937 random(7);
  const auto between = [&random](double low, double high) {
    return low + (high - low) * static_cast<double>(random() % 10001) / 10000;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<MapPoint> points;
    for (unsigned i = 0; i < 2 + random() % 5; ++i) {
      // Far enough inside the bounds for the limits not to stand in the way.
      points.push_back(equal_earth({between(0, 30), between(-12, 14)}));
    }
    const Camera camera = frame_points(points, kBeside, 80, limits);
    REQUIRE(within(camera, kBeside, limits));
    float spare = 1e9F;
    for (const MapPoint p : points) {
      const Vec2 at = to_screen(camera, kBeside, p);
      CHECK(kBeside.grown(-79.5F).contains(at));
      spare = std::min({spare, at.x - kBeside.x - 80, kBeside.right() - 80 - at.x, at.y - 80,
                        kBeside.bottom() - 80 - at.y});
    }
    if (camera.zoom < limits.max_zoom) CHECK(spare < 0.5F);
  }
}

TEST_CASE("one point is framed no closer than the limits allow, none shows the whole map") {
  const CameraLimits limits = africa(kPanel);
  const MapPoint rabat = equal_earth({-6.84, 34.02});
  const Camera one = frame_points(std::array{rabat}, kPanel, 80, limits);
  CHECK(one.zoom == limits.max_zoom);
  CHECK(kPanel.contains(to_screen(one, kPanel, rabat)));
  const Camera none = frame_points({}, kPanel, 80, limits);
  CHECK(none.zoom == limits.min_zoom);
  CHECK(within(none, kPanel, limits));
}

TEST_CASE("a movement within the limits keeps the place under the finger") {
  const CameraLimits limits = africa(kPanel);
  const Camera camera{{0.25, 0}, 4};
  const Vec2 from{400, 300};
  const Vec2 to{430, 350};
  const MapPoint place = to_map(camera, kPanel, from);
  const Camera moved = transformed(camera, kPanel, limits, to, to - from, 1.5);
  CHECK(length(to_screen(moved, kPanel, place) - to) < 0.001F);
  CHECK(moved.zoom == doctest::Approx(4 + std::log2(1.5)));
}

TEST_CASE("a transform that does nothing changes nothing, even past the edge") {
  const CameraLimits limits = africa(kPanel);
  for (const Camera& camera : {Camera{{0.25, 0}, 4}, clamped({{-9, 9}, 3}, kPanel, limits)}) {
    CHECK(transformed(camera, kPanel, limits, {300, 300}, {}, 1) == camera);
    const Camera past = transformed(camera, kPanel, limits, {300, 300}, {700, 700}, 1);
    const Camera still = transformed(past, kPanel, limits, {300, 300}, {}, 1);
    CHECK(still.centre.x == doctest::Approx(past.centre.x).epsilon(1e-12));
    CHECK(still.centre.y == doctest::Approx(past.centre.y).epsilon(1e-12));
  }
}

// Pixels the map lies past its western limit.
double past_west(const Camera& c, const CameraLimits& limits) {
  return (clamped(c, kPanel, limits).centre.x - c.centre.x) * scale_of(c);
}

TEST_CASE("past the edge the map follows ever less, never back, and never far") {
  const CameraLimits limits = africa(kPanel);
  Camera camera = clamped({{-9, 0}, 3}, kPanel, limits);
  double before = past_west(camera, limits);
  CHECK(before == 0);
  double step_before = 10;
  for (int i = 0; i < 400; ++i) {
    camera = transformed(camera, kPanel, limits, {500, 500}, {10, 0}, 1);
    const double now = past_west(camera, limits);
    CHECK(now >= before - 1e-9);
    CHECK(now - before <= step_before + 1e-9);
    step_before = now - before;
    before = now;
  }
  CHECK(before > 100);
  CHECK(before < 0.25 * static_cast<double>(kPanel.w));
}

TEST_CASE("a pull past the edge and back ends where it began") {
  const CameraLimits limits = africa(kPanel);
  const Camera start = clamped({{-9, 0}, 3}, kPanel, limits);
  Camera camera = start;
  for (int i = 0; i < 20; ++i) {
    camera = transformed(camera, kPanel, limits, {500, 500}, {20, 0}, 1);
  }
  for (int i = 0; i < 20; ++i) {
    camera = transformed(camera, kPanel, limits, {500, 500}, {-20, 0}, 1);
  }
  CHECK(std::abs(camera.centre.x - start.centre.x) * scale_of(start) < 0.01);
}

TEST_CASE("zooming past either end resists and springs back") {
  const CameraLimits limits = africa(kPanel);
  for (const double factor : {0.8, 1.25}) {
    Camera camera = clamped({{0.25, 0}, factor < 1 ? -5.0 : 20.0}, kPanel, limits);
    const double end = camera.zoom;
    double before = 0;
    for (int i = 0; i < 60; ++i) {
      camera = transformed(camera, kPanel, limits, {960, 540}, {}, factor);
      const double past = std::abs(camera.zoom - end);
      CHECK(past >= before - 1e-9);
      before = past;
    }
    CHECK(before > 0.2);
    CHECK(before < 0.51);
    Inertia inertia{{}, true};
    int ticks = 0;
    while (ticks < 300 && glide(camera, inertia, kPanel, limits, kTick)) ++ticks;
    CHECK(camera.zoom == end);
    CHECK(within(camera, kPanel, limits));
  }
}

TEST_CASE("a fling slides on by its speed times the time of friction, and rests") {
  const CameraLimits limits = africa(kPanel);
  for (const double tick_ms : {4.0, 1000.0 / 60, 50.0}) {
    Camera camera{{0.25, 0}, 5};
    const MapPoint place = camera.centre;
    Inertia inertia{{1000, -500}, true};
    int ticks = 0;
    while (ticks < 3000 && glide(camera, inertia, kPanel, limits, Millis{tick_ms})) ++ticks;
    CHECK(ticks < 3000);
    CHECK_FALSE(inertia.active);
    CHECK(inertia.velocity == Vec2{});
    const Vec2 slid = to_screen(camera, kPanel, place) - kPanel.centre();
    CHECK(std::abs(slid.x - 325) < 3);
    CHECK(std::abs(slid.y + 162.5F) < 3);
  }
}

TEST_CASE("a fling against the edge goes past it, comes back and rests exactly on the limit") {
  const CameraLimits limits = africa(kPanel);
  Camera camera = clamped({{-9, 0}, 3}, kPanel, limits);
  const Camera edge = camera;
  Inertia inertia{{4000, 0}, true};
  double farthest = 0;
  double before = 0;
  bool returning = false;
  int ticks = 0;
  while (ticks < 300 && glide(camera, inertia, kPanel, limits, kTick)) {
    const double past = past_west(camera, limits);
    if (past < before) returning = true;
    if (returning) CHECK(past <= before + 1e-9);  // critically damped: no swinging
    before = past;
    farthest = std::max(farthest, past);
    ++ticks;
  }
  CHECK(farthest > 30);
  CHECK(ticks < 90);
  CHECK(camera == edge);
}

TEST_CASE("even a slow machine's one long tick does not throw the map off the panel") {
  const CameraLimits limits = africa(kPanel);
  Camera camera = clamped({{-9, 0}, 3}, kPanel, limits);
  Inertia inertia{{12000, 0}, true};
  glide(camera, inertia, kPanel, limits, Millis{200});
  CHECK(past_west(camera, limits) < 0.25 * static_cast<double>(kPanel.w));
}

TEST_CASE("a camera at rest within its limits does not glide, one left outside does") {
  const CameraLimits limits = africa(kPanel);
  Camera camera{{0.25, 0}, 4};
  Inertia inertia;
  CHECK_FALSE(glide(camera, inertia, kPanel, limits, kTick));
  CHECK(camera == Camera{{0.25, 0}, 4});
  camera.centre.x = -2;
  CHECK(glide(camera, inertia, kPanel, limits, kTick));
  int ticks = 0;
  while (ticks < 300 && glide(camera, inertia, kPanel, limits, kTick)) ++ticks;
  CHECK(within(camera, kPanel, limits));
}

TEST_CASE("a flight begins and ends exactly, and is smooth between") {
  const std::array cameras{Camera{{-0.1, 0.6}, 5}, Camera{{0.6, -0.5}, 5}, Camera{{0.25, 0}, 0.5},
                           Camera{{0.25, 0}, 6}, Camera{{0.2500001, 0}, 6}};
  for (const Camera& from : cameras) {
    for (const Camera& to : cameras) {
      CHECK(flight(from, to, 0, kPanel) == from);
      CHECK(flight(from, to, 1, kPanel) == to);
      Camera before = from;
      for (int i = 1; i <= 1000; ++i) {
        const Camera now = flight(from, to, i / 1000.0, kPanel);
        REQUIRE(finite(now));
        CHECK(std::abs(now.zoom - before.zoom) < 0.02);
        // What is seen never moves by more than a part of the view a step.
        CHECK(length(to_screen(now, kPanel, before.centre) - kPanel.centre()) < 40);
        before = now;
      }
    }
  }
}

TEST_CASE("a far flight rises in the middle, a zoom on the spot does not") {
  const Camera rabat{{-0.1, 0.6}, 5};
  const Camera durban{{0.6, -0.5}, 5};
  CHECK(flight(rabat, durban, 0.5, kPanel).zoom < 3.5);
  const Camera above{{-0.1, 0.6}, 1};
  for (int i = 0; i <= 10; ++i) {
    const Camera now = flight(above, rabat, i / 10.0, kPanel);
    CHECK(now.zoom == doctest::Approx(1 + 4 * i / 10.0));
    CHECK(now.centre == rabat.centre);
  }
  CHECK(flight(rabat, rabat, 0.5, kPanel) == rabat);
}

TEST_CASE("no camera function answers with anything but numbers") {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::array odd{kNan, infinity, -infinity, 0.0, 1e300, -1e300, 1e-300, 3.0};
  const auto pick = [&odd](unsigned i) { return odd.at(i % odd.size()); };
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    const auto any = [&] { return pick(static_cast<unsigned>(random())); };
    const auto any_float = [&] { return static_cast<float>(std::clamp(any(), -3e38, 3e38)); };
    const auto any_camera = [&] { return Camera{{any(), any()}, any()}; };
    const Rect view{any_float(), any_float(), any_float(), any_float()};
    const Vec2 point{any_float(), any_float()};
    const CameraLimits made = limits_for({any(), any()}, {any(), any()}, view);
    CHECK(std::isfinite(made.min_zoom));
    CHECK(made.bounds.min.x < made.bounds.max.x);
    CHECK(made.bounds.min.y < made.bounds.max.y);
    const CameraLimits limits{{{any(), any()}, {any(), any()}}, any(), any()};
    Camera camera = any_camera();
    CHECK(finite(clamped(camera, view, limits)));
    CHECK(within(clamped(camera, view, limits), view, limits));
    CHECK(finite(transformed(camera, view, limits, point, point, any())));
    CHECK(finite(frame_points(std::array{MapPoint{any(), any()}}, view, any_float(), limits)));
    CHECK(finite(flight(any_camera(), any_camera(), any(), view)));
    const Vec2 at = to_screen(camera, view, {any(), any()});
    CHECK((std::isfinite(at.x) && std::isfinite(at.y)));
    const MapPoint there = to_map(camera, view, point);
    CHECK((std::isfinite(there.x) && std::isfinite(there.y)));
    Inertia inertia{point, true};
    glide(camera, inertia, view, limits, Millis{any()});
    CHECK(finite(camera));
    CHECK((std::isfinite(inertia.velocity.x) && std::isfinite(inertia.velocity.y)));
  }
}

TEST_CASE("a flight along a great circle begins and ends where the straight one does") {
  const LonLat smara{-11.67, 26.74};
  const LonLat vijayawada{80.65, 16.51};
  const Rect view{0, 0, 1920, 1080};
  const Camera from{equal_earth(smara) + MapPoint{0.02, 0.01}, 3};
  const Camera to{equal_earth(vijayawada), 3.4};
  const auto at = [&](double t) { return flight_along(from, to, smara, vijayawada, t, view); };
  CHECK(at(0) == from);
  CHECK(at(1) == to);
  double north = 0;
  Camera before = from;
  for (int i = 0; i <= 200; ++i) {
    const Camera now = at(i / 200.0);
    const Camera straight = flight(from, to, i / 200.0, view);
    CHECK(now.zoom == straight.zoom);
    north = std::max(north, now.centre.y - straight.centre.y);
    CHECK(std::hypot(now.centre.x - before.centre.x, now.centre.y - before.centre.y) < 0.06);
    before = now;
  }
  CHECK(north > 0.1);  // over Arabia, not over the Horn of Africa
  CHECK(flight_along(from, from, smara, smara, 0.5, view).zoom == from.zoom);
}

}  // namespace
}  // namespace kiosk
