// The on-screen keyboards: which letters stand where.
//
// Rows from the top, keys from left to right in every language: keyboards are not mirrored.
// Arabic as on Morocco's typewriters without the vowel signs (the search folds them away),
// Tifinagh as IRCAM's basic layout with the emphatic letters in reach, Latin as AZERTY for
// French and for visitors who read Arabic or Tamazight, QWERTY for Spanish and English.
// Digits, accents and signs have a keyboard of their own, for those who write what is shown.
// Plain values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"

namespace kiosk {

enum class Keyboard { kArabic, kTifinagh, kLatin, kSigns };

using KeyRow = std::vector<std::string_view>;

[[nodiscard]] Keyboard keyboard_of(Language language);
[[nodiscard]] const std::vector<KeyRow>& key_rows(Keyboard keyboard, Language language);
// The language in which a keyboard's keys are set.
[[nodiscard]] Language key_language(Keyboard keyboard);
// As in the zones' ids: "ar", "zgh", "latin", "signs".
[[nodiscard]] std::string_view code(Keyboard keyboard);
// Of a key; what has none stays as it is.
[[nodiscard]] std::string capital(std::string_view letter);
// The last letter with all its bytes.
void take_letter_back(std::string& utf8);

}  // namespace kiosk
