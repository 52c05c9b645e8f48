#include "kiosk/search/keyboard.h"

#include <utility>

namespace kiosk {
namespace {

using Rows = std::vector<KeyRow>;

const Rows& arabic() {
  static const Rows rows{{"ض", "ص", "ث", "ق", "ف", "غ", "ع", "ه", "خ", "ح", "ج"},
                         {"ش", "س", "ي", "ب", "ل", "ا", "ت", "ن", "م", "ك", "ط"},
                         {"ئ", "ء", "ؤ", "ر", "ى", "ة", "و", "ز", "ظ", "د", "ذ"}};
  return rows;
}

const Rows& tifinagh() {
  static const Rows rows{{"ⴰ", "ⵣ", "ⴻ", "ⵔ", "ⵜ", "ⵢ", "ⵓ", "ⵉ", "ⵄ", "ⵃ", "ⵯ"},
                         {"ⵇ", "ⵙ", "ⴷ", "ⴼ", "ⴳ", "ⵀ", "ⵊ", "ⴽ", "ⵍ", "ⵎ", "ⵖ"},
                         {"ⵡ", "ⵅ", "ⵛ", "ⴱ", "ⵏ", "ⵥ", "ⵚ", "ⵟ", "ⴹ", "ⵕ"}};
  return rows;
}

const Rows& azerty() {
  static const Rows rows{{"a", "z", "e", "r", "t", "y", "u", "i", "o", "p"},
                         {"q", "s", "d", "f", "g", "h", "j", "k", "l", "m"},
                         {"w", "x", "c", "v", "b", "n", "é", "è", "’", "-"}};
  return rows;
}

const Rows& qwerty() {
  static const Rows rows{{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p"},
                         {"a", "s", "d", "f", "g", "h", "j", "k", "l"},
                         {"z", "x", "c", "v", "b", "n", "m", "’", "-"}};
  return rows;
}

const Rows& qwerty_spanish() {
  static const Rows rows{{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p"},
                         {"a", "s", "d", "f", "g", "h", "j", "k", "l", "ñ"},
                         {"z", "x", "c", "v", "b", "n", "m", "á", "’", "-"}};
  return rows;
}

Rows with_digits(KeyRow letters) {
  return {{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"},
          std::move(letters),
          {".", ",", ":", ";", "!", "?", "(", ")", "/", "+", "&"}};
}

const Rows& signs(Language language) {
  static const Rows arabic_signs = with_digits({"أ", "إ", "آ", "،", "؛", "؟", "«", "»", "é", "è"});
  static const Rows spanish_signs =
      with_digits({"é", "í", "ó", "ú", "ü", "à", "ç", "¿", "¡", "«", "»"});
  static const Rows other_signs =
      with_digits({"à", "â", "ç", "ê", "ë", "î", "ï", "ô", "ù", "«", "»"});
  if (language == Language::kArabic) return arabic_signs;
  return language == Language::kSpanish ? spanish_signs : other_signs;
}

}  // namespace

Keyboard keyboard_of(Language language) {
  if (language == Language::kArabic) return Keyboard::kArabic;
  return language == Language::kTamazight ? Keyboard::kTifinagh : Keyboard::kLatin;
}

const std::vector<KeyRow>& key_rows(Keyboard keyboard, Language language) {
  if (keyboard == Keyboard::kArabic) return arabic();
  if (keyboard == Keyboard::kTifinagh) return tifinagh();
  if (keyboard == Keyboard::kSigns) return signs(language);
  if (language == Language::kEnglish) return qwerty();
  return language == Language::kSpanish ? qwerty_spanish() : azerty();
}

Language key_language(Keyboard keyboard) {
  if (keyboard == Keyboard::kArabic) return Language::kArabic;
  return keyboard == Keyboard::kTifinagh ? Language::kTamazight : Language::kFrench;
}

std::string_view code(Keyboard keyboard) {
  switch (keyboard) {
    case Keyboard::kArabic:
      return "ar";
    case Keyboard::kTifinagh:
      return "zgh";
    case Keyboard::kSigns:
      return "signs";
    case Keyboard::kLatin:
      break;
  }
  return "latin";
}

// Of the letters that stand on a key: ASCII's, and Latin-1's, which lie in two bytes.
std::string capital(std::string_view letter) {
  std::string large(letter);
  const auto last = static_cast<unsigned char>(large.empty() ? 0 : large.back());
  const bool ascii = large.size() == 1 && last >= 'a' && last <= 'z';
  const bool latin1 =
      large.size() == 2 && large.front() == '\xC3' && last >= 0xA0 && last <= 0xBE && last != 0xB7;
  if (ascii || latin1) large.back() = static_cast<char>(last - 0x20);
  return large;
}

void take_letter_back(std::string& utf8) {
  while (!utf8.empty()) {
    const bool follows = (static_cast<unsigned char>(utf8.back()) & 0xC0) == 0x80;
    utf8.pop_back();
    if (!follows) break;
  }
}

}  // namespace kiosk
