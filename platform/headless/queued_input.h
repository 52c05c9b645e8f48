// QueuedInput: input that a script or a test puts in, each event at its time.
//
// An event is given out by the first poll at or after its time, in the order of the times
// (of equal ones, in the order they were put in). `wait` never sleeps.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "platform/input.h"

namespace kiosk::platform {

class QueuedInput final : public Input {
 public:
  explicit QueuedInput(const Clock& clock) : m_clock(clock) {}

  void put(Millis at, const Event& event) {
    const auto after =
        std::upper_bound(m_queue.begin(), m_queue.end(), at,
                         [](Millis time, const auto& queued) { return time < queued.first; });
    m_queue.insert(after, {at, event});
  }
  [[nodiscard]] bool empty() const { return m_queue.empty(); }

  void poll(std::vector<Event>& events) override {
    const auto later = std::find_if(m_queue.begin(), m_queue.end(), [&](const auto& queued) {
      return queued.first > m_clock.now();
    });
    for (auto next = m_queue.begin(); next != later; ++next) events.push_back(next->second);
    m_queue.erase(m_queue.begin(), later);
  }
  void wait(std::optional<Millis>) override {}

 private:
  const Clock& m_clock;
  std::vector<std::pair<Millis, Event>> m_queue;
};

}  // namespace kiosk::platform
