#include "kiosk/settings/opening_hours.h"

#include <doctest/doctest.h>

#include <random>

using namespace kiosk;
using namespace std::chrono;

namespace {

// 2026-11-23 is a Monday; `day` 1 is that one, 7 the Sunday after it.
LocalTime at(unsigned day_of_week, int hour, int minute = 0) {
  return {2026y / November / day(22 + day_of_week), hour * 60 + minute};
}

OpeningHours usual() {
  OpeningHours hours;
  hours.used = true;
  for (auto& span : hours.days) span = DaySpan{9 * 60, 18 * 60};
  hours.days[4].reset();  // Fridays
  return hours;
}

}  // namespace

TEST_CASE("opening hours: not used, it is open and sure, whatever the clock says") {
  OpeningHours hours = usual();
  hours.used = false;
  CHECK(opening_at(hours, at(5, 3)) == Opening{true, true, {}});
  CHECK(opening_at(hours, std::nullopt) == Opening{true, true, {}});
}

TEST_CASE("opening hours: a clock that nobody set opens, and says that it is unsure") {
  CHECK(opening_at(usual(), std::nullopt) == Opening{true, false, {}});
  const LocalTime no_day{2026y / February / 30d, 600};
  CHECK(opening_at(usual(), no_day) == Opening{true, false, {}});
}

TEST_CASE("opening hours: the first minute is open, the last is not") {
  CHECK(opening_at(usual(), at(1, 8, 59)) == Opening{false, true, at(1, 9)});
  CHECK(opening_at(usual(), at(1, 9)) == Opening{true, true, at(1, 18)});
  CHECK(opening_at(usual(), at(1, 17, 59)) == Opening{true, true, at(1, 18)});
  CHECK(opening_at(usual(), at(1, 18)) == Opening{false, true, at(2, 9)});
  CHECK(opening_at(usual(), at(1, 0)) == Opening{false, true, at(1, 9)});
  CHECK(opening_at(usual(), at(1, 23, 59)) == Opening{false, true, at(2, 9)});
}

TEST_CASE("opening hours: a closed weekday is passed over") {
  CHECK(opening_at(usual(), at(5, 12)) == Opening{false, true, at(6, 9)});
  CHECK(opening_at(usual(), at(4, 18)) == Opening{false, true, at(6, 9)});
}

TEST_CASE("opening hours: a closed date is dark, whatever its weekday") {
  OpeningHours hours = usual();
  hours.closed.insert(at(2, 0).date);
  CHECK(opening_at(hours, at(2, 12)) == Opening{false, true, at(3, 9)});
  CHECK(opening_at(hours, at(1, 19)) == Opening{false, true, at(3, 9)});
  CHECK(opening_at(hours, at(3, 12)).open);
}

TEST_CASE("opening hours: an evening goes on after midnight, and belongs to its own day") {
  OpeningHours hours = usual();
  hours.days[5] = DaySpan{20 * 60, 2 * 60};  // Saturday
  hours.days[6].reset();                     // Sunday
  CHECK(opening_at(hours, at(6, 19, 59)) == Opening{false, true, at(6, 20)});
  CHECK(opening_at(hours, at(6, 23, 59)) == Opening{true, true, at(7, 2)});
  CHECK(opening_at(hours, at(7, 0)) == Opening{true, true, at(7, 2)});
  CHECK(opening_at(hours, at(7, 1, 59)).open);
  CHECK(!opening_at(hours, at(7, 2)).open);
  SUBCASE("also into a closed date") {
    hours.closed.insert(at(7, 0).date);
    CHECK(opening_at(hours, at(7, 1)).open);
  }
  SUBCASE("but a closed date takes its own evening with it") {
    hours.closed.insert(at(6, 0).date);
    CHECK(!opening_at(hours, at(6, 21)).open);
    CHECK(!opening_at(hours, at(7, 1)).open);
  }
}

TEST_CASE("opening hours: over the ends of a month and of a year") {
  OpeningHours hours = usual();
  hours.days.fill(DaySpan{22 * 60, 60});
  const Opening eve = opening_at(hours, LocalTime{2026y / December / 31d, 23 * 60});
  CHECK(eve == Opening{true, true, LocalTime{2027y / January / 1d, 60}});
  const Opening leap = opening_at(hours, LocalTime{2028y / February / 29d, 30});
  CHECK(leap == Opening{true, true, LocalTime{2028y / February / 29d, 60}});
}

