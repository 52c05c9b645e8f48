#include "kiosk/pack/calendar_date.h"

#include <array>
#include <cstddef>
#include <optional>

namespace kiosk {

namespace {

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

bool is_calendar_date(std::string_view text) {
  const auto year = digits(text, 0, 4);
  if (!year || text.size() == 4) return year.has_value();
  const auto month = digits(text, 5, 2);
  if (text[4] != '-' || !month || *month < 1 || *month > 12) return false;
  if (text.size() == 7) return true;
  const auto day = digits(text, 8, 2);
  if (text[7] != '-' || !day || text.size() != 10) return false;
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  const int days = *month == 2 && leap ? 29 : kDays.at(static_cast<std::size_t>(*month - 1));
  return *day >= 1 && *day <= days;
}

}  // namespace kiosk
