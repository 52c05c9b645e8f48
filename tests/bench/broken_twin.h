// BrokenTwin: what the broken twins of a run do wrong, once a visit. A kiosk that lost the same
// would be caught as they are: that is why each of them must be.
//
// What a twin keeps, it keeps until the run ends; a descriptor until the program does. Thread: the
// frame's; the threads it leaves behind do nothing. Errors: none.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/endurance_plan.h"
#include "tests/bench/watched_kiosk.h"

namespace kiosk::test {

constexpr std::size_t kLost = 4 << 20;  // bytes that a broken twin keeps

class BrokenTwin {
 public:
  BrokenTwin() = default;
  ~BrokenTwin();
  BrokenTwin(const BrokenTwin&) = delete;
  BrokenTwin& operator=(const BrokenTwin&) = delete;

  // As the plan's twin does; of none, nothing.
  void err(const Plan& plan, WatchedKiosk& kiosk);

 private:
  std::vector<std::string> m_lost;
  std::vector<std::thread> m_idle;
  std::atomic<bool> m_end{false};
};

}  // namespace kiosk::test
