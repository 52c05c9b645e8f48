// VisitSummary: all that is ever handed over of a visit, once it is over. What it lacks is the
// point: no order of events, no moments, no length to the second, no words that were typed. It
// lives in memory until it is added to totals (tally.h), and is never written.
//
// Who makes one: the app, out of its State, when a visit ends. Plain values; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <ctime>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kiosk/base/id.h"
#include "kiosk/base/language.h"
#include "kiosk/base/time.h"

namespace kiosk {

// How long a visit took, coarse enough to tell nobody from the next.
enum class DwellBand { kUnderOne, kOneToTwo, kTwoToFive, kFiveToTen, kTenOrMore };  // minutes
inline constexpr std::array kDwellBands{DwellBand::kUnderOne, DwellBand::kOneToTwo,
                                        DwellBand::kTwoToFive, DwellBand::kFiveToTen,
                                        DwellBand::kTenOrMore};
[[nodiscard]] DwellBand dwell_band(Millis length);
// "under_1", "1_to_2"...: in files.
[[nodiscard]] std::string_view name(DwellBand band);

inline constexpr int kHoursOfDay = 24;

// A week, by its Monday; the finest date that is kept.
struct Week {
  std::int32_t monday = 0;  // days since 1 January 1970

  friend auto operator<=>(const Week&, const Week&) = default;
};
[[nodiscard]] std::string text_of(Week week);  // "2026-11-23"
// nullopt: no such date, no Monday, or a year that no kiosk of ours sees (2025 to 2199).
[[nodiscard]] std::optional<Week> week_from(std::string_view text);
struct CalendarDay {
  int year = 0;
  int month = 0;  // from 1
  int day = 0;    // from 1
};
[[nodiscard]] CalendarDay monday_of(Week week);

struct VisitTime {
  int hour = 0;  // 0 to 23, local
  Week week;

  friend bool operator==(const VisitTime&, const VisitTime&) = default;
};
// `local`: as localtime_r fills it. Nothing: no kiosk of ours sees such a date, so the clock is
// wrong, and what is not known is not guessed.
[[nodiscard]] std::optional<VisitTime> visit_time(const std::tm& local);

struct VisitSummary {
  Language language = Language::kFrench;  // the one in which most of it was spent
  DwellBand dwell = DwellBand::kUnderOne;
  std::set<CityId> cities;        // that were opened, however often
  std::optional<VisitTime> when;  // when it began; nothing: the clock is not known to be right
};

}  // namespace kiosk
