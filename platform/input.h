// Input: what people and the system did since the last tick, in order.
//
// Thread: the frame's thread. `wait` may sleep until something happens or the
// time is over; a scripted source returns at once and moves its clock instead.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "kiosk/base/time.h"
#include "kiosk/touch/contact.h"

namespace kiosk::platform {

enum class Key { kTab, kBackTab, kEnter, kEscape, kLeft, kRight, kUp, kDown };

struct KeyPress {
  Key key = Key::kTab;
};
struct Resized {
  int width = 0;
  int height = 0;
};
struct Exposed {};  // the window's picture was lost: show the last frame again
struct Quit {};

using Event = std::variant<Contact, KeyPress, Resized, Exposed, Quit>;

class Input {
 public:
  virtual ~Input() = default;

  // Appends what happened; never blocks.
  virtual void poll(std::vector<Event>& events) = 0;
  // Sleeps until an event is there or `timeout` is over; without a timeout, until an event.
  virtual void wait(std::optional<Millis> timeout) = 0;
};

// A monotonic clock, from any start.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Millis now() const = 0;
};

}  // namespace kiosk::platform
