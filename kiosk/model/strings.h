// Strings: the program's own words (buttons, units, headings) in every language,
// read once from assets/strings/ by pack/load_strings.h. What the exhibition says
// about cities is not here: that is the Pack.
//
// Plain value after load; any thread. A key that does not exist is a bug of ours
// (the loader has checked parity), so looking it up ends the program.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kiosk/base/language.h"

namespace kiosk {

// The staff room speaks these; in another one it speaks the first.
inline constexpr std::array kStaffLanguages{Language::kFrench, Language::kArabic,
                                            Language::kEnglish, Language::kSpanish};
[[nodiscard]] constexpr Language staff_language(Language language) {
  for (const Language spoken : kStaffLanguages) {
    if (spoken == language) return language;
  }
  return kStaffLanguages.front();
}

// CLDR's plural categories; English uses two, Arabic all six.
enum class PluralCategory { kZero, kOne, kTwo, kFew, kMany, kOther };

[[nodiscard]] PluralCategory plural_category(Language language, std::int64_t count);

using Placeholder = std::pair<std::string_view, std::string_view>;  // "city" -> what {city} becomes

class Strings {
 public:
  using Forms = std::map<PluralCategory, std::string>;  // a plain text has kOther alone
  using Table = std::map<std::string, Forms, std::less<>>;

  void set_table(Language language, Table table);
  void set_countries(Language language, std::map<std::string, std::string, std::less<>> names);

  [[nodiscard]] std::string_view text(std::string_view key, Language language) const;
  [[nodiscard]] std::string format(std::string_view key, Language language,
                                   std::initializer_list<Placeholder> values) const;
  // Picks the form for `count`; {count} must be among the values if the text shows it.
  [[nodiscard]] std::string plural(std::string_view key, Language language, std::int64_t count,
                                   std::initializer_list<Placeholder> values) const;
  // nullopt: that country is not in our list.
  [[nodiscard]] std::optional<std::string_view> country(std::string_view iso_alpha2,
                                                        Language language) const;

 private:
  [[nodiscard]] const Forms& forms(std::string_view key, Language language) const;

  std::map<Language, std::shared_ptr<const Table>> m_tables;  // a copy shares them
  std::map<Language, std::map<std::string, std::string, std::less<>>> m_countries;
};

}  // namespace kiosk
