// Stopwatch: adds the time of its own life to a sum. For measuring ourselves alone; what the
// kiosk does never depends on it (its time comes from platform::Clock).
//
// Milliseconds of a steady clock. Any thread, one sum a thread.
#pragma once

#include <chrono>

#include "kiosk/base/time.h"

namespace kiosk {

class Stopwatch {
 public:
  explicit Stopwatch(Millis& sum) : m_sum(sum), m_start(std::chrono::steady_clock::now()) {}
  ~Stopwatch() { m_sum += std::chrono::steady_clock::now() - m_start; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  Millis& m_sum;
  std::chrono::steady_clock::time_point m_start;
};

}  // namespace kiosk
