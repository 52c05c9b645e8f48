#include "kiosk/visit_watch.h"

#include <algorithm>
#include <utility>

namespace kiosk {

namespace {

std::size_t place_of(Language language) {
  const auto* found = std::ranges::find(kLanguages, language);
  return static_cast<std::size_t>(found - kLanguages.begin());
}

}  // namespace

std::optional<VisitSummary> VisitWatch::ticked(const State& state,
                                               const std::optional<VisitTime>& now) {
  if (state.staff) {
    m_visit.reset();
    m_staff_were_here = true;
    return std::nullopt;
  }
  if (!state.attended) {
    m_staff_were_here = false;
    const auto over = std::exchange(m_visit, std::nullopt);
    return over ? std::optional(summary_of(*over)) : std::nullopt;
  }
  if (m_staff_were_here) return std::nullopt;
  if (!m_visit) {
    m_visit = Visit{};
    m_visit->begun = m_visit->last_tick = state.now;
    m_visit->when = now;
  }
  m_visit->spoken.at(place_of(state.language)) += state.now - m_visit->last_tick;
  m_visit->last_tick = state.now;
  m_visit->last_touch = state.last_touch;
  const bool city = state.screen == Screen::kCity && !m_visit->cities.contains(state.city);
  if (city) m_visit->cities.insert(state.city);
  return std::nullopt;
}

// The time in which nobody touched any more is no part of it.
VisitSummary VisitWatch::summary_of(const Visit& visit) {
  VisitSummary summary;
  const auto* most = std::ranges::max_element(visit.spoken);
  summary.language = kLanguages.at(static_cast<std::size_t>(most - visit.spoken.begin()));
  summary.dwell = dwell_band(std::max(visit.last_touch - visit.begun, Millis{0}));
  summary.cities = visit.cities;
  summary.when = visit.when;
  return summary;
}

}  // namespace kiosk
