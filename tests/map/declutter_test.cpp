// Pins and labels of the real twelve cities, of seeded random sets, and of places that
// coincide: one checker judges them all, and must also catch a placement that does nothing.
#include "kiosk/map/declutter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

struct Place {
  const char* name;
  LonLat at;
};

// Amgala, the second, docks to Smara.
constexpr Place kPlaces[] = {{"Smara", {-11.672, 26.738}},       {"Amgala", {0, 0}},
                             {"Keur Massar", {-17.309, 14.784}}, {"Banjul", {-16.578, 13.453}},
                             {"Brikama", {-16.649, 13.271}},     {"Tombouctou", {-3.007, 16.773}},
                             {"Niamey", {2.110, 13.514}},        {"Parakou", {2.630, 9.337}},
                             {"Porto-Novo", {2.604, 6.496}},     {"Agadez", {7.991, 16.973}},
                             {"N'Djamena", {15.044, 12.107}},    {"Vijayawada", {80.647, 16.507}}};
constexpr int kAmgala = 1;
constexpr int kCount = 12;

struct View {
  Rect screen;
  LonLat centre;
  double scale;
};
constexpr View kLandscape{{40, 150, 1840, 760}, {31, 17}, 970};
constexpr View kWide{{40, 150, 1840, 760}, {34, 19}, 640};
constexpr View kPortrait{{30, 150, 1020, 1300}, {-1, 22}, 1000};

// The Atlantic and the Gulf of Guinea, roughly: enough to know where the sea is.
bool is_atlantic(LonLat p) {
  if (p.lat < 4.5) return p.lon < 9;
  if (p.lat < 6.3) return p.lon < 4.5 && !(p.lon > -7.5 && p.lon < -1 && p.lat > 5.2);
  if (p.lat < 12.5) return p.lon < -16.7 + (12.5 - p.lat) * 0.85;
  if (p.lat < 21) return p.lon < -16.8;
  return p.lon < -16.9 + (p.lat - 21) * 0.72;
}

// Everything a DeclutterInput points at.
struct Scene {
  Rect screen;
  std::vector<PinInput> pins;
  std::vector<std::vector<Vec2>> arcs;
  mutable std::vector<std::span<const Vec2>> lines;  // the same
  std::vector<Rect> avoid;
  std::function<bool(Vec2)> is_sea;
  bool right_to_left = false;

  [[nodiscard]] DeclutterInput input() const {
    lines.assign(arcs.begin(), arcs.end());
    return {screen, pins, lines, avoid, is_sea, right_to_left};
  }
};

Scene real_scene(const View& view, double scale, bool right_to_left = false) {
  Scene scene;
  scene.screen = view.screen;
  scene.right_to_left = right_to_left;
  const MapPoint centre = equal_earth(view.centre);
  const Vec2 middle = view.screen.centre();
  for (int i = 0; i < kCount; ++i) {
    const MapPoint p = equal_earth(kPlaces[i].at);
    PinInput pin;
    pin.key = i;
    pin.latitude = kPlaces[i].at.lat;
    pin.place = {middle.x + static_cast<float>((p.x - centre.x) * scale),
                 middle.y - static_cast<float>((p.y - centre.y) * scale)};
    pin.home = i <= kAmgala;
    pin.radius = pin.home ? 22 : 17;
    const float size = pin.home ? 34 : 27;
    pin.label_size = {static_cast<float>(std::string(kPlaces[i].name).size()) * size * 0.56F,
                      size * 1.33F};
    if (i == kAmgala) pin.beside = 0;
    scene.pins.push_back(pin);
  }
  scene.is_sea = [=](Vec2 at) {
    return is_atlantic(equal_earth_inverse(
        {centre.x + (at.x - middle.x) / scale, centre.y - (at.y - middle.y) / scale}));
  };
  const Rect& s = view.screen;
  scene.avoid = {{s.right() - 100, s.bottom() - 220, 100, 220}};
  return scene;
}

