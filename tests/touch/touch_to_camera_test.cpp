// Fingers and camera together: what a hand does to the map, and 200 hands that obey no rule.
#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>

#include "kiosk/map/camera.h"
#include "kiosk/touch/gestures.h"
#include "tests/touch/fingers.h"

namespace kiosk {
namespace {

constexpr Rect kView{0, 0, 1920, 1080};

CameraLimits africa() { return limits_for({-25, -38}, {60, 40}, kView); }

// What a map does with the gestures; the tests below break it on purpose.
struct MapHands {
  std::function<Camera(const Camera&, const Transform&)> pull;
  std::function<bool(Camera&, Inertia&, Millis)> rest;
};

MapHands hands_within(const CameraLimits& limits) {
  return {[limits](const Camera& c, const Transform& t) {
            return transformed(c, kView, limits, t.centre, t.moved, static_cast<double>(t.scale));
          },
          [limits](Camera& c, Inertia& inertia, Millis elapsed) {
            return glide(c, inertia, kView, limits, elapsed);
          }};
}

TEST_CASE("the place under the fingers' centre stays there over a whole pinch") {
  const CameraLimits limits = africa();
  const MapHands hands = hands_within(limits);
  for (const float side : {30.0F, 500.0F}) {
    for (const Vec2 centre : {Vec2{960, 540}, Vec2{620, 380}, Vec2{1300, 700}}) {
      Camera camera{{0.25, 0}, 4};
      const MapPoint place = to_map(camera, kView, centre);
      Fingers f;
      f.down(1, centre - Vec2{side, side / 2});
      f.down(2, centre + Vec2{side, side / 2});
      const auto pinch_to = [&](float from, float to) {
        f.slide({{1, centre - Vec2{from, from / 2}, centre - Vec2{to, to / 2}},
                 {2, centre + Vec2{from, from / 2}, centre + Vec2{to, to / 2}}},
                40);
        for (const Transform& t : f.all<Transform>()) {
          camera = hands.pull(camera, t);
          CHECK(length(to_screen(camera, kView, place) - centre) < 0.5F);
        }
        f.heard();
      };
      pinch_to(side, side * 2);
      CHECK(camera.zoom > 4.5);
      pinch_to(side * 2, side);
    }
  }
}

TEST_CASE("the place under a panning finger stays under it") {
  const CameraLimits limits = africa();
  Camera camera{{0.25, 0}, 4};
  Fingers f;
  f.down(1, {900, 500});
  f.slide({{1, {900, 500}, {950, 520}}}, 10);
  for (const Transform& t : f.all<Transform>()) camera = hands_within(limits).pull(camera, t);
  f.heard();
  const MapPoint place = to_map(camera, kView, {950, 520});
  f.slide({{1, {950, 520}, {1300, 300}}}, 30);
  for (const Transform& t : f.all<Transform>()) camera = hands_within(limits).pull(camera, t);
  CHECK(length(to_screen(camera, kView, place) - Vec2{1300, 300}) < 0.5F);
}

// Random hands: twelve ids on a panel that takes ten, most of them moving like fingers, some
// contacts plainly wrong. The same seed gives the same hands everywhere.
class RandomHands {
 public:
  explicit RandomHands(unsigned seed) : m_random(seed), m_hasty(seed % 3 == 0) {}

  void tick(Millis now, std::vector<Contact>& out) {
    for (std::int64_t id = 0; id < 12; ++id) act(id, now, out);
    if (one_in(40)) out.push_back(nonsense(now));
  }
  void lift_all(Millis now, std::vector<Contact>& out) {
    for (std::int64_t id = 0; id < 12; ++id) out.push_back({id, ContactPhase::kUp, {0, 0}, now});
    for (Contact& c : out) c.position = m_at.at(static_cast<std::size_t>(c.id)).position;
  }

