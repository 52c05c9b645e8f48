#include "kiosk/app/format.h"

#include <charconv>
#include <optional>

namespace kiosk {
namespace {

std::optional<int> whole_number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string format_number(const Strings& words, Language language, std::int64_t value) {
  const bool negative = value < 0;
  std::string digits = std::to_string(value);
  if (negative) digits.erase(0, 1);
  const std::size_t smallest_grouped = language == Language::kSpanish ? 5 : 4;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;
    const bool group = i > 0 && left % 3 == 0 && digits.size() >= smallest_grouped;
    if (group) text += words.text("number.group", language);
    text += digits[i];
  }
  return negative ? "\xE2\x88\x92" + text : text;
}

std::string format_date(const Strings& words, Language language, std::string_view edtf) {
  const std::string year(edtf.substr(0, 4));
  if (edtf.size() == 4) return year;
  const std::optional<int> month =
      edtf.size() >= 7 ? whole_number(edtf.substr(5, 2)) : std::nullopt;
  if (!month || *month < 1 || *month > 12) return std::string(edtf);
  const std::string_view name = words.text("month." + std::to_string(*month), language);
  if (edtf.size() == 7) {
    return words.format("date.month_year", language, {{"month", name}, {"year", year}});
  }
  const std::optional<int> day = edtf.size() == 10 ? whole_number(edtf.substr(8, 2)) : std::nullopt;
  if (!day) return std::string(edtf);
  const std::string number =
      *day == 1 ? std::string(words.text("date.first_day", language)) : std::to_string(*day);
  return words.format("date.day_month_year", language,
                      {{"day", number}, {"month", name}, {"year", year}});
}

std::string format_list(std::span<const std::string> names, Language language) {
  const std::string_view comma = direction(language) == Direction::kRightToLeft ? "، " : ", ";
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : comma).append(name);
  return list;
}

}  // namespace kiosk
