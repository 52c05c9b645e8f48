// Gestures: raw contacts in, meaning out. The one place that knows how far a
// finger may tremble and how fast a fling is.
//
// A tap is reported when the finger lifts, a double tap with its second lift (the
// first tap has been reported by then: nothing waits). Pan and pinch are one
// gesture: each `Transform` carries the movement of the fingers' centre and the
// change of their spread since the one before, so that the map follows every
// finger within the same tick. Distances in panel pixels, given to the
// constructor in millimetres' worth (`px_per_mm`) so that a tremble is the same
// on every panel. Thread: the frame's. Source of the numbers: gestures.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"
#include "kiosk/touch/contact.h"

namespace kiosk {

struct Pressed { Vec2 at; std::int64_t contact = 0; };   // a finger came down
struct Released { std::int64_t contact = 0; };           // it went up, or its gesture became a drag
struct Tap { Vec2 at; };                                 // where the finger came down
struct DoubleTap { Vec2 at; };
struct TwoFingerTap { Vec2 at; };                        // the centre of both
struct LongPress { Vec2 at; Millis held{0}; };           // repeated each tick while held, from 500 ms on
struct DragStart { Vec2 at; };                           // where the first finger came down
struct Transform { Vec2 centre; Vec2 moved; float scale = 1; Vec2 origin; };  // origin: the DragStart's
struct DragEnd { Vec2 velocity; Vec2 origin; };          // px/s; zero when the finger rested before lifting

using Gesture = std::variant<Pressed, Released, Tap, DoubleTap, TwoFingerTap, LongPress, DragStart,
                             Transform, DragEnd>;

class Gestures {
 public:
  explicit Gestures(float px_per_mm);

  void feed(const Contact& contact, std::vector<Gesture>& out);
  // Once a tick after all contacts: what follows from time alone (long press).
  void tick(Millis now, std::vector<Gesture>& out);
  [[nodiscard]] bool touched() const;  // is any finger down
  void reset();
  // (private parts are the implementer's)
};

}  // namespace kiosk
