// The counting of late pictures, on times that were made up.
#include "tests/bench/pacing.h"

#include <doctest/doctest.h>

namespace kiosk {
namespace {

constexpr Beats kBeats{Millis{100}, Millis{10}};

// Begun at a beat, and finished so many ms later.
PacedFrame going_on(double begun, double took) {
  return {Millis{begun}, true, Millis{begun}, Millis{begun + took}, true};
}
PacedFrame after_rest(double asked, double took) {
  return {Millis{asked}, false, Millis{asked}, Millis{asked + took}, true};
}

TEST_CASE("a beat is the first at a time or after it") {
  CHECK(kBeats.from(Millis{100}) == 0);
  CHECK(kBeats.from(Millis{100.1}) == 1);
  CHECK(kBeats.from(Millis{110}) == 1);
  CHECK(kBeats.at(7) == Millis{170});
  const Beats sixty;
  for (std::int64_t beat = 0; beat < 100'000; beat += 7) CHECK(sixty.from(sixty.at(beat)) == beat);
}

TEST_CASE("a movement whose pictures come within their beats is in time") {
  Pacing pacing(kBeats);
  CHECK(pacing.add("pan", after_rest(100, 4)).beat == 1);
  for (int i = 1; i < 50; ++i) {
    const auto seen = pacing.add("pan", going_on(100 + 10 * i, 9.9));
    CHECK(seen.beat == i + 1);
    CHECK(seen.late == 0);
  }
  const PacingTally& tally = pacing.tallies().at("pan");
  CHECK(tally.frames == 50);
  CHECK(tally.in_time() == 50);
  CHECK(tally.late() == 0);
  CHECK(tally.longest_run == 0);
}

TEST_CASE(
    "a picture that misses its beat is shown at a later one, and the next follows from there") {
  Pacing pacing(kBeats);
  pacing.add("pan", after_rest(100, 4));                     // beat 1
  CHECK(pacing.add("pan", going_on(110, 10.5)).late == 1);   // due at 2, seen at 3
  CHECK(pacing.add("pan", going_on(130, 25)).late == 2);     // due at 4, seen at 6
  CHECK(pacing.add("pan", going_on(160, 3)).late == 0);      // 7
  CHECK(pacing.add("pan", going_on(170.5, 9.6)).late == 1);  // woken late, and too slow for that
  const PacingTally& tally = pacing.tallies().at("pan");
  CHECK(tally.frames == 5);
  CHECK(tally.in_time() == 2);
  CHECK(tally.late_by_one() == 2);
  CHECK(tally.late_by_more() == 1);
  CHECK(tally.longest_run == 2);
  CHECK(tally.late_by == std::vector<std::size_t>{2, 2, 1});
}

TEST_CASE("after a rest a picture has a whole beat's time from what asked for it") {
  Pacing pacing(kBeats);
  pacing.add("rest", after_rest(100, 4));
  CHECK(pacing.add("rest", after_rest(208, 3)).late == 0);  // seen at 220, due there
  CHECK(pacing.add("rest", after_rest(308, 11.9)).late == 0);
  CHECK(pacing.add("rest", after_rest(408, 12.1)).late == 1);
  PacedFrame asleep = after_rest(508, 0);  // the program woke long after it was asked
  asleep.begun = Millis{535};
  asleep.finished = Millis{538};
  CHECK(pacing.add("rest", asleep).late == 2);
}

TEST_CASE("there is one picture a beat, however soon the next is finished") {
  Pacing pacing(kBeats);
  CHECK(pacing.add("pan", after_rest(100, 0)).beat == 0);
  const auto seen = pacing.add("pan", going_on(100, 0));
  CHECK(seen.beat == 1);
  CHECK(seen.late == 0);
}

TEST_CASE("what changes nothing is no frame of a movement, but takes its beat") {
  Pacing pacing(kBeats);
  pacing.add("city", after_rest(100, 4));
  PacedFrame same = going_on(110, 15);
  same.changed = false;
  pacing.add("city", same);
  CHECK(pacing.add("city", going_on(130, 4)).late == 0);
  const PacingTally& tally = pacing.tallies().at("city");
  CHECK(tally.frames == 2);
  CHECK(tally.unchanged == 1);
  CHECK(tally.late() == 0);
}

TEST_CASE("a run of late pictures ends with its phase") {
  Pacing pacing(kBeats);
  pacing.add("pan", after_rest(100, 4));
  pacing.add("pan", going_on(110, 15));
  pacing.add("zoom", going_on(130, 15));
  pacing.add("zoom", going_on(150, 15));
  pacing.add("pan", going_on(170, 15));
  CHECK(pacing.tallies().at("pan").longest_run == 1);
  CHECK(pacing.tallies().at("zoom").longest_run == 2);
}

}  // namespace
}  // namespace kiosk
