// Power: what staff can do with the program and the machine as a whole.
//
// A wish, not the deed: the program goes on, and ends in order when it is told to, so that what
// has to be written is. Thread: the frame's; a call may take until the system has answered, at
// most kLongestAnswer. Errors: a sentence when the system refuses.
// Implementations: platform/linux (systemd), platform/headless (noted only).
#pragma once

#include "kiosk/base/result.h"
#include "kiosk/base/time.h"

namespace kiosk::platform {

inline constexpr Millis kLongestAnswer{5000};

class Power {
 public:
  virtual ~Power() = default;
  // The program's loop shall end; main then starts it anew.
  virtual void restart_program() = 0;
  [[nodiscard]] virtual bool program_shall_end() const = 0;
  // The system then ends the program, as it does all others.
  [[nodiscard]] virtual Result<void> restart_machine() = 0;
  [[nodiscard]] virtual Result<void> power_off() = 0;
};

}  // namespace kiosk::platform
