#include "kiosk/touch/gestures.h"

#include <algorithm>
#include <cmath>

namespace kiosk {
namespace {

// A fingertip's centre of contact wanders by up to 2 mm while it presses and lifts (a child's and
// an old hand's more than most); 2.5 mm is still far below any movement that is meant. Phones take
// 1.3 mm: they are held, the panel is stood before, with a stretched arm.
constexpr float kSlopMm = 2.5F;
// The longest tap; from here on the press is a long one.
constexpr Millis kLongPress{500};
// Down this long and still: a palm, a leaning hand, a bag. It takes no part until it moves.
constexpr Millis kResting{1000};
// Nobody presses this long (the staff entrance takes 3 s): a thing left lying, or an up that the
// panel lost. It must neither keep the kiosk awake nor hold a drag for ever.
constexpr Millis kForgotten{10000};
// A double tap: the usual 300 ms from lift to down; 8 mm, for the hand leaves the glass between.
constexpr Millis kDoubleTap{300};
constexpr float kDoubleTapMm = 8;
// Fingers of one hand land within this time. Two thumbs typing quickly land further apart.
constexpr Millis kTogether{100};
constexpr Millis kTwoFingerLift{250};
// Thumb to forefinger of a relaxed hand; a palm under a pointing finger is farther from it.
constexpr float kNearMm = 60;
// A hand spread wide, believed only of fingers that landed together.
constexpr float kHandMm = 180;
// Below this mean distance from the centre the spread is mostly the panel's noise.
constexpr float kSmallestSpreadMm = 3;
// More than this within one tick is two contacts mixed up, not a pinch.
constexpr float kMostScale = 4;
// Ten fingers; more is water or a leaning body.
constexpr std::size_t kMostFingers = 10;
// A clock that falls back further than this was set anew, and is followed.
constexpr Millis kClockFallback{1000};
// Beyond these a number is garbage rather than a time or a place.
constexpr double kLatest = 1e14;
constexpr float kFarthest = 1e5F;

bool usable(Vec2 p) { return std::isfinite(p.x) && std::isfinite(p.y); }

Vec2 bounded(Vec2 p) {
  return {std::clamp(p.x, -kFarthest, kFarthest), std::clamp(p.y, -kFarthest, kFarthest)};
}

}  // namespace

// Without a known size the panel counts as 21.5 inches at 1920 pixels.
Gestures::Gestures(float px_per_mm)
    : m_px_per_mm(px_per_mm > 0.1F && px_per_mm < 1000 ? px_per_mm : 4) {}

void Gestures::reset() {
  m_fingers.clear();
  m_dragging = false;
  m_last_tap.reset();
  m_first_lift.reset();
}

bool Gestures::touched() const {
  return std::any_of(m_fingers.begin(), m_fingers.end(),
                     [this](const Finger& f) { return !lies_forgotten(f); });
}

void Gestures::feed(const Contact& contact, Out& out) {
  advance(contact.at);
  const bool placed = usable(contact.position);
  const Vec2 position = bounded(contact.position);
  Finger* finger = find(contact.id);
  if (contact.phase == ContactPhase::kDown) {
    if (placed) come_down(contact.id, position, out);
    return;
  }
  if (finger == nullptr) return;
  finger->heard_at = m_now;
  if (placed && finger->position != position) {
    finger->position = position;
    m_moved_at = m_now;
  }
  if (contact.phase == ContactPhase::kUp) {
    settle_moves(out);
    lift(contact.id, false, out);
  }
}

void Gestures::tick(Millis now, Out& out) {
  advance(now);
  settle_moves(out);
  leave_forgotten(out);
  for (Finger& f : m_fingers) {
    const Millis held = m_now - f.down_at;
    const bool lone = !f.released && f.company == 0;
    if (!lone || held < kLongPress || lies_forgotten(f)) continue;
    f.held = true;
    out.emplace_back(LongPress{f.down, held});
  }
}

bool Gestures::beyond(Vec2 a, Vec2 b, float millimetres) const {
  return length(a - b) > millimetres * m_px_per_mm;
}

bool Gestures::together(const Finger& a, const Finger& b) const {
  return std::chrono::abs(a.down_at - b.down_at) <= kTogether;
}

bool Gestures::belongs_to_drag(const Finger& finger) const {
  return std::any_of(m_fingers.begin(), m_fingers.end(), [&](const Finger& f) {
    const float reach = together(f, finger) ? kHandMm : kNearMm;
    return f.dragging && f.id != finger.id && !beyond(f.position, finger.position, reach);
  });
}

bool Gestures::lies_forgotten(const Finger& finger) const {
  return m_now - (finger.dragging ? finger.heard_at : finger.down_at) > kForgotten;
}

Gestures::Finger* Gestures::find(std::int64_t id) {
  const auto found = std::find_if(m_fingers.begin(), m_fingers.end(),
                                  [id](const Finger& f) { return f.id == id; });
  return found == m_fingers.end() ? nullptr : &*found;
}

void Gestures::advance(Millis at) {
  if (!(std::abs(at.count()) < kLatest)) return;
  if (at + m_clock_shift < m_now - kClockFallback) m_clock_shift = m_now - at;
  m_now = std::max(m_now, at + m_clock_shift);
}

void Gestures::come_down(std::int64_t id, Vec2 position, Out& out) {
  settle_moves(out);
  // Down again without an up between: the panel lost the up.
  if (find(id) != nullptr) lift(id, true, out);
  if (m_fingers.size() >= kMostFingers) {
    const auto lying = std::find_if(m_fingers.begin(), m_fingers.end(),
                                    [this](const Finger& f) { return lies_forgotten(f); });
    if (lying == m_fingers.end()) return;
    lift(lying->id, true, out);
  }
  Finger finger;
  finger.id = id;
  finger.down = finger.position = finger.anchor = position;
  finger.down_at = finger.heard_at = m_now;
  out.emplace_back(Pressed{position, id});
  if (m_dragging && belongs_to_drag(finger)) {
    finger.dragging = true;
    release(finger, out);
  }
  for (Finger& f : m_fingers) {
    if (!together(f, finger) || beyond(f.down, position, kNearMm)) continue;
    ++f.company;
    ++finger.company;
    f.partner = id;
    finger.partner = f.id;
  }
  m_fingers.push_back(finger);
}

void Gestures::release(Finger& finger, Out& out) {
  if (!finger.released) out.emplace_back(Released{finger.id});
  finger.released = true;
}

void Gestures::lift(std::int64_t id, bool cancelled, Out& out) {
  const auto found = std::find_if(m_fingers.begin(), m_fingers.end(),
                                  [id](const Finger& f) { return f.id == id; });
  Finger finger = *found;
  m_fingers.erase(found);
  const bool may_tap = !cancelled && !finger.released;
  release(finger, out);
  if (finger.dragging) {
    end_drag_if_empty(cancelled, out);
  } else if (may_tap) {
    lift_still(finger, out);
  }
}

void Gestures::lift_still(const Finger& finger, Out& out) {
  const Millis held = m_now - finger.down_at;
  if (finger.company == 0) {
    if (held < kLongPress) {
      report_tap(finger, out);
    } else if (!finger.held && !lies_forgotten(finger)) {
      // Lifted before the tick that would have reported it: a press must not go unheard.
      out.emplace_back(LongPress{finger.down, held});
    }
    return;
  }
  // Three neighbours at once are a palm, and mean nothing.
  if (finger.company > 1 || held >= kLongPress) return;
  const auto first = m_first_lift;
  m_first_lift = Lift{finger.id, finger.down, m_now};
  if (!first || first->id != finger.partner || m_now - first->at > kTwoFingerLift) return;
  out.emplace_back(TwoFingerTap{(first->down + finger.down) * 0.5F});
  m_first_lift.reset();
}

void Gestures::report_tap(const Finger& finger, Out& out) {
  out.emplace_back(Tap{finger.down});
  const bool second = m_last_tap && finger.down_at - m_last_tap->at <= kDoubleTap &&
                      !beyond(m_last_tap->down, finger.down, kDoubleTapMm);
  if (second) {
    out.emplace_back(DoubleTap{finger.down});
    m_last_tap.reset();
  } else {
    m_last_tap = Lift{finger.id, finger.down, m_now};
  }
}

void Gestures::settle_moves(Out& out) {
  bool joined = false;
  for (Finger& f : m_fingers) {
    if (f.dragging || !beyond(f.position, f.down, kSlopMm)) continue;
    // What it took to tell a drag from a tap is not made up for: the map would leap.
    const Vec2 way = f.position - f.down;
    f.anchor = f.down + way * (kSlopMm * m_px_per_mm / length(way));
    f.dragging = joined = true;
    release(f, out);
  }
  if (joined && !m_dragging) start_drag(out);
  if (m_dragging) report_movement(out);
}

void Gestures::start_drag(Out& out) {
  m_dragging = true;
  // The hand is that of the fingers that moved: who belongs is asked before anyone is added.
  std::vector<Finger*> still;
  for (Finger& f : m_fingers) {
    if (!f.dragging && m_now - f.down_at <= kResting && belongs_to_drag(f)) still.push_back(&f);
  }
  for (Finger* f : still) {
    f->dragging = true;
    f->anchor = f->position;
    release(*f, out);
  }
  const auto first =
      std::find_if(m_fingers.begin(), m_fingers.end(), [](const Finger& f) { return f.dragging; });
  m_origin = first->down;
  m_track.start(first->down_at);
  out.emplace_back(DragStart{m_origin});
}

void Gestures::report_movement(Out& out) {
  float fingers = 0;
  Vec2 before;
  Vec2 now;
  for (const Finger& f : m_fingers) {
    if (!f.dragging) continue;
    fingers += 1;
    before = before + f.anchor;
    now = now + f.position;
  }
  before = before * (1 / fingers);
  now = now * (1 / fingers);
  float spread_before = 0;
  float spread_now = 0;
  for (Finger& f : m_fingers) {
    if (!f.dragging) continue;
    spread_before += length(f.anchor - before) / fingers;
    spread_now += length(f.position - now) / fingers;
    f.anchor = f.position;
  }
  const float least = kSmallestSpreadMm * m_px_per_mm;
  const float scale = std::clamp(std::max(spread_now, least) / std::max(spread_before, least),
                                 1 / kMostScale, kMostScale);
  const Vec2 moved = now - before;
  if (moved == Vec2{} && scale == 1) return;
  out.emplace_back(Transform{now, moved, scale, m_origin});
  m_track.add(m_moved_at, moved, static_cast<double>(scale));
}

void Gestures::leave_forgotten(Out& out) {
  if (!m_dragging) return;
  for (Finger& f : m_fingers) {
    if (!f.dragging || !lies_forgotten(f)) continue;
    f.dragging = false;
    f.down = f.position;
    f.down_at = f.heard_at;
  }
  end_drag_if_empty(true, out);
}

void Gestures::end_drag_if_empty(bool cancelled, Out& out) {
  const bool held =
      std::any_of(m_fingers.begin(), m_fingers.end(), [](const Finger& f) { return f.dragging; });
  if (held) return;
  m_dragging = false;
  out.emplace_back(DragEnd{cancelled ? Vec2{} : m_track.velocity(m_now, m_px_per_mm), m_origin});
}

}  // namespace kiosk
