// SteadyClock: the machine's monotonic clock, counted from when it was made.
// Thread: any. It stands still while the machine sleeps, and nobody can set it.
#pragma once

#include <chrono>

#include "platform/input.h"

namespace kiosk::platform {

class SteadyClock final : public Clock {
 public:
  SteadyClock();
  [[nodiscard]] Millis now() const override;

 private:
  std::chrono::steady_clock::time_point m_start;
};

}  // namespace kiosk::platform
