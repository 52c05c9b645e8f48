// Millis: time as a number. Monotonic, from an arbitrary start; never the wall
// clock, which no board without a battery knows. The double keeps 16 2/3 ms ticks exact enough.
#pragma once

#include <chrono>

namespace kiosk {

using Millis = std::chrono::duration<double, std::milli>;

}  // namespace kiosk
