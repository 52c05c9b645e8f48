// Frame log: how long frames took, minute by minute over the last hour: the slowest of each, and
// how many there were. For the staff's page; it costs a comparison a frame and no allocation.
//
// Milliseconds of work for one frame, presenting included. Thread: the frame's.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk {

class FrameLog {
 public:
  static constexpr std::size_t kMinutes = 60;

  void add(Millis now, Millis took) {
    const auto minute = static_cast<std::int64_t>(now.count() / 60'000);
    Minute& entry = m_minutes.at(static_cast<std::size_t>(minute) % kMinutes);
    if (entry.minute != minute) entry = {minute, Millis{0}};
    entry.slowest = std::max(entry.slowest, took);
  }
  // The oldest first; 0 where nothing was drawn.
  [[nodiscard]] std::vector<double> slowest(Millis now) const {
    const auto last = static_cast<std::int64_t>(now.count() / 60'000);
    std::vector<double> found;
    for (std::int64_t minute = last - static_cast<std::int64_t>(kMinutes) + 1; minute <= last;
         ++minute) {
      const Minute& entry =
          m_minutes.at(static_cast<std::size_t>(std::max<std::int64_t>(minute, 0)) % kMinutes);
      found.push_back(minute >= 0 && entry.minute == minute ? entry.slowest.count() : 0);
    }
    return found;
  }

 private:
  struct Minute {
    std::int64_t minute = -1;
    Millis slowest{0};
  };
  std::array<Minute, kMinutes> m_minutes{};
};

}  // namespace kiosk
