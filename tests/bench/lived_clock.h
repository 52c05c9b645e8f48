// LivedClock: the clock of a run: one that moves by hand, so that three days pass in minutes, or
// the one that goes, on which a run takes as long as it tells.
//
// Time begins at 0 with it, in ms. Thread: the frame's, which alone moves it.
#pragma once

#include <chrono>
#include <thread>

#include "kiosk/base/time.h"
#include "platform/input.h"

namespace kiosk::test {

// By hand it is at once as late as it is told to be; else that is waited for.
class LivedClock final : public platform::Clock {
 public:
  explicit LivedClock(bool real) : m_real(real) {}
  [[nodiscard]] Millis now() const override {
    return m_real ? std::chrono::steady_clock::now() - m_start : m_now;
  }
  void pass(Millis time) {
    if (m_real) {
      std::this_thread::sleep_for(time);
    } else {
      m_now += time;
    }
  }

 private:
  bool m_real;
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
  Millis m_now{0};
};

}  // namespace kiosk::test
