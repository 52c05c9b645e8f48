#include "kiosk/stats/visit_summary.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace kiosk {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kFirstYear = 2025;  // no earlier clock is right: the program was not yet written
constexpr int kLastYear = 2199;
constexpr std::array<std::string_view, kDwellBands.size()> kDwellNames{
    "under_1", "1_to_2", "2_to_5", "5_to_10", "10_or_more"};

std::optional<sys_days> day_of(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) {
    return std::nullopt;
  }
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

int days_since_monday(sys_days day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

}  // namespace

DwellBand dwell_band(Millis length) {
  const double minutes = length / std::chrono::minutes(1);
  if (minutes < 1) return DwellBand::kUnderOne;
  if (minutes < 2) return DwellBand::kOneToTwo;
  if (minutes < 5) return DwellBand::kTwoToFive;
  return minutes < 10 ? DwellBand::kFiveToTen : DwellBand::kTenOrMore;
}

std::string_view name(DwellBand band) { return kDwellNames.at(static_cast<std::size_t>(band)); }

CalendarDay monday_of(Week week) {
  const year_month_day date{sys_days(days(week.monday))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::string text_of(Week week) {
  const CalendarDay date = monday_of(week);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return text.data();
}

std::optional<Week> week_from(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in(text.substr(0, 4));
  const auto month = number_in(text.substr(5, 2));
  const auto day = number_in(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const auto date = day_of(*year, *month, *day);
  if (!date || days_since_monday(*date) != 0) return std::nullopt;
  return Week{static_cast<std::int32_t>(date->time_since_epoch().count())};
}

std::optional<VisitTime> visit_time(const std::tm& local) {
  const auto date = day_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
  if (!date || local.tm_hour < 0 || local.tm_hour >= kHoursOfDay) return std::nullopt;
  const auto day = static_cast<std::int32_t>(date->time_since_epoch().count());
  return VisitTime{local.tm_hour, Week{day - days_since_monday(*date)}};
}

}  // namespace kiosk