// Arcs from Smara to the stars, bent a little.
void draw_arcs(Scene& scene, const std::vector<PinPlacement>& placed) {
  scene.arcs.clear();
  for (std::size_t i = 2; i < placed.size(); ++i) {
    const Vec2 a = placed[0].pin;
    const Vec2 d = placed[i].pin - a;
    std::vector<Vec2> arc;
    for (int k = 0; k <= 24; ++k) {
      const float t = static_cast<float>(k) / 24;
      const float lift = 0.3F * t * (1 - t);
      arc.push_back(a + d * t + Vec2{std::abs(d.y) * lift, -std::abs(d.x) * lift});
    }
    scene.arcs.push_back(arc);
  }
}

std::vector<PinPlacement> pins_of(const Scene& scene,
                                  const std::vector<PinPlacement>& previous = {}) {
  std::vector<PinPlacement> placed;
  place_pins(scene.input(), previous, placed);
  return placed;
}

std::vector<PinPlacement> place(Scene& scene, const std::vector<PinPlacement>& previous) {
  std::vector<PinPlacement> placed = pins_of(scene, previous);
  draw_arcs(scene, placed);
  place_labels(scene.input(), previous, placed);
  return placed;
}

struct Report {
  int targets = 0;  // pairs of targets that overlap
  int outside = 0;  // targets or labels not wholly on the screen
  int labels = 0;   // pairs of labels that overlap
  int covered = 0;  // pins or chrome under a label
  int not_numbers = 0;
  int visible = 0;

  [[nodiscard]] bool pins_fine() const { return targets + not_numbers + outside == 0; }
  [[nodiscard]] bool fine() const { return pins_fine() && labels + covered == 0; }
};

bool within(const Rect& inner, const Rect& outer) {
  constexpr float kRounding = 0.01F;
  const Rect o = outer.grown(kRounding);
  return inner.x >= o.x && inner.y >= o.y && inner.right() <= o.right() &&
         inner.bottom() <= o.bottom();
}

Report check(const Scene& scene, const std::vector<PinPlacement>& placed) {
  Report report;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const PinPlacement& a = placed[i];
    if (!a.visible) continue;
    ++report.visible;
    for (float v : {a.pin.x, a.pin.y, a.target.x, a.target.w, a.label.x, a.label.y}) {
      report.not_numbers += !std::isfinite(v);
    }
    report.outside += !within(a.target, scene.screen) + !within(a.label, scene.screen);
    for (const Rect& box : scene.avoid) report.covered += a.label.intersects(box);
    for (std::size_t j = 0; j < placed.size(); ++j) {
      const PinPlacement& b = placed[j];
      if (!b.visible) continue;
      const float star = std::min(scene.pins[j].radius, b.target.w / 2);
      report.covered += a.label.intersects(Rect{b.pin.x, b.pin.y, 0, 0}.grown(star));
      if (j <= i) continue;
      report.targets += a.target.intersects(b.target);
      report.labels += a.label.intersects(b.label);
    }
  }
  return report;
}