TEST_CASE("opening hours: spans that touch or overlap are one") {
  OpeningHours hours;
  hours.used = true;
  hours.days.fill(std::nullopt);
  hours.days[0] = DaySpan{12 * 60, kDayMinutes};
  hours.days[1] = DaySpan{0, 6 * 60};
  CHECK(opening_at(hours, at(1, 13)) == Opening{true, true, at(2, 6)});
  hours.days[0] = DaySpan{12 * 60, 8 * 60};  // to eight on Tuesday
  CHECK(opening_at(hours, at(2, 5)) == Opening{true, true, at(2, 8)});
}

TEST_CASE("opening hours: always and never have no change to come") {
  OpeningHours hours;
  hours.used = true;
  CHECK(opening_at(hours, at(3, 12)) == Opening{true, true, {}});
  hours.days.fill(std::nullopt);
  CHECK(opening_at(hours, at(3, 12)) == Opening{false, true, {}});
}

TEST_CASE("opening hours: as many closed dates as there may be, in a row") {
  OpeningHours hours = usual();
  const sys_days first = sys_days(at(1, 0).date);
  for (int i = 0; i < static_cast<int>(kMostClosedDates); ++i) {
    hours.closed.insert(year_month_day(first + days(i)));
  }
  const Opening opening = opening_at(hours, at(1, 12));
  CHECK(!opening.open);
  REQUIRE(opening.until);
  CHECK(sys_days(opening.until->date) >= first + days(kMostClosedDates));
}

TEST_CASE("opening hours: which spans are sound") {
  CHECK(is_sound({0, kDayMinutes}));
  CHECK(is_sound({1439, 0}));
  CHECK(!is_sound({540, 540}));
  CHECK(!is_sound({-1, 540}));
  CHECK(!is_sound({kDayMinutes, 540}));
  CHECK(!is_sound({0, kDayMinutes + 1}));
}

// Held against a list of all minutes, painted one by one.
TEST_CASE("opening hours: any week says what its minutes say") {
  std::mt19937 random(8);
  const auto below = [&](int most) { return static_cast<int>(random() % unsigned(most)); };
  const sys_days monday = sys_days(at(1, 0).date);
  constexpr int kDays = 21;
  for (int round = 0; round < 200; ++round) {
    OpeningHours hours;
    hours.used = true;
    for (auto& span : hours.days) {
      span = DaySpan{below(kDayMinutes), below(kDayMinutes + 1)};
      if (below(4) == 0 || !is_sound(*span)) span.reset();
    }
    if (below(2) == 0) hours.closed.insert(year_month_day(monday + days(below(kDays))));
    std::vector<bool> lit((kDays + 2) * kDayMinutes, false);
    for (int today = 0; today < kDays; ++today) {
      const auto& span = hours.days[static_cast<std::size_t>(today % 7)];
      if (!span || hours.closed.contains(year_month_day(monday + days(today)))) continue;
      const int length = (span->off - span->on + kDayMinutes) % kDayMinutes;
      for (int minute = 0; minute < (length == 0 ? kDayMinutes : length); ++minute) {
        lit[static_cast<std::size_t>(today * kDayMinutes + span->on + minute)] = true;
      }
    }
    for (int look = 0; look < 40; ++look) {
      const int minute = kDayMinutes + below(7 * kDayMinutes);
      const LocalTime now{year_month_day(monday + days(minute / kDayMinutes)),
                          minute % kDayMinutes};
      const Opening opening = opening_at(hours, now);
      CHECK(opening.open == lit[static_cast<std::size_t>(minute)]);
      int change = minute;
      while (change < kDays * kDayMinutes &&
             lit[static_cast<std::size_t>(change)] == opening.open) {
        ++change;
      }
      if (change == kDays * kDayMinutes) continue;
      REQUIRE(opening.until);
      CHECK(*opening.until ==
            LocalTime{year_month_day(monday + days(change / kDayMinutes)), change % kDayMinutes});
    }
  }
}
