// NotedPower: wishes that are only noted, for replays and tests; no machine is harmed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/power.h"

namespace kiosk::platform {

class NotedPower final : public Power {
 public:
  void restart_program() override { m_wishes.emplace_back("restart_program"); }
  // A replay goes on to its last line.
  [[nodiscard]] bool program_shall_end() const override { return false; }
  [[nodiscard]] Result<void> restart_machine() override { return note("restart_machine"); }
  [[nodiscard]] Result<void> power_off() override { return note("power_off"); }

  // From now on the system says no, with this sentence; empty: it says yes again.
  void refuse(std::string sentence) { m_refusal = std::move(sentence); }
  [[nodiscard]] const std::vector<std::string>& wishes() const { return m_wishes; }

 private:
  Result<void> note(const char* wish) {
    if (!m_refusal.empty()) return fail(m_refusal);
    m_wishes.emplace_back(wish);
    return {};
  }

  std::string m_refusal;
  std::vector<std::string> m_wishes;
};

}  // namespace kiosk::platform
