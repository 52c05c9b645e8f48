// Backlight: how bright the panel is.
//
// Units: percent; 0 is the darkest at which it is still lit, 100 the brightest. Thread: any, one
// call at a time; a call may take some milliseconds. Errors: a sentence when it cannot be set.
// Most monitors on a cable have none that a program could reach: then `percent` is nothing.
// Implementations: platform/linux (/sys/class/backlight), platform/headless (a number).
#pragma once

#include <optional>

#include "kiosk/base/result.h"

namespace kiosk::platform {

class Backlight {
 public:
  virtual ~Backlight() = default;
  // As it is set now; nothing: there is no backlight.
  [[nodiscard]] virtual std::optional<int> percent() = 0;
  // Held within 0 and 100.
  [[nodiscard]] virtual Result<void> set(int percent) = 0;
};

}  // namespace kiosk::platform
