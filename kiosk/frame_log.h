// Frame log: how long frames took, minute by minute over the last hour: the slowest of each, and
// how many took how long. For the staff's page and readings; it costs a logarithm a frame and no
// allocation.
//
// Milliseconds of work for one frame, presenting included. Thread: the frame's.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk {

class FrameLog {
 public:
  static constexpr std::size_t kMinutes = 60;

  void add(Millis now, Millis took) {
    const auto minute = static_cast<std::int64_t>(now.count() / 60'000);
    Minute& entry = m_minutes.at(static_cast<std::size_t>(minute) % kMinutes);
    if (entry.minute != minute) entry = {minute, Millis{0}, {}};
    entry.slowest = std::max(entry.slowest, took);
    ++entry.frames.at(step_of(took));
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

  // 99 of 100 frames of the last hour took no longer; a fifth more at most is told. Nothing:
  // none was drawn.
  [[nodiscard]] std::optional<Millis> p99(Millis now) const {
    const auto last = static_cast<std::int64_t>(now.count() / 60'000);
    std::array<std::uint64_t, kSteps> frames{};
    std::uint64_t all = 0;
    for (const Minute& entry : m_minutes) {
      if (entry.minute < 0 || entry.minute + static_cast<std::int64_t>(kMinutes) <= last) continue;
      for (std::size_t step = 0; step < kSteps; ++step) {
        frames.at(step) += entry.frames.at(step);
        all += entry.frames.at(step);
      }
    }
    std::uint64_t slower = all;
    for (std::size_t step = 0; step < kSteps; ++step) {
      slower -= frames.at(step);
      if (all > 0 && slower * 100 <= all) return most_of(step);
    }
    return std::nullopt;
  }

 private:
  // Quarters of a doubling, from a quarter of a millisecond to a second.
  static constexpr std::size_t kSteps = 48;
  static constexpr double kStepsADoubling = 4;
  static constexpr double kBelowOne = 8;

  [[nodiscard]] static std::size_t step_of(Millis took) {
    const double step = std::log2(std::max(took.count(), 1e-3)) * kStepsADoubling + kBelowOne;
    return static_cast<std::size_t>(std::clamp(step, 0.0, static_cast<double>(kSteps - 1)));
  }
  [[nodiscard]] static Millis most_of(std::size_t step) {
    return Millis{std::exp2((static_cast<double>(step + 1) - kBelowOne) / kStepsADoubling)};
  }

  struct Minute {
    std::int64_t minute = -1;
    Millis slowest{0};
    std::array<std::uint32_t, kSteps> frames{};
  };
  std::array<Minute, kMinutes> m_minutes{};
};

}  // namespace kiosk
