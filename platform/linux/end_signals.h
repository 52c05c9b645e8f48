// EndSignals: who is asked to end by SIGTERM or SIGINT hears of it at once, whatever it waits for.
//
// A signal that comes between a program's last look and its sleep would wake nobody: here a thread
// of its own waits for them, and for nothing else, so that a program at rest need never wake to
// look. The handlers of before come back when it goes; one at a time.
// Thread: made and destroyed by the main one; `told` is called by its own. Errors: none; where the
// kernel has no descriptor left, signals end the program as they always do.
// Source: signal-safety(7), eventfd(2).
#pragma once

#include <csignal>

#include <array>
#include <functional>
#include <thread>

namespace kiosk::platform {

class EndSignals {
 public:
  explicit EndSignals(std::function<void()> told);
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

 private:
  static constexpr std::array kSignals{SIGTERM, SIGINT};
  void work();

  std::function<void()> m_told;
  int m_came = -1;  // eventfd: so many, or that it ends
  std::array<struct sigaction, kSignals.size()> m_before{};
  std::thread m_thread;
};

}  // namespace kiosk::platform
