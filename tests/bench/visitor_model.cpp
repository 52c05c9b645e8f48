#include "tests/bench/visitor_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace kiosk::test {
namespace {

constexpr double kMoveEvery = 20;  // ms between two reports of a finger

// How much a visitor likes to touch it, by how its id begins; the first that fits.
constexpr std::array<std::pair<std::string_view, double>, 16> kLiked{{{"staff:", 0},
                                                                      {"city:", 8},
                                                                      {"language:", 3},
                                                                      {"lang:", 3},
                                                                      {"key:", 1.5},
                                                                      {"quiz", 5},
                                                                      {"gallery", 5},
                                                                      {"picture", 4},
                                                                      {"search", 3},
                                                                      {"list", 3},
                                                                      {"club", 2},
                                                                      {"access", 1.5},
                                                                      {"take_away", 1.5},
                                                                      {"filter", 2},
                                                                      {"leave", 0.7},
                                                                      {"zoom:", 2}}};

double liking(const Zone& zone) {
  if (zone.role == ZoneRole::kMap) return 1;
  if (zone.role != ZoneRole::kButton || !zone.enabled) return 0.05;
  for (const auto& [begin, weight] : kLiked) {
    if (zone.id.starts_with(begin)) return weight;
  }
  return 2;
}

}  // namespace

VisitorModel::VisitorModel(std::uint64_t seed, std::uint64_t visit)
    : m_chance(seed * 0x9e3779b97f4a7c15U + visit),
      m_finger(static_cast<std::int64_t>(visit) * 1000) {
  m_deeds = 2 + static_cast<int>(one_of(11));
  const double end = chance();
  if (end < 0.10) m_parting = Parting::kNobody;
  if (end > 0.95) m_parting = Parting::kAsked;
  m_staff = chance() < 0.004;
  m_knows_pin = chance() < 0.7;
}

// Our own arithmetic: the library's distributions differ from one to another.
double VisitorModel::chance() {
  return static_cast<double>(m_chance() >> 11U) / 9007199254740992.0;
}

std::size_t VisitorModel::one_of(std::size_t count) {
  return std::min(static_cast<std::size_t>(chance() * static_cast<double>(count)), count - 1);
}

Millis VisitorModel::between(double least, double most) {
  return Millis{std::round(least + chance() * (most - least))};
}

Vec2 VisitorModel::in(const Rect& rect) {
  const auto x = static_cast<float>(chance());
  const auto y = static_cast<float>(chance());
  return {rect.x + rect.w * x, rect.y + rect.h * y};
}

Vec2 VisitorModel::anywhere(Vec2 panel) { return in({0, 0, panel.x - 1, panel.y - 1}); }

const Zone* VisitorModel::liked(std::span<const Zone> zones) {
  double all = 0;
  for (const Zone& zone : zones) all += liking(zone);
  double at = chance() * all;
  for (const Zone& zone : zones) {
    at -= liking(zone);
    if (at <= 0) return &zone;
  }
  return nullptr;
}

Deed VisitorModel::tap(Vec2 at, std::string what) {
  return hold(at, between(40, 160), std::move(what));
}

Deed VisitorModel::hold(Vec2 at, Millis how_long, std::string what) {
  Deed deed{std::move(what), {}, between(80, 900)};
  ++m_finger;
  deed.events.emplace_back(Millis{0}, Contact{m_finger, ContactPhase::kDown, at, Millis{0}});
  deed.events.emplace_back(how_long, Contact{m_finger, ContactPhase::kUp, at, Millis{0}});
  return deed;
}

Deed VisitorModel::tap_something(std::span<const Zone> zones, Vec2 panel) {
  const Zone* zone = liked(zones);
  if (zone == nullptr) return tap(anywhere(panel), "taps somewhere");
  // Most fingers come down where the thing answers, some at its edge.
  const Vec2 at = chance() < 0.8 ? touch_point(zones, *zone) : in(zone->rect);
  return tap(at, "taps " + zone->id);
}

Deed VisitorModel::drag(Vec2 from, Vec2 to, Millis how_long, std::string what) {
  Deed deed{std::move(what), {}, between(60, 1200)};
  ++m_finger;
  deed.events.emplace_back(Millis{0}, Contact{m_finger, ContactPhase::kDown, from, Millis{0}});
  const int steps = std::max(2, static_cast<int>(how_long.count() / kMoveEvery));
  for (int i = 1; i <= steps; ++i) {
    const auto share = static_cast<float>(i) / static_cast<float>(steps);
    deed.events.emplace_back(
        Millis{kMoveEvery * i},
        Contact{m_finger, ContactPhase::kMove, from + (to - from) * share, Millis{0}});
  }
  deed.events.emplace_back(Millis{kMoveEvery * steps + 5},
                           Contact{m_finger, ContactPhase::kUp, to, Millis{0}});
  return deed;
}