Scene random_scene(unsigned seed, int count, Vec2 spread) {
  std::mt19937 random(seed);
  const auto upto = [&](float most) {
    return static_cast<float>(random() % 10'000) / 10'000 * most;
  };
  Scene scene;
  scene.screen = {0, 100, 1920, 860};
  for (int i = 0; i < count; ++i) {
    PinInput pin;
    pin.key = i;
    pin.place =
        scene.screen.centre() + Vec2{upto(spread.x) - spread.x / 2, upto(spread.y) - spread.y / 2};
    pin.latitude = -pin.place.y;
    pin.label_size = {60 + upto(90), 36};
    scene.pins.push_back(pin);
  }
  return scene;
}

// What a map without any of this would show.
std::vector<PinPlacement> identity(const Scene& scene) {
  std::vector<PinPlacement> placed;
  for (const PinInput& pin : scene.pins) {
    PinPlacement p;
    p.key = pin.key;
    p.pin = p.place = pin.place;
    p.target = Rect{pin.place.x, pin.place.y, 0, 0}.grown(pin.target / 2);
    p.label = {pin.place.x + pin.radius + 14, pin.place.y - pin.label_size.y / 2, pin.label_size.x,
               pin.label_size.y};
    placed.push_back(p);
  }
  return placed;
}

bool same(const std::vector<PinPlacement>& a, const std::vector<PinPlacement>& b) {
  return std::ranges::equal(a, b, [](const PinPlacement& p, const PinPlacement& q) {
    return p.key == q.key && p.pin == q.pin && p.label == q.label && p.target == q.target &&
           p.label_slot == q.label_slot && p.fan == q.fan && p.visible == q.visible;
  });
}

TEST_CASE("the real twelve stand clear of one another in every view and direction") {
  for (const View& view : {kLandscape, kWide, kPortrait}) {
    for (bool right_to_left : {false, true}) {
      CAPTURE(view.scale);
      CAPTURE(right_to_left);
      Scene scene = real_scene(view, view.scale, right_to_left);
      const auto placed = place(scene, {});
      CHECK(check(scene, placed).fine());
      CHECK(check(scene, placed).visible == (view.scale == kPortrait.scale ? 11 : 12));
    }
  }
}

TEST_CASE("a placement that does nothing is caught by the same checker") {
  Scene scene = real_scene(kLandscape, kLandscape.scale);
  scene.pins[kAmgala].place = scene.pins[0].place;
  const Report report = check(scene, identity(scene));
  CHECK(report.targets >= 5);
  CHECK(report.labels >= 2);
  CHECK(report.covered >= 1);
}

TEST_CASE("the crowd on the coast fans out over the sea in order of latitude") {
  for (const View& view : {kLandscape, kWide, kPortrait}) {
    Scene scene = real_scene(view, view.scale);
    const auto placed = place(scene, {});
    for (int i : {2, 3, 4}) {
      CHECK(placed[i].fan == -1);
      CHECK(placed[i].leader);
      CHECK(scene.is_sea(placed[i].pin));
    }
    CHECK(placed[2].pin.y < placed[3].pin.y);
    CHECK(placed[3].pin.y < placed[4].pin.y);
    // Labels stay on the outer side wherever there is room.
    if (view.scale == kWide.scale) {
      for (int i : {2, 3, 4}) CHECK(placed[i].label.right() < placed[i].pin.x);
    }
  }
}

TEST_CASE("inland neighbours are nudged, not fanned, and a leader shows who moved") {
  Scene scene = real_scene(kLandscape, kLandscape.scale);
  for (const PinPlacement& p : place(scene, {})) {
    if (p.docked || p.fan != 0 || !p.visible) continue;
    const float moved = length(p.pin - p.place);
    CHECK(moved <= 40);
    CHECK(p.leader == (moved > 12));
  }
}

TEST_CASE("a docked pin stands beside its host, below it where nothing is in the way") {
  Scene scene = real_scene(kLandscape, kLandscape.scale);
  const auto placed = place(scene, {});
  CHECK(placed[kAmgala].docked);
  CHECK(placed[kAmgala].place == placed[0].pin);
  CHECK(placed[kAmgala].pin.x == doctest::Approx(placed[0].pin.x));
  CHECK(placed[kAmgala].pin.y == doctest::Approx(placed[0].pin.y + 108));
  scene.screen.h = scene.pins[0].place.y + 60 - scene.screen.y;
  CHECK(place(scene, {})[kAmgala].pin.y < placed[0].pin.y + 60);
  CHECK(check(scene, place(scene, {})).pins_fine());
}

TEST_CASE("pins whose place left the screen are hidden with those docked to them") {
  Scene scene = real_scene(kLandscape, kLandscape.scale);
  scene.screen.x = scene.pins[0].place.x + 1;
  scene.screen.w -= scene.pins[0].place.x;
  const auto placed = place(scene, {});
  for (int i = 0; i < 5; ++i) CHECK_FALSE(placed[i].visible);
  CHECK(placed[5].visible);
  CHECK(check(scene, placed).pins_fine());
}

struct Journey {
  int steps = 0;
  int bad = 0;         // steps with anything overlapping
  int opened = 0;      // fans opened or closed, pin by pin
  int flipped = 0;     // from one side to the other
  int jumped = 0;      // a pin outran the map without a fan opening or closing
  int slots = 0;       // label slots changed
  int flickered = 0;   // and back to the slot before within five steps
  int disordered = 0;  // fans out of the order of latitude
  int last_change[kCount] = {};
  int slot_before[kCount] = {};
};

void travel(Journey& journey, std::vector<PinPlacement>& previous, Scene& scene,
            bool remembers = true) {
  const auto placed = place(scene, remembers ? previous : std::vector<PinPlacement>{});
  ++journey.steps;
  journey.bad += !check(scene, placed).fine();
  bool event = false;
  float fastest = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (previous.empty()) break;
    if (placed[i].visible && !placed[i].docked) {
      fastest = std::max(fastest, length(placed[i].place - previous[i].place));
    }
    const bool changed = placed[i].fan != previous[i].fan;
    event |= changed || placed[i].visible != previous[i].visible;
    journey.opened += changed;
    journey.flipped += placed[i].fan * previous[i].fan < 0;
    if (placed[i].visible && previous[i].visible &&
        placed[i].label_slot != previous[i].label_slot) {
      ++journey.slots;
      journey.flickered += journey.last_change[i] != 0 &&
                           journey.steps - journey.last_change[i] <= 5 &&
                           journey.slot_before[i] == placed[i].label_slot;
      journey.last_change[i] = journey.steps;
      journey.slot_before[i] = previous[i].label_slot;
    }
  }
  for (std::size_t i = 0; i < placed.size(); ++i) {
    for (std::size_t j = 0; j < placed.size(); ++j) {
      const bool both = placed[i].visible && placed[j].visible && placed[i].fan != 0 &&
                        placed[i].fan == placed[j].fan;
      journey.disordered += both && scene.pins[i].latitude > scene.pins[j].latitude &&
                            placed[i].pin.y > placed[j].pin.y;
    }
    if (event || previous.empty() || !placed[i].visible) continue;
    journey.jumped += length(placed[i].pin - previous[i].pin) > 2 + 1.5F * fastest;
  }
  previous = placed;
}

