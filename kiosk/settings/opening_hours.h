// Opening hours: when the panel is lit, by local time, and what to do about a clock that nobody
// has set.
//
// Each weekday has one span, or is closed. A span may end after midnight: it belongs to the day
// that it began on, so Saturday 20:00 to 02:00 lights the first two hours of a Sunday that is
// closed, and a closed date takes its own evening with it. Spans that touch are one.
//
// Times are what the wall clock shows: a day has 1440 minutes here, also one on which the clocks
// are changed. So ask again each minute rather than sleep until `until`.
//
// Plain values, pure functions; any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>

namespace kiosk {

inline constexpr int kDayMinutes = 1440;
inline constexpr std::size_t kMostClosedDates = 400;
inline constexpr int kEarliestYear = 2000;  // of a closed date
inline constexpr int kLatestYear = 2199;

// Minutes since midnight. `on` from 0 to 1439; `off` from 0 to 1440, and never equal to `on`. Not
// after `on`: on the next day. 0 and 1440: all day.
struct DaySpan {
  int on = 0;
  int off = kDayMinutes;
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};
[[nodiscard]] bool is_sound(const DaySpan& span);

struct OpeningHours {
  bool used = false;  // not: always open
  // From Monday; nothing: closed.
  std::array<std::optional<DaySpan>, 7> days{DaySpan{}, DaySpan{}, DaySpan{}, DaySpan{},
                                             DaySpan{}, DaySpan{}, DaySpan{}};
  std::set<std::chrono::year_month_day> closed;  // days that there are, within the years above
  friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

struct LocalTime {
  std::chrono::year_month_day date;
  int minute = 0;  // since midnight, 0 to 1439
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

struct Opening {
  bool open = true;
  // False: the hours are used, but the clock is not known. It is open then: a panel that stays
  // dark through a day is worse than one that is lit through a night. Staff are to be told.
  bool sure = true;
  // When that changes; nothing: not within a year and some days, or not known.
  std::optional<LocalTime> until;
  friend bool operator==(const Opening&, const Opening&) = default;
};

// `now`: nothing while the clock was not set by anybody (no battery, no network).
[[nodiscard]] Opening opening_at(const OpeningHours& hours, const std::optional<LocalTime>& now);

}  // namespace kiosk
