// ManualClock: time that moves only when told to, so that a run can be repeated exactly.
#pragma once

#include "platform/input.h"

namespace kiosk::platform {

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Millis now() const override { return m_now; }
  void set(Millis now) { m_now = now; }

 private:
  Millis m_now{0};
};

}  // namespace kiosk::platform
