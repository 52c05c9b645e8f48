// EdgeWalk: where an edge crosses each row of pixels, exactly.
//
// An edge gives, row by row, the first pixel whose centre is not left of it. Both
// triangles at a shared edge walk it from its upper end with the same numbers: one
// ends where the other begins, which is the top-left rule with neither gap nor overlap.
// The division is done once; each row adds quotient and remainder (Bresenham).
// Units: 1/256 px in, whole pixels out. Numbers stay below 2^62 for coordinates within 2^21 px.
#pragma once

#include <cstdint>

#include "platform/raster/fixed_point.h"

namespace kiosk::raster {

struct Division {
  std::int64_t quotient = 0;
  std::int64_t remainder = 0;  // always from 0 to divisor - 1
};

[[nodiscard]] inline Division divide_down(std::int64_t number, std::int64_t divisor) {
  Division d{number / divisor, number % divisor};
  if (d.remainder < 0) {
    d.quotient -= 1;
    d.remainder += divisor;
  }
  return d;
}

// The first row (or column) whose pixel centres are at or after the position.
[[nodiscard]] inline int first_centre(std::int32_t position) {
  return (position + kSubpixel / 2 - 1) >> 8;
}

class EdgeWalk {
 public:
  // `upper.y < lower.y`; starts at the given row, which the edge must reach.
  EdgeWalk(const FixedVertex& upper, const FixedVertex& lower, int row) {
    const std::int64_t height = std::int64_t{lower.y} - upper.y;
    const std::int64_t width = std::int64_t{lower.x} - upper.x;
    const std::int64_t below = std::int64_t{row} * kSubpixel + kSubpixel / 2 - upper.y;
    m_divisor = height * kSubpixel;
    m_at = divide_down(
        (std::int64_t{upper.x} - kSubpixel / 2) * height + below * width + m_divisor - 1,
        m_divisor);
    m_step = divide_down(width, height);
    m_step.remainder *= kSubpixel;
  }

  [[nodiscard]] std::int64_t pixel() const { return m_at.quotient; }

  void next_row() {
    m_at.quotient += m_step.quotient;
    m_at.remainder += m_step.remainder;
    if (m_at.remainder >= m_divisor) {
      m_at.remainder -= m_divisor;
      m_at.quotient += 1;
    }
  }

 private:
  std::int64_t m_divisor = 1;
  Division m_at;
  Division m_step;
};

}  // namespace kiosk::raster
