// The on-screen keyboards: every name of the pack can be typed on them.
#include "kiosk/search/keyboard.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "kiosk/search/fold.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

std::set<char32_t> letters_of(Keyboard keyboard, Language language) {
  std::set<char32_t> letters;
  for (const KeyRow& row : key_rows(keyboard, language)) {
    for (const std::string_view key : row) {
      for (const char32_t letter : fold(key).joined) letters.insert(letter);
    }
  }
  return letters;
}

void check_typable(const std::string& name, Keyboard keyboard, Language language) {
  const std::set<char32_t> letters = letters_of(keyboard, language);
  for (const char32_t letter : fold(name).joined) {
    CAPTURE(name);
    CHECK(letters.contains(letter));
  }
}

TEST_CASE("the city's name in each language can be typed on that language's keyboard") {
  for (const City& city : bundled_pack().values().cities) {
    for (const Language language : kLanguages) {
      if (const auto& name = city.name.get(language)) {
        check_typable(*name, keyboard_of(language), language);
      }
    }
  }
}

TEST_CASE("countries too, Tifinagh ones included") {
  const Strings words = own_words();
  for (const City& city : bundled_pack().values().cities) {
    for (const Language language : kLanguages) {
      if (city.country.empty()) continue;
      const auto name = words.country(city.country, language);
      REQUIRE(name);
      check_typable(std::string(*name), keyboard_of(language), language);
    }
  }
}

TEST_CASE("no key stands twice on a keyboard, and no row has more than eleven") {
  for (const Language language : kLanguages) {
    for (const Keyboard keyboard :
         {Keyboard::kArabic, Keyboard::kTifinagh, Keyboard::kLatin, Keyboard::kSigns}) {
      std::set<std::string_view> seen;
      for (const KeyRow& row : key_rows(keyboard, language)) {
        CHECK(row.size() <= 11);
        for (const std::string_view key : row) {
          CAPTURE(key);
          CHECK(seen.insert(key).second);
        }
      }
    }
  }
}

TEST_CASE("a key's capital: accents have theirs, what has none stays") {
  CHECK(capital("a") == "A");
  CHECK(capital("z") == "Z");
  CHECK(capital("é") == "É");
  CHECK(capital("ñ") == "Ñ");
  CHECK(capital("ç") == "Ç");
  for (const char* same : {"’", "1", "«", "م", "ⵎ", "¿", ""}) CHECK(capital(same) == same);
}

TEST_CASE("a letter is taken back with all its bytes") {
  std::string text = "aéمⵎ";
  for (const char* left : {"aéم", "aé", "a", "", ""}) {
    take_letter_back(text);
    CHECK(text == left);
  }
}

}  // namespace
