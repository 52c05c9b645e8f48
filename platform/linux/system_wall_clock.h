// SystemWallClock: the system's clock in the system's time zone.
//
// That a person has set it is noted in a file that does not outlive the machine's run (below
// /run): the clock itself then does not either, or there is a clock chip, which is set as well and
// vouches for it from then on. Setting needs the right to (CAP_SYS_TIME),
// which a kiosk has as root, or its helper in its stead. As wall_clock.h says: the frame's thread;
// `now` costs two system calls.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

#include "platform/health.h"
#include "platform/wall_clock.h"

namespace kiosk::platform {

inline constexpr const char* kClockNote = "/run/kiosk/clock-set-by-hand";

// Sets the system's clock and the clock chip, where there is one, and notes there that a person
// did. Any thread.
[[nodiscard]] Result<void> set_system_clock(std::int64_t seconds_since_1970,
                                            const std::filesystem::path& note = kClockNote);

class SystemWallClock final : public WallClock {
 public:
  using Setter = std::function<Result<void>(std::int64_t seconds_since_1970)>;

  // `footing`: who vouches for it besides (sysfs_health.h); asked once and after setting.
  // `setter`: who sets it and leaves the note; nothing: this process.
  explicit SystemWallClock(std::function<ClockFooting()> footing, Setter setter = {},
                           std::filesystem::path note = kClockNote);

  [[nodiscard]] WallTime now() const override;
  [[nodiscard]] Result<void> set(std::chrono::local_seconds local) override;

 private:
  std::function<ClockFooting()> m_footing;
  Setter m_setter;
  std::filesystem::path m_note;
  mutable bool m_sure = false;
  mutable std::chrono::steady_clock::time_point m_asked;
};

}  // namespace kiosk::platform
