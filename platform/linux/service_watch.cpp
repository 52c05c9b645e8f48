#include "platform/linux/service_watch.h"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace kiosk::platform {

namespace {

// Late by one whole turn, and still two more before systemd loses patience.
constexpr int kBeatsInTime = 3;

}  // namespace

ServiceWatch::ServiceWatch() {
  std::uint64_t longest_us = 0;
  if (::sd_watchdog_enabled(0, &longest_us) > 0) {
    m_every = Millis(static_cast<double>(longest_us) / 1000.0 / kBeatsInTime);
  }
}

void ServiceWatch::beat(Millis now) {
  if (!m_last) {
    ::sd_notify(0, "READY=1");
  } else if (!m_every || now - *m_last < *m_every / 2) {
    return;  // sixty times a second would be a waste
  }
  if (m_every) ::sd_notify(0, "WATCHDOG=1");
  m_last = now;
}

}  // namespace kiosk::platform
