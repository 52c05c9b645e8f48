// SystemdPower: restarting and powering off by systemd: `systemctl reboot --no-block` and
// `systemctl poweroff --no-block`, run with fixed arguments and an environment of our own, never
// by a shell. Root may, and whom logind lets (a person at the machine's own screen).
//
// See platform/power.h. `start_again` is main's, after everything else has ended.
#pragma once

#include <filesystem>
#include <utility>

#include "platform/power.h"

namespace kiosk::platform {

class SystemdPower final : public Power {
 public:
  explicit SystemdPower(std::filesystem::path systemctl = "/usr/bin/systemctl",
                        Millis longest_answer = kLongestAnswer)
      : m_systemctl(std::move(systemctl)), m_longest_answer(longest_answer) {}

  void restart_program() override { m_program_shall_end = true; }
  [[nodiscard]] bool program_shall_end() const override { return m_program_shall_end; }
  [[nodiscard]] Result<void> restart_machine() override;
  [[nodiscard]] Result<void> power_off() override;

 private:
  std::filesystem::path m_systemctl;
  Millis m_longest_answer;
  bool m_program_shall_end = false;
};

// The program anew in place of this one, with the same arguments: the file that lies there now,
// which may be a newer one. Nothing else may be open or running any more. Returns only to say
// that it did not work.
[[nodiscard]] Error start_again(char* const* arguments);

}  // namespace kiosk::platform
