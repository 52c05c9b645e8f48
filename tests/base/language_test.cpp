#include "kiosk/base/language.h"

#include <doctest/doctest.h>

#include <set>
#include <string_view>

namespace kiosk {
namespace {

TEST_CASE("every language comes back from its code, and no two share one") {
  std::set<std::string_view> codes;
  for (const Language language : kLanguages) {
    CHECK(language_from(code(language)) == language);
    codes.insert(code(language));
  }
  CHECK(codes.size() == kLanguages.size());
}

TEST_CASE("a code that is not one of ours names no language") {
  for (const std::string_view text : {"", "de", "AR", "fr-MA", "ar "}) {
    CHECK_FALSE(language_from(text).has_value());
  }
}

TEST_CASE("Arabic alone runs from right to left; Tamazight in Tifinagh does not") {
  for (const Language language : kLanguages) {
    CHECK((direction(language) == Direction::kRightToLeft) == (language == Language::kArabic));
  }
}

}  // namespace
}  // namespace kiosk
