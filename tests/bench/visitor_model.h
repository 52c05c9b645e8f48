// VisitorModel: what people do before a kiosk, made up from a seed. One visit after another, each
// from its own number alone, so that any of them can be had again without those before it.
//
// It sees what a visitor sees, the zones of the last picture, and gives back contacts with their
// times. Touches are weighted as visitors touch: cities first, much dragging, few settings, now and
// then a child's whole hand, an arm that leans on the glass, a finger on nothing; some walk off in
// the middle of it. Pure but for its own number; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/zone.h"
#include "platform/input.h"

namespace kiosk::test {

// One thing that somebody does, and how long to look at what came of it.
struct Deed {
  std::string what;                                        // in words, for whoever replays it
  std::vector<std::pair<Millis, platform::Event>> events;  // by the time from its begin
  Millis pause{0};
};

// How a visit ends.
enum class Parting {
  kNext,    // somebody else steps up
  kAsked,   // the panel asks whether anybody is there, and somebody comes
  kNobody,  // nobody comes until it plays to an empty room
};

class VisitorModel {
 public:
  VisitorModel(std::uint64_t seed, std::uint64_t visit);

  [[nodiscard]] int deeds() const { return m_deeds; }
  [[nodiscard]] Parting parting() const { return m_parting; }
  // Staff hold the emblem; with a wrong PIN at times.
  [[nodiscard]] bool staff() const { return m_staff; }
  [[nodiscard]] bool knows_pin() const { return m_knows_pin; }

  [[nodiscard]] Deed next(std::span<const Zone> zones, Vec2 panel);
  [[nodiscard]] Deed tap(Vec2 at, std::string what);
  [[nodiscard]] Deed hold(Vec2 at, Millis how_long, std::string what);
  [[nodiscard]] Millis between(double least, double most);
  // Of so many, one.
  [[nodiscard]] std::size_t one_of(std::size_t count);

 private:
  [[nodiscard]] double chance();
  [[nodiscard]] Vec2 anywhere(Vec2 panel);
  [[nodiscard]] Vec2 in(const Rect& rect);
  [[nodiscard]] const Zone* liked(std::span<const Zone> zones);
  [[nodiscard]] Deed tap_something(std::span<const Zone> zones, Vec2 panel);
  [[nodiscard]] Deed drag(Vec2 from, Vec2 to, Millis how_long, std::string what);
  [[nodiscard]] Deed pinch(Vec2 panel);
  [[nodiscard]] Deed hand(Vec2 panel);
  [[nodiscard]] Deed key();

  std::mt19937_64 m_chance;
  std::int64_t m_finger = 0;
  int m_deeds = 0;
  Parting m_parting = Parting::kNext;
  bool m_staff = false;
  bool m_knows_pin = false;
};

}  // namespace kiosk::test
