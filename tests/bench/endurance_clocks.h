// The same visits in 1970, in 2038 and over jumps of ten years: whatever the wall clock says, what
// visitors see must be drawn alike, to the last vertex.
//
// `plan` says which visits, at what tick; hours, changes and staff are not asked for. `twin`: of
// every run but the first, which is what the others are held against. Thread: the frame's, for as
// long as all four take. Errors: what differs, or the fault of a run, as one sentence.
#pragma once

#include <string>

#include "tests/bench/endurance_plan.h"

namespace kiosk::test {

// The same visits, whatever the wall clock says. Empty: all were drawn alike.
[[nodiscard]] std::string compare_clocks(Plan plan, Twin twin);

}  // namespace kiosk::test
