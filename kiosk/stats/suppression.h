// What may be told of a Tally to people elsewhere: no number under kFewestShown, nor one from
// which such a number could be worked out.
//
// The cells of weeks, languages, lengths and hours each add up to the number of visits, which is
// told. So one small cell alone would be what the others leave; and so would be small cells whose
// sum leaves them no choice. There the next larger cells are kept back as well, all alike,
// until those that are kept back could each be another number, also to somebody who knows this
// rule. tests/stats/suppression_test.cpp tries all small tables. Cities have no sum (a visit
// opens several): a city is told once kFewestShown visits opened it, else left out; and weeks
// that are kept back are not listed either, as a week's being there would tell of a visit.
//
// Which cells are kept back is told, not why: under the limit, none at all, or to cover another.
// What this cannot do: two exports can be subtracted. That the difference is of at least five
// visits' details is Counters' doing.
//
// Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/stats/tally.h"

namespace kiosk {

inline constexpr std::int64_t kFewestShown = 5;

struct ShownCell {
  std::string key;
  std::optional<std::int64_t> visits;  // nothing: kept back

  friend bool operator==(const ShownCell&, const ShownCell&) = default;
};
using ShownTable = std::vector<ShownCell>;

// Keys of cells that are no week, hour or city.
inline constexpr const char* kEarlierWeeks = "earlier";
inline constexpr const char* kUndated = "undated";
inline constexpr const char* kUnknownHour = "unknown";
inline constexpr const char* kOtherCities = "_other";  // no id can be this

struct ShownCounters {
  std::optional<std::int64_t> visits;
  ShownTable weeks;        // "2026-11-23", oldest first; kEarlierWeeks before, kUndated after them
  ShownTable languages;    // by code
  ShownTable dwell;        // by name(DwellBand)
  ShownTable hours;        // "00" to "23", and kUnknownHour
  ShownTable cities;       // by id, most opened first; kOtherCities last
  bool kept_back = false;  // is any number?

  friend bool operator==(const ShownCounters&, const ShownCounters&) = default;
};

[[nodiscard]] ShownCounters shown(const Tally& tally);
// All numbers as they are: for the device's own staff, never for anything that leaves it.
[[nodiscard]] ShownCounters shown_whole(const Tally& tally);

// Of cells whose sum is known: which are to be kept back.
[[nodiscard]] std::vector<bool> kept_back(const std::vector<std::int64_t>& cells);

}  // namespace kiosk
