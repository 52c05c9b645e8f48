// Texts in a settings file and what they mean: hours, dates, lines for people.
// Who calls it: settings_fields.cpp. Pure functions; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/settings/opening_hours.h"

namespace kiosk {

// "09:00-18:30", to "24:00"; "closed" is an empty span. Nothing: it is written in another way.
// What it says may still not be sound (09:00-09:00).
[[nodiscard]] std::optional<std::optional<DaySpan>> hours_from(std::string_view text);
[[nodiscard]] std::string text_of_hours(const std::optional<DaySpan>& span);

// "2026-12-25"; it may be no day that there is (2026-02-30).
[[nodiscard]] std::optional<std::chrono::year_month_day> date_from(std::string_view text);
[[nodiscard]] std::string text_of_date(std::chrono::year_month_day date);
// A day that there is, of the years that a closed date may lie in.
[[nodiscard]] bool is_closed_date(std::chrono::year_month_day date);

// Code points of UTF-8.
[[nodiscard]] std::size_t characters_in(std::string_view utf8);

struct TextTrouble {
  std::string what;
  std::string remedy;
};
// Why the text cannot stand before people: it begins or ends with blanks, or is nothing else.
// (Line breaks and other control characters make no document: see json_document.h.)
[[nodiscard]] std::optional<TextTrouble> not_tidy(std::string_view utf8);

}  // namespace kiosk
