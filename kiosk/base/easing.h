// Easing curves: t and result in [0, 1]; arguments outside are clamped.
#pragma once

#include <algorithm>

namespace kiosk {

[[nodiscard]] constexpr double ease_out_cubic(double t) {
  const double u = 1 - std::clamp(t, 0.0, 1.0);
  return 1 - u * u * u;
}

// Most of the way at once, then a long settling: for what answers a touch.
[[nodiscard]] constexpr double ease_out_quint(double t) {
  const double u = 1 - std::clamp(t, 0.0, 1.0);
  return 1 - u * u * u * u * u;
}

[[nodiscard]] constexpr double ease_in_out_cubic(double t) {
  const double c = std::clamp(t, 0.0, 1.0);
  const double u = 1 - c;
  return c < 0.5 ? 4 * c * c * c : 1 - 4 * u * u * u;
}

// The calmest: nowhere faster than half as fast again as even motion.
[[nodiscard]] constexpr double smoothstep(double t) {
  const double c = std::clamp(t, 0.0, 1.0);
  return c * c * (3 - 2 * c);
}

[[nodiscard]] constexpr double lerp(double a, double b, double t) { return a + (b - a) * t; }

}  // namespace kiosk
