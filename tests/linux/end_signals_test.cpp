#include "platform/linux/end_signals.h"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>

using kiosk::platform::EndSignals;

namespace {

// How often it was told; waits for it.
class Told {
 public:
  void operator()() {
    {
      const std::scoped_lock held(m_lock);
      ++m_count;
    }
    m_changed.notify_all();
  }
  [[nodiscard]] bool reaches(int count) {
    std::unique_lock held(m_lock);
    return m_changed.wait_for(held, std::chrono::seconds(20), [&] { return m_count >= count; });
  }
  [[nodiscard]] int count() {
    const std::scoped_lock held(m_lock);
    return m_count;
  }

 private:
  std::mutex m_lock;
  std::condition_variable m_changed;
  int m_count = 0;
};

void (*handler_of(int signal))(int) {
  struct sigaction now {};
  sigaction(signal, nullptr, &now);
  return now.sa_handler;
}

}  // namespace

TEST_CASE("a signal that asks it to end is told at once, one after the other") {
  Told told;
  const EndSignals signals([&] { told(); });
  CHECK(told.count() == 0);
  raise(SIGTERM);
  CHECK(told.reaches(1));
  raise(SIGINT);
  CHECK(told.reaches(2));
}

TEST_CASE("afterwards signals are what they were, and nothing is told that did not come") {
  const auto before = handler_of(SIGTERM);
  Told told;
  {
    const EndSignals signals([&] { told(); });
    CHECK((handler_of(SIGTERM) != before));
  }
  CHECK((handler_of(SIGTERM) == before));
  CHECK(told.count() == 0);
}

TEST_CASE("one that comes while it goes is told or is not, and it goes") {
  for (int i = 0; i < 50; ++i) {
    Told told;
    const EndSignals signals([&] { told(); });
    raise(SIGTERM);
  }
}
