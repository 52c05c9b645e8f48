// Fingers: a panel to play on. Feeds contacts tick by tick and keeps what was reported.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/touch/gestures.h"

namespace kiosk {

class Fingers {
 public:
  static constexpr float kPxPerMm = 4;
  static constexpr Millis kTick{10};

  void down(std::int64_t id, Vec2 at) { feed(id, ContactPhase::kDown, at); }
  void move(std::int64_t id, Vec2 at) { feed(id, ContactPhase::kMove, at); }
  void up(std::int64_t id, Vec2 at) { feed(id, ContactPhase::kUp, at); }
  void tick() {
    m_now += kTick;
    m_gestures.tick(m_now, m_heard);
  }
  void wait(Millis time) {
    for (const Millis end = m_now + time; m_now < end;) tick();
  }
  // Moves fingers in straight lines, all of them in each tick.
  struct Way {
    std::int64_t id;
    Vec2 from;
    Vec2 to;
  };
  void slide(const std::vector<Way>& ways, int ticks) {
    for (int i = 1; i <= ticks; ++i) {
      const float part = static_cast<float>(i) / static_cast<float>(ticks);
      for (const Way& w : ways) move(w.id, w.from + (w.to - w.from) * part);
      tick();
    }
  }
  void tap(std::int64_t id, Vec2 at) {
    down(id, at);
    wait(Millis{50});
    up(id, at);
  }
  void feed(std::int64_t id, ContactPhase phase, Vec2 at) { feed({id, phase, at, m_now}); }
  void feed(const Contact& contact) { m_gestures.feed(contact, m_heard); }

  template <typename Kind>
  [[nodiscard]] std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const Gesture& g : m_heard) {
      if (const auto* kind = std::get_if<Kind>(&g)) found.push_back(*kind);
    }
    return found;
  }
  template <typename Kind>
  [[nodiscard]] std::size_t count() const {
    return all<Kind>().size();
  }
  [[nodiscard]] Vec2 moved() const {
    Vec2 sum;
    for (const Transform& t : all<Transform>()) sum = sum + t.moved;
    return sum;
  }
  [[nodiscard]] float scale() const {
    float product = 1;
    for (const Transform& t : all<Transform>()) product *= t.scale;
    return product;
  }
  std::vector<Gesture> heard() { return std::exchange(m_heard, {}); }
  [[nodiscard]] const Gestures& gestures() const { return m_gestures; }
  [[nodiscard]] Millis now() const { return m_now; }
  void reset() { m_gestures.reset(); }

 private:
  Gestures m_gestures{kPxPerMm};
  std::vector<Gesture> m_heard;
  Millis m_now{1000};
};

}  // namespace kiosk
