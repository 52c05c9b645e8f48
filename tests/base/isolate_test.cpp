// Isolates: which texts read against the words around them.
#include "kiosk/base/isolate.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using kiosk::Direction;
using kiosk::isolated;
using kiosk::Language;
using kiosk::reads_against;

TEST_CASE("letters of the other direction read against, digits and signs do not") {
  CHECK(reads_against("Banjul", Direction::kRightToLeft));
  CHECK(reads_against("ⵙⵙⵎⴰⵔⴰ", Direction::kRightToLeft));
  CHECK(reads_against("విజయవాడ", Direction::kRightToLeft));
  CHECK(reads_against("Ɲamay", Direction::kRightToLeft));
  CHECK_FALSE(reads_against("1 563 · (2013) – ≈ 31 000", Direction::kRightToLeft));
  CHECK_FALSE(reads_against("السمارة 1934", Direction::kRightToLeft));
  CHECK(reads_against("السمارة", Direction::kLeftToRight));
  CHECK(reads_against("ߒߞߏ", Direction::kLeftToRight));
  CHECK_FALSE(reads_against("N’Djamena 2025", Direction::kLeftToRight));
}

TEST_CASE("letters that are isolated already reorder nothing any more") {
  const std::string arabic = isolated("العربية", Language::kFrench);
  CHECK_FALSE(reads_against(arabic + ", Español", Direction::kLeftToRight));
  CHECK(isolated(arabic + ", Español", Language::kFrench) == arabic + ", Español");
  CHECK(reads_against(arabic + ", العربية", Direction::kLeftToRight));
  CHECK(
      reads_against("Español, " + isolated("Español", Language::kArabic), Direction::kRightToLeft));
}

TEST_CASE("only what reads against its language is isolated") {
  CHECK(isolated("Banjul", Language::kArabic) == "\u2068Banjul\u2069");
  CHECK(isolated("بانجول", Language::kArabic) == "بانجول");
  CHECK(isolated("بانجول", Language::kFrench) == "\u2068بانجول\u2069");
  CHECK(isolated("31 000", Language::kArabic) == "31 000");
  CHECK(isolated("", Language::kArabic).empty());
}

}  // namespace
