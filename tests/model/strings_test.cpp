#include "kiosk/model/strings.h"

#include <doctest/doctest.h>

#include <limits>

using namespace kiosk;
using enum PluralCategory;

TEST_CASE("English counts one and other") {
  CHECK(plural_category(Language::kEnglish, 0) == kOther);
  CHECK(plural_category(Language::kEnglish, 1) == kOne);
  CHECK(plural_category(Language::kEnglish, 2) == kOther);
  CHECK(plural_category(Language::kEnglish, 1'000'000) == kOther);
}

TEST_CASE("French counts zero as one, and whole millions apart") {
  CHECK(plural_category(Language::kFrench, 0) == kOne);
  CHECK(plural_category(Language::kFrench, 1) == kOne);
  CHECK(plural_category(Language::kFrench, 2) == kOther);
  CHECK(plural_category(Language::kFrench, 999'999) == kOther);
  CHECK(plural_category(Language::kFrench, 1'000'000) == kMany);
  CHECK(plural_category(Language::kFrench, 3'000'000) == kMany);
  CHECK(plural_category(Language::kFrench, 1'000'001) == kOther);
}

TEST_CASE("Spanish counts whole millions apart, and zero is not one") {
  CHECK(plural_category(Language::kSpanish, 0) == kOther);
  CHECK(plural_category(Language::kSpanish, 1) == kOne);
  CHECK(plural_category(Language::kSpanish, 2) == kOther);
  CHECK(plural_category(Language::kSpanish, 2'000'000) == kMany);
}

TEST_CASE("Arabic has all six forms, by the last two digits") {
  const auto category = [](std::int64_t n) { return plural_category(Language::kArabic, n); };
  CHECK(category(0) == kZero);
  CHECK(category(1) == kOne);
  CHECK(category(2) == kTwo);
  CHECK(category(3) == kFew);
  CHECK(category(10) == kFew);
  CHECK(category(11) == kMany);
  CHECK(category(99) == kMany);
  CHECK(category(100) == kOther);
  CHECK(category(101) == kOther);
  CHECK(category(102) == kOther);
  CHECK(category(103) == kFew);
  CHECK(category(111) == kMany);
}

TEST_CASE("Tamazight counts 0, 1 and 11 to 99 as one") {
  const auto category = [](std::int64_t n) { return plural_category(Language::kTamazight, n); };
  CHECK(category(0) == kOne);
  CHECK(category(1) == kOne);
  CHECK(category(2) == kOther);
  CHECK(category(10) == kOther);
  CHECK(category(11) == kOne);
  CHECK(category(99) == kOne);
  CHECK(category(100) == kOther);
}

TEST_CASE("a negative number counts like the positive one") {
  CHECK(plural_category(Language::kEnglish, -1) == kOne);
  CHECK(plural_category(Language::kArabic, -2) == kTwo);
  // 9223372036854775808 ends in 08.
  CHECK(plural_category(Language::kArabic, std::numeric_limits<std::int64_t>::min()) == kFew);
}

namespace {

Strings english() {
  Strings strings;
  strings.set_table(Language::kEnglish,
                    {{"back", {{kOther, "Back"}}},
                     {"to", {{kOther, "From {home} to {partner}, {home}"}}},
                     {"cities", {{kOne, "One city"}, {kOther, "{count} cities"}}}});
  strings.set_countries(Language::kEnglish, {{"GM", "Gambia"}});
  return strings;
}

TEST_CASE("a value that reads against the language is isolated in its sentence") {
  kiosk::Strings words;
  words.set_table(Language::kArabic, {{"tied", {{PluralCategory::kOther, "متوأمة مع {home}"}}}});
  words.set_table(Language::kFrench, {{"tied", {{PluralCategory::kOther, "avec {home}"}}}});
  CHECK(words.format("tied", Language::kArabic, {{"home", "Smara"}}) ==
        "متوأمة مع \u2068Smara\u2069");
  CHECK(words.format("tied", Language::kArabic, {{"home", "السمارة"}}) == "متوأمة مع السمارة");
  CHECK(words.format("tied", Language::kFrench, {{"home", "Smara"}}) == "avec Smara");
}

}  // namespace

TEST_CASE("placeholders are replaced wherever they stand") {
  const Strings strings = english();
  CHECK(strings.format("to", Language::kEnglish, {{"home", "Smara"}, {"partner", "Banjul"}}) ==
        "From Smara to Banjul, Smara");
  CHECK(strings.text("back", Language::kEnglish) == "Back");
}

TEST_CASE("a value is put in as it is, even if it looks like a placeholder") {
  CHECK(english().format("to", Language::kEnglish, {{"home", "{partner}"}, {"partner", "B"}}) ==
        "From {partner} to B, {partner}");
}

TEST_CASE("a placeholder without a value stays visible") {
  CHECK(english().format("to", Language::kEnglish, {{"home", "Smara"}}) ==
        "From Smara to {partner}, Smara");
}

TEST_CASE("the plural form follows the count") {
  const Strings strings = english();
  CHECK(strings.plural("cities", Language::kEnglish, 1, {{"count", "1"}}) == "One city");
  CHECK(strings.plural("cities", Language::kEnglish, 12, {{"count", "12"}}) == "12 cities");
}

TEST_CASE("a country outside the list has no name") {
  const Strings strings = english();
  CHECK(strings.country("GM", Language::kEnglish) == "Gambia");
  CHECK_FALSE(strings.country("XX", Language::kEnglish).has_value());
  CHECK_FALSE(strings.country("GM", Language::kFrench).has_value());
}
