// The broken twins of bench_endurance, each of which it must catch, and by its own sentence: what
// is lost once a visit, what is drawn otherwise, and frames, states and zones that cannot be.
//
// `plan` gives seed, size and tick; the rest is the twins' own. Thread: the frame's. A line for
// each twin on stdout. Errors: 1 if one was missed, 2 if the content cannot be read.
#pragma once

#include "tests/bench/endurance_plan.h"

namespace kiosk::test {

[[nodiscard]] int self_test(Plan plan);

}  // namespace kiosk::test
