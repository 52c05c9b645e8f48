// Gestures: raw contacts in, meaning out. The one place that knows how far a
// finger may tremble and how fast a fling is.
//
// A tap is reported when the finger lifts; a double tap follows the Tap of its second lift (both
// are reported, nothing waits, so two quick strokes on one key are two taps). A lone still press
// gives either a Tap or, from 500 ms on, LongPress: never neither, never both. Pan and pinch are
// one gesture: each `Transform` carries the movement of the fingers' centre and the change of their
// spread since the one before. Movement is gathered and reported by `tick` (or by the next down or
// up), so that fingers moving together count as moving at once.
//
// Who belongs to a gesture: fingers that move, and still ones of the same hand. A still finger far
// from the gesture is a palm or another visitor: it may tap meanwhile, and joins when it moves.
//
// Distances in panel pixels, given to the constructor in millimetres' worth (`px_per_mm`) so that a
// tremble is the same on every panel. Odd input (an up without a down, an id that comes down twice,
// NaN, time running backwards) never fails: it is ignored or mended. At most ten contacts count.
// Thread: the frame's. Source of the numbers: gestures.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"
#include "kiosk/touch/contact.h"
#include "kiosk/touch/finger_track.h"

namespace kiosk {

// A finger came down.
struct Pressed {
  Vec2 at;
  std::int64_t contact = 0;
};
// It went up, or its gesture became a drag: exactly one for each Pressed (but for `reset`).
struct Released {
  std::int64_t contact = 0;
};
// Taps: where the finger came down, of two fingers the centre of both.
struct Tap {
  Vec2 at;
};
struct DoubleTap {
  Vec2 at;
};
struct TwoFingerTap {
  Vec2 at;
};
// Repeated each tick while held, from 500 ms until the finger is taken for a thing left lying.
struct LongPress {
  Vec2 at;
  Millis held{0};
};
// Where the first finger came down.
struct DragStart {
  Vec2 at;
};
// `origin` is the DragStart's; `moved` and `scale` since the Transform before; scale > 1 spreads.
struct Transform {
  Vec2 centre;
  Vec2 moved;
  float scale = 1;
  Vec2 origin;
};
// Velocity in px/s; zero when the finger rested before lifting or the hand was pinching.
struct DragEnd {
  Vec2 velocity;
  Vec2 origin;
};

using Gesture = std::variant<Pressed, Released, Tap, DoubleTap, TwoFingerTap, LongPress, DragStart,
                             Transform, DragEnd>;

class Gestures {
 public:
  explicit Gestures(float px_per_mm);

  void feed(const Contact& contact, std::vector<Gesture>& out);
  // Once a tick after all contacts: the movement gathered since the last, and what follows from
  // time alone (long press).
  void tick(Millis now, std::vector<Gesture>& out);
  // Is a finger down? A thing that has lain still on the glass for long does not count.
  [[nodiscard]] bool touched() const;
  // Forgets everything, silently; fingers still down mean nothing until they come down anew.
  void reset();

 private:
  struct Finger {
    std::int64_t id = 0;
    Vec2 down;      // where it came down
    Vec2 position;  // where it is
    Vec2 anchor;    // where the last Transform saw it; of a dragging finger only
    Millis down_at{0};
    Millis heard_at{0};        // its last contact
    int company = 0;           // neighbours that came down together with it
    std::int64_t partner = 0;  // the last of them
    bool dragging = false;     // takes part in the drag
    bool held = false;         // LongPress was reported
    bool released = false;     // Released was reported
  };
  struct Lift {
    std::int64_t id = 0;
    Vec2 down;
    Millis at{0};
  };
  using Out = std::vector<Gesture>;

  [[nodiscard]] bool beyond(Vec2 a, Vec2 b, float millimetres) const;
  [[nodiscard]] bool together(const Finger& a, const Finger& b) const;
  [[nodiscard]] bool belongs_to_drag(const Finger& finger) const;
  [[nodiscard]] bool lies_forgotten(const Finger& finger) const;
  [[nodiscard]] Finger* find(std::int64_t id);
  void advance(Millis at);
  void come_down(std::int64_t id, Vec2 position, Out& out);
  void lift(std::int64_t id, bool cancelled, Out& out);
  void lift_still(const Finger& finger, Out& out);
  void report_tap(const Finger& finger, Out& out);
  void release(Finger& finger, Out& out);
  void settle_moves(Out& out);
  void start_drag(Out& out);
  void report_movement(Out& out);
  void leave_forgotten(Out& out);
  void end_drag_if_empty(bool cancelled, Out& out);

  float m_px_per_mm;
  Millis m_now{0};  // never runs backwards: the contacts' time plus m_clock_shift
  Millis m_clock_shift{0};
  Millis m_moved_at{0};
  std::vector<Finger> m_fingers;  // in the order they came down
  bool m_dragging = false;        // DragStart was reported, DragEnd not yet
  Vec2 m_origin;
  FingerTrack m_track;
  std::optional<Lift> m_last_tap;    // what a second tap would make double
  std::optional<Lift> m_first_lift;  // of two fingers that came down together
};

}  // namespace kiosk
