// NotedBacklight: a backlight that is a number, for replays and tests; or none at all.
#pragma once

#include <algorithm>

#include "platform/backlight.h"

namespace kiosk::platform {

class NotedBacklight final : public Backlight {
 public:
  explicit NotedBacklight(std::optional<int> percent = 100) : m_percent(percent) {}

  [[nodiscard]] std::optional<int> percent() override { return m_percent; }
  [[nodiscard]] Result<void> set(int percent) override {
    if (!m_percent) return fail("this panel has no brightness. Use the panel's own buttons.");
    m_percent = std::clamp(percent, 0, 100);
    return {};
  }

 private:
  std::optional<int> m_percent;
};

}  // namespace kiosk::platform
