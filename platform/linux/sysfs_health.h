// SysfsHealth: the machine's health from /sys and /proc, below a root folder.
//
// Sources: the kernel's Documentation/ABI (thermal zones, hwmon, rtc), driver-api/mmc
// (life_time, pre_eol_info), proc(5); the bits of a Raspberry Pi's get_throttled as its makers
// document them for vcgencmd. Its path is one of their own kernels; the kernel of Debian has
// the alarm of hwmon's rpi_volt only, which tells under-voltage of the last two seconds.
//
// Each look opens about twenty files; none is kept open. As health.h says: any thread, no errors.
#pragma once

#include <filesystem>
#include <functional>
#include <utility>

#include "platform/health.h"

namespace kiosk::platform {

// Whether the kernel holds its clock in step with a better one (adjtimex(2), STA_UNSYNC).
[[nodiscard]] bool kernel_clock_is_synchronised();

class SysfsHealth final : public Health {
 public:
  explicit SysfsHealth(std::filesystem::path root = "/",
                       std::function<bool()> synchronised = kernel_clock_is_synchronised)
      : m_root(std::move(root)), m_synchronised(std::move(synchronised)) {}

  [[nodiscard]] HealthSnapshot look(const std::filesystem::path& folder) override;

 private:
  std::filesystem::path m_root;
  std::function<bool()> m_synchronised;
};

}  // namespace kiosk::platform
