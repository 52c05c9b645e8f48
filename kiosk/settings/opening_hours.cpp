#include "kiosk/settings/opening_hours.h"

namespace kiosk {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

// Enough for every closed date in a row, and a week to find a day with hours.
constexpr int kDaysAhead = static_cast<int>(kMostClosedDates) + 8;

// The span that begins on this day, its end counted on beyond midnight.
std::optional<DaySpan> span_of(const OpeningHours& hours, sys_days day) {
  if (hours.closed.contains(year_month_day(day))) return std::nullopt;
  auto span = hours.days.at(weekday(day).iso_encoding() - 1);
  if (span && span->off <= span->on) span->off += kDayMinutes;
  return span;
}

// Minutes since the first midnight, which a span of any day may hold.
struct Timeline {
  const OpeningHours& hours;
  sys_days first;

  [[nodiscard]] std::optional<DaySpan> span(int day) const {
    auto span = span_of(hours, first + days(day));
    if (!span) return std::nullopt;
    return DaySpan{span->on + day * kDayMinutes, span->off + day * kDayMinutes};
  }

  // When the span ends that holds this minute; nothing: none does.
  [[nodiscard]] std::optional<int> end_of(int minute) const {
    std::optional<int> end;
    const int today = minute / kDayMinutes;
    for (const int day : {today - 1, today}) {
      const auto held = span(day);
      if (held && held->on <= minute && minute < held->off && (!end || held->off > *end)) {
        end = held->off;
      }
    }
    return end;
  }

  [[nodiscard]] std::optional<int> closes_after(int minute) const {
    while (const auto end = end_of(minute)) {
      minute = *end;
      if (minute > kDaysAhead * kDayMinutes) return std::nullopt;
    }
    return minute;
  }

  [[nodiscard]] std::optional<int> opens_after(int minute) const {
    for (int day = 0; day <= kDaysAhead; ++day) {
      const auto next = span(day);
      if (next && next->on > minute) return next->on;
    }
    return std::nullopt;
  }
};

}  // namespace

bool is_sound(const DaySpan& span) {
  return span.on >= 0 && span.on < kDayMinutes && span.off >= 0 && span.off <= kDayMinutes &&
         span.on != span.off;
}

Opening opening_at(const OpeningHours& hours, const std::optional<LocalTime>& now) {
  if (!hours.used) return {};
  if (!now || !now->date.ok()) return {true, false, std::nullopt};
  // From the day before: what began then may not be over.
  const Timeline timeline{hours, sys_days(now->date) - days(1)};
  const int minute = now->minute + kDayMinutes;
  Opening opening;
  opening.open = timeline.end_of(minute).has_value();
  const auto change = opening.open ? timeline.closes_after(minute) : timeline.opens_after(minute);
  if (change) {
    const auto date = year_month_day(timeline.first + days(*change / kDayMinutes));
    opening.until = LocalTime{date, *change % kDayMinutes};
  }
  return opening;
}

}  // namespace kiosk
