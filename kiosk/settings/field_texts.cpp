#include "kiosk/settings/field_texts.h"

#include <algorithm>
#include <cstdio>

namespace kiosk {

namespace {

constexpr std::string_view kClosed = "closed";
constexpr int kHourMinutes = 60;

// Digits only, all of them; nothing else.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

// "HH:MM" as minutes since midnight, to 24:00.
std::optional<int> minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text.substr(0, 2));
  const auto minute = digits(text.substr(3));
  if (!hour || !minute || *minute >= kHourMinutes) return std::nullopt;
  const int whole = *hour * kHourMinutes + *minute;
  return whole <= kDayMinutes ? std::optional(whole) : std::nullopt;
}

}  // namespace

std::optional<std::optional<DaySpan>> hours_from(std::string_view text) {
  if (text == kClosed) return std::optional<DaySpan>();
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto on = minute_of_day(text.substr(0, 5));
  const auto off = minute_of_day(text.substr(6));
  if (!on || !off || *on == kDayMinutes) return std::nullopt;
  return DaySpan{*on, *off};
}

std::string text_of_hours(const std::optional<DaySpan>& span) {
  if (!span) return std::string(kClosed);
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", span->on / kHourMinutes,
                span->on % kHourMinutes, span->off / kHourMinutes, span->off % kHourMinutes);
  return text;
}

std::optional<std::chrono::year_month_day> date_from(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  return std::chrono::year_month_day(std::chrono::year(*year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)));
}

std::string text_of_date(std::chrono::year_month_day date) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

bool is_closed_date(std::chrono::year_month_day date) {
  const int year = static_cast<int>(date.year());
  return date.ok() && year >= kEarliestYear && year <= kLatestYear;
}

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::optional<TextTrouble> not_tidy(std::string_view utf8) {
  const std::size_t first = utf8.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return TextTrouble{"the text is blank", "Write it, or remove the field."};
  }
  if (first > 0 || utf8.back() == ' ') {
    return TextTrouble{"the text begins or ends with a blank", "Take it away."};
  }
  return std::nullopt;
}

}  // namespace kiosk
