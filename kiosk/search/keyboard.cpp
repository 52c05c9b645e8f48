#include "kiosk/search/keyboard.h"

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

}  // namespace

Keyboard keyboard_of(Language language) {
  if (language == Language::kArabic) return Keyboard::kArabic;
  return language == Language::kTamazight ? Keyboard::kTifinagh : Keyboard::kLatin;
}

const std::vector<KeyRow>& key_rows(Keyboard keyboard, Language language) {
  if (keyboard == Keyboard::kArabic) return arabic();
  if (keyboard == Keyboard::kTifinagh) return tifinagh();
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
    case Keyboard::kLatin:
      break;
  }
  return "latin";
}

}  // namespace kiosk
