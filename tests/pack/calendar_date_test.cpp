#include "kiosk/pack/calendar_date.h"

#include <doctest/doctest.h>

using namespace kiosk;

TEST_CASE("a year, a month and a day are dates") {
  CHECK(is_calendar_date("2025"));
  CHECK(is_calendar_date("2025-10"));
  CHECK(is_calendar_date("2025-10-31"));
}

TEST_CASE("the twenty-ninth of February comes every four years, but not every hundred") {
  CHECK(is_calendar_date("2024-02-29"));
  CHECK(is_calendar_date("2000-02-29"));
  CHECK_FALSE(is_calendar_date("2023-02-29"));
  CHECK_FALSE(is_calendar_date("1900-02-29"));
}

TEST_CASE("days and months that never were are no dates") {
  for (const char* text :
       {"2025-00", "2025-13", "2025-02-30", "2025-04-31", "2025-01-00", "2025-01-32"}) {
    CAPTURE(text);
    CHECK_FALSE(is_calendar_date(text));
  }
}

TEST_CASE("what is written otherwise is no date") {
  for (const char* text : {"", "25", "202", "20255", "2025-", "2025-1", "2025-10-", "2025-10-3",
                           "2025/10", "2025-10-31T", "2025-10 31", "-025", "2025-1a", "abcd"}) {
    CAPTURE(text);
    CHECK_FALSE(is_calendar_date(text));
  }
}