 private:
  struct Hand {
    bool down = false;
    Vec2 position;
    Vec2 speed;
  };
  bool one_in(unsigned n) { return m_random() % n == 0; }
  float between(float low, float high) {
    return low + (high - low) * static_cast<float>(m_random() % 10001) / 10000;
  }
  void act(std::int64_t id, Millis now, std::vector<Contact>& out) {
    Hand& h = m_at.at(static_cast<std::size_t>(id));
    if (!h.down) {
      if (!one_in(id < 3 ? (m_hasty ? 8 : 30) : 400)) return;
      // Some touch again where they were, some together with a neighbour; half of them move.
      const bool again = h.position != Vec2{} && one_in(2);
      h = {true, again ? h.position : Vec2{between(0, 1920), between(0, 1080)}, {}};
      if (id == 0 && !m_at[1].down && one_in(4)) {
        m_at[1] = {true, h.position + Vec2{100, 20}, {}};
        out.push_back({1, ContactPhase::kDown, m_at[1].position, now});
      } else if (one_in(2)) {
        h.speed = {between(-40, 40), between(-40, 40)};
      }
      out.push_back({id, ContactPhase::kDown, h.position, now});
      return;
    }
    if (one_in(60)) h.speed = {between(-60, 60), between(-60, 60)};
    if (one_in(80)) h.speed = {};
    h.position = h.position + h.speed;
    if (h.speed != Vec2{}) out.push_back({id, ContactPhase::kMove, h.position, now});
    if (one_in(m_hasty ? 6 : 25)) {
      h.down = false;
      out.push_back({id, ContactPhase::kUp, h.position, now});
    }
  }
  Contact nonsense(Millis now) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    constexpr std::array kPhases{ContactPhase::kDown, ContactPhase::kMove, ContactPhase::kUp};
    const std::array kPlaces{Vec2{kInfinity, 3}, Vec2{std::nanf(""), std::nanf("")}, Vec2{3e38F, 0},
                             Vec2{between(0, 1920), between(0, 1080)}, Vec2{-5000, 9000}};
    const std::array kTimes{now, now - Millis{300}, now - Millis{90000}, Millis{std::nan("")},
                            Millis{-std::numeric_limits<double>::infinity()}};
    return {static_cast<std::int64_t>(m_random() % 12), kPhases.at(m_random() % 3),
            kPlaces.at(m_random() % 5), kTimes.at(m_random() % 5)};
  }

  std::mt19937 m_random;
  bool m_hasty;
  std::array<Hand, 12> m_at;
};

bool finite(Vec2 v) { return std::isfinite(v.x) && std::isfinite(v.y); }
bool finite(const Camera& c) {
  return std::isfinite(c.centre.x) && std::isfinite(c.centre.y) && std::isfinite(c.zoom);
}

// What any sequence of gestures must obey, whatever the fingers did.
class Rules {
 public:
  std::string fault;
  std::map<std::size_t, int> kinds;
  bool dragging = false;
  int flings = 0;

  void hear(const Gesture& gesture) {
    ++kinds[gesture.index()];
    std::visit([this](const auto& g) { check(g); }, gesture);
  }
  void blame(bool broken, const char* what) {
    if (broken && fault.empty()) fault = what;
  }

 private:
  void check(const Pressed& g) {
    blame(!finite(g.at), "press at no place");
    blame(!m_pressed.insert(g.contact).second, "pressed twice");
  }
  void check(const Released& g) { blame(m_pressed.erase(g.contact) == 0, "released unpressed"); }
  void check(const LongPress& g) {
    blame(!finite(g.at) || !(g.held >= Millis{500}), "long press too short");
  }
  void check(const DragStart& g) {
    blame(!finite(g.at) || dragging, "drag in a drag");
    dragging = true;
  }
  void check(const Transform& g) {
    blame(!dragging, "movement outside a drag");
    blame(!finite(g.centre) || !finite(g.moved) || !finite(g.origin), "movement is no number");
    blame(!(g.scale > 0) || !std::isfinite(g.scale), "scale is no number");
  }
  void check(const DragEnd& g) {
    blame(!dragging, "end without a drag");
    blame(!finite(g.velocity) || !finite(g.origin), "velocity is no number");
    dragging = false;
    flings += g.velocity == Vec2{} ? 0 : 1;
  }
  template <typename AnyTap>
  void check(const AnyTap& g) {
    blame(!finite(g.at), "tap at no place");
  }

