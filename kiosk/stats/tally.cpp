#include "kiosk/stats/tally.h"

namespace kiosk {

namespace {

// The newest stay: whichever order they come in, one of the newest is never the oldest kept.
void keep_newest(VisitTotals& totals) {
  while (totals.weeks.size() > kMostWeeks) {
    totals.earlier += totals.weeks.begin()->second;
    totals.weeks.erase(totals.weeks.begin());
  }
}

// The first by id stay. A rule that kept the busiest, or the first to come, would tell an order.
void keep_first(VisitDetails& details) {
  while (details.cities.size() > kMostCities) {
    const auto last = std::prev(details.cities.end());
    details.other_cities += last->second;
    details.cities.erase(last);
  }
}

template <std::size_t kCount>
void add_each(std::array<std::int64_t, kCount>& to, const std::array<std::int64_t, kCount>& more) {
  for (std::size_t i = 0; i < kCount; ++i) to[i] += more[i];
}

}  // namespace

void count(VisitTotals& totals, const VisitSummary& visit) {
  ++totals.visits;
  if (visit.when) {
    ++totals.weeks[visit.when->week];
  } else {
    ++totals.undated;
  }
  keep_newest(totals);
}

void count(VisitDetails& details, const VisitSummary& visit) {
  ++details.visits;
  ++details.languages.at(static_cast<std::size_t>(visit.language));
  ++details.dwell.at(static_cast<std::size_t>(visit.dwell));
  ++details.hours.at(static_cast<std::size_t>(visit.when ? visit.when->hour : kHoursOfDay));
  for (const CityId& city : visit.cities) {
    if (city.empty()) continue;
    if (city.value.size() > kLongestCityId) {
      ++details.other_cities;
    } else {
      ++details.cities[city.value];
    }
  }
  keep_first(details);
}

void add(VisitTotals& to, const VisitTotals& more) {
  to.visits += more.visits;
  to.earlier += more.earlier;
  to.undated += more.undated;
  for (const auto& [week, visits] : more.weeks) to.weeks[week] += visits;
  keep_newest(to);
}

void add(VisitDetails& to, const VisitDetails& more) {
  to.visits += more.visits;
  to.other_cities += more.other_cities;
  add_each(to.languages, more.languages);
  add_each(to.dwell, more.dwell);
  add_each(to.hours, more.hours);
  for (const auto& [city, visits] : more.cities) to.cities[city] += visits;
  keep_first(to);
}

}  // namespace kiosk
