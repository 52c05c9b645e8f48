#include "kiosk/staff/pin_desk.h"

#include <utility>

namespace kiosk {

PinDesk::PinDesk(const std::filesystem::path& state, Millis now, bool at_once)
    : m_at_once(at_once), m_pin(state, now) {}

PinDesk::~PinDesk() {
  if (m_task.joinable()) m_task.join();
}

template <typename Look>
void PinDesk::look(Look how) {
  int entrance = 0;
  {
    const std::scoped_lock held(m_lock);
    if (m_running) return;
    m_running = true;
    m_answer = PinNews::kChecking;
    entrance = m_entrance;
  }
  if (m_task.joinable()) m_task.join();
  m_task = std::thread([this, entrance, how = std::move(how)] {
    const PinNews answer = how();
    const std::scoped_lock held(m_lock);
    m_running = false;
    if (entrance == m_entrance) m_answer = answer;
  });
  if (m_at_once) m_task.join();
}

void PinDesk::guess(const std::string& digits, Millis now) {
  look([this, digits, now] {
    const auto guessed = m_pin.guess(digits, now);
    if (!guessed) return PinNews::kFailed;
    return *guessed == PinLock::Answer::kRight ? PinNews::kRight : PinNews::kWrong;
  });
}

void PinDesk::choose(const std::string& digits) {
  look([this, digits] {
    return !m_pin.chosen() && m_pin.choose(digits) ? PinNews::kRight : PinNews::kFailed;
  });
}

void PinDesk::forget() {
  const std::scoped_lock held(m_lock);
  ++m_entrance;
  m_answer = PinNews::kUnknown;
}

PinDesk::News PinDesk::news(Millis now) {
  const std::scoped_lock held(m_lock);
  // The lock itself is the task's while that runs.
  if (m_running || m_answer == PinNews::kRight) return {m_running ? PinNews::kChecking : m_answer};
  if (!m_pin.chosen()) return {PinNews::kNoneChosen};
  if (const Millis wait = m_pin.wait(now); wait > Millis{0}) {
    return {PinNews::kWaiting, static_cast<int>(wait.count() / 1000) + 1};
  }
  return {m_answer == PinNews::kUnknown ? PinNews::kReady : m_answer};
}

bool PinDesk::busy() const {
  const std::scoped_lock held(m_lock);
  return m_running;
}

}  // namespace kiosk
