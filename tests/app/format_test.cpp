#include "kiosk/app/format.h"

#include <doctest/doctest.h>

#include "tests/bundled.h"

using namespace kiosk;

TEST_CASE("numbers are grouped as each language writes them, in Western digits") {
  const Strings words = own_words();
  CHECK(format_number(words, Language::kFrench, 1563) == "1\u202F563");
  CHECK(format_number(words, Language::kArabic, 31054) == "31\u202F054");
  CHECK(format_number(words, Language::kEnglish, 1034358) == "1,034,358");
  CHECK(format_number(words, Language::kSpanish, 1563) == "1563");
  CHECK(format_number(words, Language::kSpanish, 15630) == "15\u202F630");
  CHECK(format_number(words, Language::kFrench, 999) == "999");
  CHECK(format_number(words, Language::kFrench, 0) == "0");
  CHECK(format_number(words, Language::kFrench, -1200) == "\u22121\u202F200");
}

TEST_CASE("dates are as coarse as their source") {
  const Strings words = own_words();
  CHECK(format_date(words, Language::kFrench, "2025") == "2025");
  CHECK(format_date(words, Language::kFrench, "2025-10") == "octobre 2025");
  CHECK(format_date(words, Language::kFrench, "2025-10-31") == "31\u00A0octobre 2025");
  CHECK(format_date(words, Language::kFrench, "2025-05-01") == "1er\u00A0mai 2025");
  CHECK(format_date(words, Language::kArabic, "2021-05-28") == "28\u00A0ماي 2021");
  CHECK(format_date(words, Language::kSpanish, "2025-10-31").find("31") == 0);
}

TEST_CASE("a list has its language's comma") {
  const std::vector<std::string> names{"Agadez", "Banjul", "Niamey"};
  CHECK(format_list(names, Language::kSpanish) == "Agadez, Banjul, Niamey");
  CHECK(format_list(std::vector<std::string>{"أغاديز", "بانجول"}, Language::kArabic) ==
        "أغاديز، بانجول");
  CHECK(format_list({}, Language::kFrench).empty());
}

TEST_CASE("what is no date comes back as it is") {
  const Strings words = own_words();
  CHECK(format_date(words, Language::kFrench, "soon") == "soon");
  CHECK(format_date(words, Language::kFrench, "2025-13") == "2025-13");
  CHECK(format_date(words, Language::kFrench, "2025-10-xx") == "2025-10-xx");
  CHECK(format_date(words, Language::kFrench, "") == "");
}
