// SysfsBacklight: the panel's brightness by /sys/class/backlight, below a root folder.
//
// Of several the kernel's rule is followed: the firmware's control before the platform's before
// the bare one (Documentation/ABI/stable/sysfs-class-backlight). What is set already is not
// written again. It is looked for at each call, since a panel may come late.
// Writing needs root or a udev rule: the sentence says so. See platform/backlight.h.
#pragma once

#include <filesystem>
#include <utility>

#include "platform/backlight.h"

namespace kiosk::platform {

class SysfsBacklight final : public Backlight {
 public:
  explicit SysfsBacklight(std::filesystem::path root = "/") : m_root(std::move(root)) {}

  [[nodiscard]] std::optional<int> percent() override;
  [[nodiscard]] Result<void> set(int percent) override;

 private:
  std::filesystem::path m_root;
};

}  // namespace kiosk::platform
