// What is handed over of a visit, from the states of its ticks.
#include "kiosk/visit_watch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "kiosk/app/update.h"
#include "kiosk/frame_log.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

class Watched {
 public:
  void say(const Intent& intent) {
    state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
  }
  void pass(double seconds) {
    for (int i = 0; i < static_cast<int>(seconds * 10); ++i) {
      say(Advance{state.now + Millis{100}});
      if (auto over = watch.ticked(state, when)) visits.push_back(std::move(*over));
    }
  }
  void touch() { say(Touched{}); }

  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});
  std::optional<VisitTime> when;
  VisitWatch watch;
  std::vector<VisitSummary> visits;
};

}  // namespace

TEST_CASE("a visit is told once it is over: cities, the language most of it was in, its length") {
  Watched watched;
  watched.when = VisitTime{14, Week{20'781}};
  watched.pass(5);
  watched.touch();
  watched.say(OpenCity{CityId{"banjul"}});
  watched.pass(10);
  watched.say(ChooseLanguage{Language::kArabic});
  watched.when.reset();  // what the clock says later is not asked
  watched.say(OpenCity{CityId{"niamey"}});
  watched.pass(40);
  watched.touch();
  watched.say(OpenCity{CityId{"banjul"}});
  watched.pass(40);
  watched.touch();
  CHECK(watched.visits.empty());
  watched.pass(100);
  REQUIRE(watched.visits.size() == 1);
  const VisitSummary& visit = watched.visits.front();
  CHECK(visit.language == Language::kArabic);
  CHECK(visit.cities == std::set{CityId{"banjul"}, CityId{"niamey"}});
  CHECK(visit.dwell == DwellBand::kOneToTwo);  // 90 s of touches; the silence after is none
  CHECK(visit.when == VisitTime{14, Week{20'781}});
  watched.pass(500);
  CHECK(watched.visits.size() == 1);
}

TEST_CASE("nobody is no visit, and neither are staff") {
  Watched watched;
  watched.pass(300);
  CHECK(watched.visits.empty());
  watched.touch();
  watched.pass(3);
  watched.say(EnterStaffRoom{});
  watched.pass(400);
  CHECK(watched.visits.empty());
  CHECK_FALSE(watched.state.attended);
  // Who comes after them is one.
  watched.touch();
  watched.say(Wake{});
  watched.pass(200);
  CHECK(watched.visits.size() == 1);
}

TEST_CASE("the slowest frame of each minute of the last hour") {
  FrameLog log;
  log.add(Millis{0}, Millis{5});
  log.add(Millis{59'000}, Millis{12});
  log.add(Millis{59'500}, Millis{7});
  log.add(Millis{120'000}, Millis{3});
  const std::vector<double> seen = log.slowest(Millis{130'000});
  REQUIRE(seen.size() == FrameLog::kMinutes);
  CHECK(seen[57] == 12);
  CHECK(seen[58] == 0);
  CHECK(seen[59] == 3);
  // An hour later none of it is left; of the minute in its place no more than that.
  log.add(Millis{3'600'000 + 130'000}, Millis{4});
  const std::vector<double> later = log.slowest(Millis{3'600'000 + 130'000});
  CHECK(later[59] == 4);
  CHECK(std::count(later.begin(), later.end(), 0.0) == 59);
}

TEST_CASE("what 99 of 100 frames of the last hour stayed within") {
  FrameLog log;
  CHECK_FALSE(log.p99(Millis{0}));
  for (int frame = 0; frame < 990; ++frame) log.add(Millis{frame * 16.0}, Millis{10});
  for (int frame = 0; frame < 10; ++frame) log.add(Millis{60'000}, Millis{200});
  const auto most = log.p99(Millis{60'000});
  REQUIRE(most);
  CHECK(most->count() >= 10);
  CHECK(most->count() <= 12);
  // One more slow one is more than one in a hundred.
  log.add(Millis{60'000}, Millis{200});
  const auto more = log.p99(Millis{60'000});
  REQUIRE(more);
  CHECK(more->count() >= 200);
  CHECK(more->count() <= 240);
  // The first minute goes after an hour, and its fast frames with it.
  CHECK(log.p99(Millis{3'600'000}) == more);
  CHECK_FALSE(log.p99(Millis{2 * 3'600'000.0}));
}
