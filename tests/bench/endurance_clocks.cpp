#include "tests/bench/endurance_clocks.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "tests/bench/endurance_run.h"

namespace kiosk::test {

std::string compare_clocks(Plan plan, Twin twin) {
  using namespace std::chrono;
  plan.at_once = plan.digest = true;
  plan.staff = false;  // their pages show the time
  plan.changes = 0;
  plan.hours = 0;
  struct Start {
    const char* name;
    std::optional<local_seconds> begin;
    bool jumps;
  };
  const std::vector<Start> starts{
      {"1970, as a board without a battery has it", std::nullopt, false},
      {"1970, set", local_seconds(hours(1)), false},
      {"January 2038", local_days(2038y / January / 19) + hours(3) + minutes(13), false},
      {"2026, with jumps of ten years", local_days(2026y / November / 28) + hours(9), true}};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> marks;
  for (const Start& start : starts) {
    plan.begin = start.begin;
    plan.jump_every = start.jumps ? 7 : 0;
    plan.twin = marks.empty() ? Twin::kNone : twin;
    Endurance one(plan);
    if (!one.run()) return one.fault();
    if (marks.empty()) marks = one.marks();
    const auto [before, after] = std::ranges::mismatch(marks, one.marks());
    if (before != marks.end() || after != one.marks().end()) {
      return std::string("it was drawn otherwise from the start in ") + start.name +
             " than without a clock, up to visit " +
             std::to_string(before == marks.end() ? 0 : before->first);
    }
  }
  return {};
}

}  // namespace kiosk::test
