// ScriptedWallClock: a wall clock that goes with the manual clock from where a script has set it;
// until then it is one that nobody has set. Thread: the frame's.
#pragma once

#include <optional>

#include "platform/input.h"
#include "platform/wall_clock.h"

namespace kiosk::platform {

class ScriptedWallClock final : public WallClock {
 public:
  explicit ScriptedWallClock(const Clock& clock) : m_clock(clock) {}

  [[nodiscard]] WallTime now() const override {
    const auto gone = std::chrono::floor<std::chrono::seconds>(m_clock.now() - m_set_at);
    return {m_local + gone, m_sure};
  }
  [[nodiscard]] Result<void> set(std::chrono::local_seconds local) override {
    m_local = local;
    m_set_at = m_clock.now();
    m_sure = true;
    return {};
  }

 private:
  const Clock& m_clock;
  std::chrono::local_seconds m_local{};  // 1970, as a board without a battery has it
  Millis m_set_at{0};
  bool m_sure = false;
};

}  // namespace kiosk::platform