  std::set<std::int64_t> m_pressed;
};

// Plays one random sequence to its end and lets the map settle; tells the first rule broken.
struct Play {
  Rules rules;
  int pulled_past_the_edge = 0;
  std::size_t gestures = 0;
};

Play play(unsigned seed, const MapHands& map) {
  constexpr Millis kTick{1000.0 / 60};
  const CameraLimits limits = africa();
  Play result;
  Rules& rules = result.rules;
  RandomHands hands(seed);
  Gestures gestures(4);
  Camera camera = clamped({{0.2, 0.05}, 1.0 + seed % 5}, kView, limits);
  Inertia inertia;
  Millis now{1e6};
  std::vector<Contact> contacts;
  std::vector<Gesture> heard;
  const auto step = [&] {
    for (const Contact& c : contacts) gestures.feed(c, heard);
    now += kTick;
    gestures.tick(now, heard);
    for (const Gesture& g : heard) {
      rules.hear(g);
      if (const auto* t = std::get_if<Transform>(&g)) camera = map.pull(camera, *t);
      if (const auto* end = std::get_if<DragEnd>(&g)) inertia = {end->velocity, true};
      rules.blame(!finite(camera), "camera is no number");
    }
    result.gestures += heard.size();
    contacts.clear();
    heard.clear();
    if (!within(camera, kView, limits)) ++result.pulled_past_the_edge;
    const bool moving = !rules.dragging && map.rest(camera, inertia, kTick);
    rules.blame(!finite(camera) || !finite(inertia.velocity), "camera is no number");
    return moving;
  };
  for (int i = 0; i < 400; ++i) {
    hands.tick(now, contacts);
    step();
  }
  hands.lift_all(now, contacts);
  step();
  rules.blame(gestures.touched() || rules.dragging, "a finger is left over");
  int ticks = 0;
  while (ticks < 600 && step()) ++ticks;
  rules.blame(ticks >= 600, "the map never comes to rest");
  rules.blame(!within(camera, kView, limits), "the map rests outside its limits");
  return result;
}

TEST_CASE("whatever two hundred hands do, the map comes to rest within its limits") {
  const MapHands map = hands_within(africa());
  std::map<std::size_t, int> kinds;
  int flings = 0;
  int edge = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Play played = play(seed, map);
    CAPTURE(seed);
    CHECK(played.rules.fault == "");
    for (const auto& [kind, count] : played.rules.kinds) kinds[kind] += count;
    flings += played.rules.flings;
    edge += played.pulled_past_the_edge;
  }
  // The hands were wild enough to prove something: every gesture came up, and so did the edge.
  for (std::size_t kind = 0; kind < std::variant_size_v<Gesture>; ++kind) {
    CAPTURE(kind);
    CHECK(kinds[kind] > 10);
  }
  CHECK(flings > 100);
  CHECK(edge > 100);
}

std::set<std::string> faults_of(const MapHands& map) {
  std::set<std::string> faults;
  for (unsigned seed = 0; seed < 40; ++seed) faults.insert(play(seed, map).rules.fault);
  return faults;
}

TEST_CASE("the rules catch a map that forgets its limits") {
  const CameraLimits endless{{{-90, -90}, {90, 90}}, -9, 29};
  CHECK(faults_of(hands_within(endless)).count("the map rests outside its limits") == 1);
}

TEST_CASE("the rules catch a map that does not spring back") {
  MapHands map = hands_within(africa());
  map.rest = [](Camera&, Inertia&, Millis) { return false; };
  CHECK(faults_of(map).count("the map rests outside its limits") == 1);
}

TEST_CASE("the rules catch a map that glides for ever") {
  MapHands map = hands_within(africa());
  map.rest = [](Camera&, Inertia& inertia, Millis) { return inertia.active; };
  CHECK(faults_of(map).count("the map never comes to rest") == 1);
}

TEST_CASE("the rules catch a map that divides by what did not change") {
  MapHands map = hands_within(africa());
  map.pull = [](const Camera& c, const Transform& t) {
    const float per_scale = t.moved.x / (t.scale - 1);
    return Camera{{c.centre.x + static_cast<double>(per_scale), c.centre.y}, c.zoom};
  };
  CHECK(faults_of(map).count("camera is no number") == 1);
}

}  // namespace
}  // namespace kiosk
