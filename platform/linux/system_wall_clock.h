// SystemWallClock: the system's clock in the system's time zone.
//
// That a person has set it is noted in a file that does not outlive the machine's run (below
// /run), because the clock itself then does not either. Setting needs the right to (CAP_SYS_TIME,
// which the service has). As wall_clock.h says: the frame's thread; `now` costs two system calls.
#pragma once

#include <filesystem>
#include <functional>
#include <utility>

#include "platform/health.h"
#include "platform/wall_clock.h"

namespace kiosk::platform {

class SystemWallClock final : public WallClock {
 public:
  // `footing`: who vouches for it besides (sysfs_health.h); asked once and after setting.
  explicit SystemWallClock(std::function<ClockFooting()> footing,
                           std::filesystem::path note = "/run/kiosk/clock-set-by-hand");

  [[nodiscard]] WallTime now() const override;
  [[nodiscard]] Result<void> set(std::chrono::local_seconds local) override;

 private:
  std::function<ClockFooting()> m_footing;
  std::filesystem::path m_note;
  mutable bool m_sure = false;
  mutable std::chrono::steady_clock::time_point m_asked;
};

}  // namespace kiosk::platform
