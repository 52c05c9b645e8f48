// Millis: time as a number. Monotonic, from an arbitrary start; never the wall
// clock, which no board without a battery knows. The double keeps 16 2/3 ms ticks exact enough.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace kiosk {

using Millis = std::chrono::duration<double, std::milli>;

// Nothing: never, or for ever.
[[nodiscard]] constexpr std::optional<Millis> sooner(std::optional<Millis> one,
                                                     std::optional<Millis> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

}  // namespace kiosk
