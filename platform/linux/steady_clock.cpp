#include "platform/linux/steady_clock.h"

namespace kiosk::platform {

SteadyClock::SteadyClock() : m_start(std::chrono::steady_clock::now()) {}

Millis SteadyClock::now() const { return std::chrono::steady_clock::now() - m_start; }

}  // namespace kiosk::platform
