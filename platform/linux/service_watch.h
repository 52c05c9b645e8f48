// ServiceWatch: tells systemd that the program is up and that its frames go on (sd_notify(3)), so
// that a frozen program is ended and started again. Where no service manager asked for it, every
// call does nothing.
//
// Thread: the frame's; a beat from any other would hide the very thing that is watched for.
// Units: milliseconds of the caller's clock. Errors: none; who cannot be told is not told.
#pragma once

#include <optional>

#include "kiosk/base/time.h"

namespace kiosk::platform {

class ServiceWatch {
 public:
  // As the service manager's environment has it: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID.
  ServiceWatch();

  // Once a turn of the loop, when its frame has been shown. The first says that the program is up.
  void beat(Millis now);
  // However little happens, the loop must turn this soon; nothing: it may rest for ever.
  [[nodiscard]] std::optional<Millis> longest_rest() const { return m_every; }

 private:
  std::optional<Millis> m_every;  // a third of what systemd waits for
  std::optional<Millis> m_last;
};

}  // namespace kiosk::platform
