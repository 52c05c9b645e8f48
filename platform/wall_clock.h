// Wall clock: the local time of day, for what depends on it: opening hours, counting by hour, the
// staff's pages. A board without a battery starts with a wrong one, so each time comes with
// whether anybody vouches for it. Time within the program is Clock's (input.h), never this.
//
// Thread: the frame's. Implementations: platform/linux (the system's clock), platform/headless
// (as a script sets it).
#pragma once

#include <chrono>

#include "kiosk/base/result.h"

namespace kiosk::platform {

struct WallTime {
  std::chrono::local_seconds local;  // as the system has it, right or not
  bool sure = false;                 // the network, a battery or a person vouches for it

  friend bool operator==(const WallTime&, const WallTime&) = default;
};

class WallClock {
 public:
  virtual ~WallClock() = default;
  [[nodiscard]] virtual WallTime now() const = 0;
  // By a person, who vouches for it until the machine is switched off.
  [[nodiscard]] virtual Result<void> set(std::chrono::local_seconds local) = 0;
};

}  // namespace kiosk::platform
