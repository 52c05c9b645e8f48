// What a touch on the exhibition page does to the draft: one change, always within the bounds.
#include "kiosk/app/staff_settings.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace kiosk;

namespace {

Settings after(std::vector<std::string> changes) {
  Settings settings;
  for (const std::string& change : changes) change_setting(settings, change);
  return settings;
}

bool within_bounds(const Settings& settings) {
  const SiteIdle& idle = settings.idle;
  const auto holds = [](const std::optional<int>& value, const Bounds<int>& bounds) {
    return !value || bounds.hold(*value);
  };
  bool fine =
      holds(idle.warn_after_s, kWarnAfterBounds) && holds(idle.countdown_s, kCountdownBounds) &&
      holds(idle.attract_after_s, kAttractAfterBounds) &&
      kPercentBounds.hold(settings.screen.brightness_percent) &&
      kPercentBounds.hold(settings.volume_percent) &&
      kPanelInchesBounds.hold(settings.screen.panel_inches) &&
      !settings.languages.offered.empty() && settings.hours.closed.size() <= kMostClosedDates;
  const auto& first = settings.languages.first;
  fine = fine && (!first || settings.languages.offered.contains(*first));
  for (const auto& day : settings.hours.days) fine = fine && (!day || is_sound(*day));
  return fine;
}

}  // namespace

TEST_CASE("each change does what its button says") {
  CHECK_FALSE(after({"quiz"}).features.quiz);
  CHECK(after({"quiz", "quiz"}).features.quiz);
  CHECK_FALSE(after({"qr"}).features.qr);
  CHECK_FALSE(after({"speech"}).features.speech);
  CHECK_FALSE(after({"search"}).features.search);
  CHECK_FALSE(after({"counters"}).counters);
  CHECK(after({"warn:+10"}).idle.warn_after_s == 70);
  CHECK(after({"countdown:-5"}).idle.countdown_s == 25);
  CHECK(after({"warn:+10", "attract:+10"}).idle.attract_after_s == 80);
  CHECK(after({"brightness:-10"}).screen.brightness_percent == 90);
  CHECK(after({"volume:-10", "volume:-10"}).volume_percent == 80);
  CHECK(after({"inches:+0.5"}).screen.panel_inches == doctest::Approx(22));
  CHECK(after({"rotation:270"}).screen.rotation == Rotation::kThreeQuarters);
  CHECK(after({"trust:signed"}).trust == TrustRule::kSigned);
  CHECK(after({"trust:signed", "trust:pin"}).trust == TrustRule::kPin);
  CHECK(after({"hours"}).hours.used);
}

TEST_CASE("one language at least is offered, and the first is one of them") {
  CHECK(after({"language:zgh"}).languages.offered.size() == 4);
  CHECK(after({"first:es"}).languages.first == Language::kSpanish);
  CHECK_FALSE(after({"first:es", "first:"}).languages.first.has_value());
  CHECK_FALSE(after({"first:es", "language:es"}).languages.first.has_value());
  CHECK_FALSE(after({"language:es", "first:es"}).languages.first.has_value());
  const Settings least =
      after({"language:ar", "language:zgh", "language:fr", "language:es", "language:en"});
  CHECK(least.languages.offered == std::set{Language::kEnglish});
}

TEST_CASE("a day's two ends never meet, and a closed day has none") {
  CHECK_FALSE(after({"day:6"}).hours.days[6].has_value());
  CHECK(after({"day:6", "day:6"}).hours.days[6] == DaySpan{540, 1080});
  CHECK(after({"on:0:+15"}).hours.days[0] == DaySpan{15, 1440});
  CHECK(after({"off:0:-15"}).hours.days[0] == DaySpan{0, 1425});
  // A quarter of an hour is left, and then the one end stays before the other.
  Settings settings = after({"day:2", "day:2"});
  for (int i = 0; i < 200; ++i) change_setting(settings, "off:2:-15");
  REQUIRE(settings.hours.days[2].has_value());
  CHECK(is_sound(*settings.hours.days[2]));
  CHECK(settings.hours.days[2]->on == 540);
}

TEST_CASE("a date is closed, and open again") {
  const Settings once = after({"closed:2026-12-04"});
  REQUIRE(once.hours.closed.size() == 1);
  CHECK(once.hours.closed.begin()->day() == std::chrono::day(4));
  CHECK(after({"closed:2026-12-04", "closed:2026-12-04"}).hours.closed.empty());
  for (const char* none :
       {"closed:", "closed:2026-02-30", "closed:1999-01-01", "closed:tomorrow"}) {
    CHECK(after({none}).hours.closed.empty());
  }
}

TEST_CASE("what is not understood changes nothing") {
  for (const char* change :
       {"", ":", "warn", "warn:", "warn:x", "warn:+1x", "day:", "day:7", "day:-1", "on:0",
        "on:0:", "off:9:+15", "language:xx", "first:xx", "rotation:45", "no:such:thing"}) {
    CAPTURE(change);
    CHECK(after({change}) == Settings{});
  }
}

TEST_CASE("whatever is touched, and however often, stays within the bounds") {
  const std::vector<std::string> changes{
      "language:ar", "language:fr", "language:zgh",   "language:es",    "language:en",
      "first:ar",    "first:",      "warn:+10",       "warn:-10",       "countdown:+5",
      "attract:-10", "attract:+10", "brightness:-10", "brightness:+10", "volume:-10",
      "inches:-0.5", "inches:+0.5", "rotation:90",    "hours",          "day:0",
      "on:0:+15",    "on:0:-15",    "off:0:+15",      "off:0:-15",      "closed:2026-12-04",
      "trust:pin",   "quiz",        "countdown:-5",   "volume:+10",     "on:0:+1440"};
  std::mt19937 dice(7);
  Settings settings;
  for (int i = 0; i < 20'000; ++i) {
    // Held down as well as touched.
    const std::string& change = changes[dice() % changes.size()];
    for (std::uint32_t again = dice() % 9; again-- > 0;) change_setting(settings, change);
    REQUIRE(within_bounds(settings));
  }
  // The twin: what the bounds are for.
  settings.volume_percent = 101;
  CHECK_FALSE(within_bounds(settings));
}
