// Language: one of the five the exhibition speaks, by BCP 47 code, with the
// direction its text runs in. The order is the one visitors see.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace kiosk {

enum class Language { kArabic, kTamazight, kFrench, kSpanish, kEnglish };
enum class Direction { kLeftToRight, kRightToLeft };

inline constexpr std::array kLanguages{Language::kArabic, Language::kTamazight, Language::kFrench,
                                       Language::kSpanish, Language::kEnglish};

[[nodiscard]] constexpr std::string_view code(Language language) {
  constexpr std::array<std::string_view, 5> kCodes{"ar", "zgh", "fr", "es", "en"};
  return kCodes.at(static_cast<std::size_t>(language));
}

[[nodiscard]] constexpr std::optional<Language> language_from(std::string_view text) {
  for (const Language language : kLanguages) {
    if (code(language) == text) return language;
  }
  return std::nullopt;
}

[[nodiscard]] constexpr Direction direction(Language language) {
  return language == Language::kArabic ? Direction::kRightToLeft : Direction::kLeftToRight;
}

}  // namespace kiosk
