// HealthWatch: whether what is shown has run well for a minute. TrialRun: one run of a pack on
// trial, from its noted start to its end. The frame's loop tells it of each tick.
//
// Time begins at the first picture presented, and begins anew after a silence in which no tick
// came: a loop that hung was not healthy. So that a sleeping one is not taken for a hanging one,
// the loop must tick at least every kPulse while it is watched. Time is what the caller's clock
// says. The frame's thread; TrialRun writes to the disk once, when the minute is over.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "kiosk/base/time.h"
#include "kiosk/refresh/trial.h"

namespace kiosk {

class HealthWatch {
 public:
  static constexpr Millis kPulse{2'000};
  static constexpr Millis kSilence{10'000};

  // `presents`: pictures shown so far. True once: now it is healthy.
  [[nodiscard]] bool ticked(Millis now, std::uint64_t presents);

 private:
  std::optional<Millis> m_since;
  Millis m_last{0};
  bool m_done = false;
};

class TrialRun {
 public:
  TrialRun() = default;  // nothing is on trial: does nothing, writes nothing
  // `shown`: what is on trial and was really loaded (Start::on_trial).
  TrialRun(std::filesystem::path state, std::string shown);
  // The program ends in order, which is no failed start: it is taken back, if it still counts.
  ~TrialRun();
  TrialRun(TrialRun&& other) noexcept;
  TrialRun& operator=(TrialRun&& other) noexcept;

  // After each tick. A sentence comes back, once, if the end of the trial cannot be written
  // (staff may be installing at that moment); a healthy minute later it is tried again.
  [[nodiscard]] std::string ticked(Millis now, std::uint64_t presents);
  // How long the loop may sleep of that rest (nothing: for ever).
  [[nodiscard]] std::optional<Millis> shortened(std::optional<Millis> rest) const;
  // Nothing is on trial, or not any more.
  [[nodiscard]] bool over() const { return !m_shown; }

 private:
  std::filesystem::path m_state;
  std::optional<std::string> m_shown;  // nothing: the trial is over, or never was
  HealthWatch m_watch;
  bool m_said = false;
};

}  // namespace kiosk
