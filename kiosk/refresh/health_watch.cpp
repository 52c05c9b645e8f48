#include "kiosk/refresh/health_watch.h"

#include <algorithm>
#include <utility>

namespace kiosk {

bool HealthWatch::ticked(Millis now, std::uint64_t presents) {
  if (m_done || presents == 0) return false;
  if (!m_since || now - m_last > kSilence) m_since = now;
  m_last = now;
  m_done = now - *m_since >= kHealthyAfter;
  return m_done;
}

TrialRun::TrialRun(std::filesystem::path state, std::string shown)
    : m_state(std::move(state)), m_shown(std::move(shown)) {}

TrialRun::~TrialRun() {
  // Failing, it leaves a start counted that did no harm; two more are left.
  if (m_shown) static_cast<void>(take_back_start(m_state, *m_shown));
}

TrialRun::TrialRun(TrialRun&& other) noexcept
    : m_state(std::move(other.m_state)),
      m_shown(std::exchange(other.m_shown, std::nullopt)),
      m_watch(other.m_watch),
      m_said(other.m_said) {}

TrialRun& TrialRun::operator=(TrialRun&& other) noexcept {
  std::swap(m_state, other.m_state);
  std::swap(m_shown, other.m_shown);
  std::swap(m_watch, other.m_watch);
  std::swap(m_said, other.m_said);
  return *this;
}

std::string TrialRun::ticked(Millis now, std::uint64_t presents) {
  if (!m_shown || !m_watch.ticked(now, presents)) return "";
  const auto marked = mark_healthy(m_state, *m_shown);
  if (marked) {
    m_shown.reset();
    return "";
  }
  m_watch = HealthWatch();
  return std::exchange(m_said, true) ? "" : marked.error().message;
}

std::optional<Millis> TrialRun::shortened(std::optional<Millis> rest) const {
  if (!m_shown) return rest;
  return std::min(rest.value_or(HealthWatch::kPulse), HealthWatch::kPulse);
}

}  // namespace kiosk
