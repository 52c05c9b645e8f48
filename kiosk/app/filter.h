// Filter: which partners the visitor wants to see: those of one home, of one theme that the
// agreements state, of one country, or all that are so at once. What does not match dims.
//
// Pure functions over the Pack; any thread.
#pragma once

#include <cstddef>

#include "kiosk/app/intent.h"
#include "kiosk/model/pack.h"

namespace kiosk {

// A home matches where any of its partners does.
[[nodiscard]] bool matches(const Pack& pack, const City& city, const Filter& filter);
[[nodiscard]] std::size_t partners_matching(const Pack& pack, const Filter& filter);

}  // namespace kiosk
