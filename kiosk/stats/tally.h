// Tally: how many visits there were, and of what kind: totals along one line at a time. No two
// of a visit's properties are ever counted together (no "Arabic in the morning"), so that a
// visit cannot be put together again from the totals, and no total depends on the order in which
// visits came: the same visits, in any order, or the same numbers of properties dealt out to
// visits in any other way, give the same Tally.
//
// Bounded whatever happens: of weeks the newest kMostWeeks stay apart, of cities the first
// kMostCities by id; what is beyond is counted together. Both rules, too, do not know an order.
//
// Plain values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "kiosk/stats/visit_summary.h"

namespace kiosk {

inline constexpr std::size_t kMostWeeks = 106;    // two years
inline constexpr std::size_t kMostCities = 2000;  // more than any pack may hold
inline constexpr std::size_t kLongestCityId = 64;
inline constexpr std::int64_t kMostVisits = 1'000'000'000'000;  // what a file may claim

// That there were visits, and in which week.
struct VisitTotals {
  std::int64_t visits = 0;  // the sum of all below
  std::map<Week, std::int64_t> weeks;
  std::int64_t earlier = 0;  // than the weeks that are kept apart
  std::int64_t undated = 0;  // the clock was not known to be right

  friend bool operator==(const VisitTotals&, const VisitTotals&) = default;
};

// Of what kind they were. May be of fewer visits than the totals (counters.h says why).
struct VisitDetails {
  std::int64_t visits = 0;  // the sum of each of the next three
  std::array<std::int64_t, kLanguages.size()> languages{};
  std::array<std::int64_t, kDwellBands.size()> dwell{};
  std::array<std::int64_t, kHoursOfDay + 1> hours{};  // the last: the hour is not known
  std::map<std::string, std::int64_t> cities;         // by id: visits that opened it
  std::int64_t other_cities = 0;  // openings of cities beyond those that are kept apart

  friend bool operator==(const VisitDetails&, const VisitDetails&) = default;
};

struct Tally {
  VisitTotals totals;
  VisitDetails details;

  friend bool operator==(const Tally&, const Tally&) = default;
};

void count(VisitTotals& totals, const VisitSummary& visit);
void count(VisitDetails& details, const VisitSummary& visit);
void add(VisitTotals& to, const VisitTotals& more);
void add(VisitDetails& to, const VisitDetails& more);

}  // namespace kiosk