Journey zoom_in_and_out(const View& view, bool right_to_left, bool remembers = true) {
  Journey journey;
  std::vector<PinPlacement> previous;
  for (int step = -400; step <= 400; ++step) {
    const double zoom = std::pow(1.006, 400 - std::abs(step));
    Scene scene = real_scene(view, view.scale * 0.9 * zoom, right_to_left);
    travel(journey, previous, scene, remembers);
  }
  return journey;
}

Journey drag_around(bool remembers = true) {
  Journey journey;
  std::vector<PinPlacement> previous;
  for (int step = 0; step <= 360; ++step) {
    const double angle = step * 3.14159265 / 180;
    View view = kLandscape;
    view.centre = {31 + 25 * std::sin(angle), 17 + 14 * std::sin(2 * angle)};
    Scene scene = real_scene(view, view.scale);
    travel(journey, previous, scene, remembers);
  }
  return journey;
}

TEST_CASE("zooming in and out again neither flickers nor collides") {
  for (const View& view : {kLandscape, kPortrait}) {
    for (bool right_to_left : {false, true}) {
      CAPTURE(view.scale);
      CAPTURE(right_to_left);
      const Journey journey = zoom_in_and_out(view, right_to_left);
      CHECK(journey.bad == 0);
      CHECK(journey.flipped == 0);
      CHECK(journey.disordered == 0);
      CHECK(journey.jumped == 0);
      CHECK(journey.opened <= 12);
      // One: a label squeezed between the screen's edge and its neighbours gives way twice.
      CHECK(journey.flickered <= 1);
      CHECK(journey.slots <= 36);
    }
  }
}

TEST_CASE("dragging the map past its edges and back keeps fans on their side") {
  const Journey journey = drag_around();
  CHECK(journey.bad == 0);
  CHECK(journey.flipped == 0);
  CHECK(journey.disordered == 0);
  CHECK(journey.jumped == 0);
  CHECK(journey.flickered <= 3);
}