Deed VisitorModel::pinch(Vec2 panel) {
  Deed deed{"pinches", {}, between(60, 900)};
  const Vec2 middle = anywhere(panel);
  const double from = 40 + chance() * 200;
  const double to = 40 + chance() * 300;
  const double turn = chance() * 3;
  const std::int64_t one = ++m_finger;
  const std::int64_t other = ++m_finger;
  const int steps = 8 + static_cast<int>(one_of(20));
  for (int i = 0; i <= steps; ++i) {
    const double half = from + (to - from) * i / steps;
    const Vec2 away{static_cast<float>(half * std::cos(turn)),
                    static_cast<float>(half * std::sin(turn))};
    const ContactPhase phase = i == 0 ? ContactPhase::kDown : ContactPhase::kMove;
    deed.events.emplace_back(Millis{kMoveEvery * i}, Contact{one, phase, middle - away, Millis{0}});
    deed.events.emplace_back(Millis{kMoveEvery * i},
                             Contact{other, phase, middle + away, Millis{0}});
    if (i < steps) continue;
    deed.events.emplace_back(Millis{kMoveEvery * i + 5},
                             Contact{one, ContactPhase::kUp, middle - away, Millis{0}});
    deed.events.emplace_back(Millis{kMoveEvery * i + 25},
                             Contact{other, ContactPhase::kUp, middle + away, Millis{0}});
  }
  return deed;
}

// Three to ten fingers at once, each on its own way, for a moment or for long.
Deed VisitorModel::hand(Vec2 panel) {
  Deed deed{"lays on a hand", {}, between(100, 1500)};
  const std::size_t fingers = 3 + one_of(8);
  const Vec2 palm = anywhere(panel);
  for (std::size_t i = 0; i < fingers; ++i) {
    const std::int64_t finger = ++m_finger;
    Vec2 at = palm + (anywhere(panel) - panel * 0.5F) * 0.2F;
    double when = chance() * 120;
    deed.events.emplace_back(Millis{std::round(when)},
                             Contact{finger, ContactPhase::kDown, at, Millis{0}});
    const std::size_t moves = one_of(25);
    for (std::size_t k = 0; k < moves; ++k) {
      when += kMoveEvery;
      at = at + (anywhere(panel) - panel * 0.5F) * 0.02F;
      deed.events.emplace_back(Millis{std::round(when)},
                               Contact{finger, ContactPhase::kMove, at, Millis{0}});
    }
    when += chance() < 0.1 ? 8000 * chance() : 300 * chance();
    deed.events.emplace_back(Millis{std::round(when)},
                             Contact{finger, ContactPhase::kUp, at, Millis{0}});
  }
  std::ranges::stable_sort(deed.events, {}, [](const auto& event) { return event.first; });
  return deed;
}

Deed VisitorModel::key() {
  using platform::Key;
  constexpr std::array kKeys{Key::kTab,  Key::kTab,   Key::kBackTab, Key::kEnter, Key::kEscape,
                             Key::kLeft, Key::kRight, Key::kUp,      Key::kDown};
  Deed deed{"presses keys", {}, between(50, 500)};
  const std::size_t count = 1 + one_of(6);
  for (std::size_t i = 0; i < count; ++i) {
    deed.events.emplace_back(Millis{90.0 * static_cast<double>(i)},
                             platform::KeyPress{kKeys[one_of(kKeys.size())]});
  }
  return deed;
}

Deed VisitorModel::next(std::span<const Zone> zones, Vec2 panel) {
  const double what = chance();
  if (what < 0.60) return tap_something(zones, panel);
  if (what < 0.74) {
    return drag(anywhere(panel), anywhere(panel), between(80, 900), "drags");
  }
  if (what < 0.80) {
    const Vec2 from = anywhere(panel);
    const float way = static_cast<float>(chance() - 0.5) * panel.y;
    return drag(from, {from.x, std::clamp(from.y + way, 0.0F, panel.y - 1)}, between(60, 500),
                "scrolls");
  }
  if (what < 0.85) return pinch(panel);
  if (what < 0.88) {
    Deed twice = tap(anywhere(panel), "taps twice");
    const Millis later = twice.events.back().first + Millis{90};
    const Vec2 at = std::get<Contact>(twice.events.front().second).position;
    ++m_finger;
    twice.events.emplace_back(later, Contact{m_finger, ContactPhase::kDown, at, Millis{0}});
    twice.events.emplace_back(later + Millis{70},
                              Contact{m_finger, ContactPhase::kUp, at, Millis{0}});
    return twice;
  }
  if (what < 0.91) {
    const Zone* zone = liked(zones);
    const Vec2 at = zone == nullptr ? anywhere(panel) : touch_point(zones, *zone);
    return hold(at, between(500, 2500), "holds " + (zone == nullptr ? "nothing" : zone->id));
  }
  if (what < 0.94) return tap(anywhere(panel), "taps somewhere");
  if (what < 0.96) return hand(panel);
  if (what < 0.97) return key();
  return {"looks", {}, between(1000, 8000)};
}

}  // namespace kiosk::test