TEST_CASE("it is the memory of the last frame that keeps labels still") {
  CHECK(drag_around(false).slots >= drag_around().slots * 3 / 2);
  CHECK(zoom_in_and_out(kPortrait, false, false).slots > zoom_in_and_out(kPortrait, false).slots);
}

TEST_CASE("random crowds stay apart while the camera moves through them") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    const Scene still = random_scene(seed, 24, {1900, 840});
    std::vector<PinPlacement> previous;
    for (int step = 0; step <= 60; ++step) {
      Scene scene = still;
      const float zoom = std::exp(0.03F * static_cast<float>(std::abs(30 - step)) - 0.6F);
      const Vec2 middle = scene.screen.centre();
      for (PinInput& pin : scene.pins) pin.place = middle + (pin.place - middle) * zoom;
      previous = place(scene, previous);
      CHECK(check(scene, previous).pins_fine());
    }
  }
}

TEST_CASE("random crowds find room, and their labels too where that is not hopeless") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const int count = 5 + static_cast<int>(seed * 11 % 56);
    CAPTURE(seed);
    CAPTURE(count);
    Scene scene = random_scene(seed, count, {1900, 840});
    const auto placed = place(scene, {});
    CHECK(check(scene, placed).pins_fine());
    if (count <= 25) CHECK(check(scene, placed).fine());
    if (count >= 12) CHECK_FALSE(check(scene, identity(scene)).fine());
    Scene tight = random_scene(seed, count, {500, 300});
    CHECK(check(tight, place(tight, {})).pins_fine());
  }
}

TEST_CASE("the same input gives the same result, and a still camera changes nothing") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Scene scene = random_scene(seed, 30, {1400, 700});
    const auto first = place(scene, {});
    CHECK(same(first, place(scene, {})));
  }
  for (const View& view : {kLandscape, kWide, kPortrait}) {
    Scene scene = real_scene(view, view.scale);
    const auto first = place(scene, {});
    CHECK(same(first, place(scene, first)));
  }
}

TEST_CASE("the order in which pins come in does not matter") {
  Scene scene = real_scene(kLandscape, kLandscape.scale);
  const auto placed = pins_of(scene);
  std::ranges::reverse(scene.pins);
  auto reversed = pins_of(scene);
  std::ranges::reverse(reversed);
  CHECK(same(placed, reversed));
}

TEST_CASE("twenty pins at one point all get a place of their own") {
  for (Vec2 at : {Vec2{0, 0}, Vec2{900, 400}, Vec2{-960, -430}}) {
    Scene scene = random_scene(7, 20, {0, 0});
    for (PinInput& pin : scene.pins) pin.place = scene.screen.centre() + at * 0.9F;
    const Report report = check(scene, place(scene, {}));
    CHECK(report.pins_fine());
    CHECK(report.visible == 20);
  }
}

TEST_CASE("where the screen has no room targets shrink alike and still do not overlap") {
  Scene scene = random_scene(3, 300, {1900, 840});
  const auto placed = place(scene, {});
  const Report report = check(scene, placed);
  CHECK(report.pins_fine());
  CHECK(report.visible == 300);
  for (const PinPlacement& p : placed) CHECK(p.target.w == placed[0].target.w);
  CHECK(placed[0].target.w < 88);
  CHECK(placed[0].target.w > 50);
  CHECK(same(placed, place(scene, {})));

  scene.screen = {100, 100, 40, 30};
  for (PinInput& pin : scene.pins) pin.place = scene.screen.centre();
  CHECK(check(scene, pins_of(scene)).not_numbers == 0);
  CHECK(check(scene, pins_of(scene)).targets == 0);
}

TEST_CASE("places that are not numbers are hidden and spoil nothing") {
  Scene scene = real_scene(kLandscape, kLandscape.scale);
  scene.pins[5].place = {std::nanf(""), 300};
  scene.pins[6].place = {std::numeric_limits<float>::infinity(), 300};
  const auto placed = pins_of(scene);
  CHECK_FALSE(placed[5].visible);
  CHECK_FALSE(placed[6].visible);
  CHECK(placed[7].visible);
}

}  // namespace
}  // namespace kiosk
