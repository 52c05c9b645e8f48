// Plane: one attribute (a texture position or a colour channel) over a triangle.
//
// The slope is a rounded integer quotient with 24 fractional bits a pixel. A value is
// worked out anew at the start of each run of pixels, so that errors do not add up, and
// is held within the corners' values: a sliver's wild slope cannot leave them.
// Units: values in 1/65536; positions in 1/256 px.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "platform/raster/fixed_point.h"

namespace kiosk::raster {

// What a run of pixels needs of an attribute: 1/65536 units.
struct Ramp {
  std::int32_t start = 0;
  std::int32_t step = 0;
};

// The triangle's shape, shared by all its planes.
struct Slopes {
  std::int64_t x10 = 0, y10 = 0, x20 = 0, y20 = 0;
  std::int64_t area = 0;      // twice the area, signed
  std::int64_t limit = 0;     // a slope beyond it could overflow within the triangle
  std::int32_t x = 0, y = 0;  // the first corner

  Slopes(const FixedVertex& a, const FixedVertex& b, const FixedVertex& c)
      : x10(std::int64_t{b.x} - a.x),
        y10(std::int64_t{b.y} - a.y),
        x20(std::int64_t{c.x} - a.x),
        y20(std::int64_t{c.y} - a.y),
        area(x10 * y20 - x20 * y10),
        x(a.x),
        y(a.y) {
    const auto magnitude = [](std::int64_t n) {
      return static_cast<std::uint64_t>(n < 0 ? -n : n);
    };
    const std::uint64_t extent = magnitude(x10) | magnitude(y10) | magnitude(x20) | magnitude(y20);
    // Twice the extent: a rectangle's far corner may lie that far from the first one.
    limit = (std::int64_t{1} << 60) >> std::bit_width(extent);
  }
};

class Plane {
 public:
  Plane() = default;
  Plane(const Slopes& s, std::int32_t a, std::int32_t b, std::int32_t c)
      : m_x(s.x),
        m_y(s.y),
        m_value(a),
        m_least(std::min({a, b, c})),
        m_greatest(std::max({a, b, c})) {
    if (m_least == m_greatest) return;
    const std::int64_t ba = std::int64_t{b} - a;
    const std::int64_t ca = std::int64_t{c} - a;
    m_along_x = slope(ba * s.y20 - ca * s.y10, s);
    m_along_y = slope(ca * s.x10 - ba * s.x20, s);
  }

  void include(std::int32_t value) {  // a rectangle's fourth corner
    m_least = std::min(m_least, value);
    m_greatest = std::max(m_greatest, value);
  }

  [[nodiscard]] bool flat() const { return m_least == m_greatest; }
  [[nodiscard]] bool same_along_a_row() const { return m_along_x == 0; }

  // `count` pixels from (x, y), in whole pixels.
  [[nodiscard]] Ramp ramp(int x, int y, int count) const {
    if (flat()) return {m_value, 0};
    const std::int64_t first = at(x, y);
    const std::int64_t start = std::clamp<std::int64_t>(first, m_least, m_greatest);
    std::int64_t step = (m_along_x + 128) >> 8;
    const std::int64_t end = start + step * (count - 1);
    if (count > 1 && (end < m_least || end > m_greatest)) {
      const std::int64_t last = std::clamp<std::int64_t>(at(x + count - 1, y), m_least, m_greatest);
      step = (last - start) / (count - 1);
    }
    return {static_cast<std::int32_t>(start), static_cast<std::int32_t>(step)};
  }

 private:
  static std::int64_t slope(std::int64_t number, const Slopes& s) {
    std::int64_t divisor = s.area;
    if (divisor < 0) {
      number = -number;
      divisor = -divisor;
    }
    // Room for 16 more bits: only triangles of many thousands of pixels lose any here.
    const int bits = std::bit_width(static_cast<std::uint64_t>(number < 0 ? -number : number));
    const int surplus = std::max(0, bits - 46);
    number >>= surplus;
    divisor = std::max<std::int64_t>(1, divisor >> surplus);
    return std::clamp(number * 65536 / divisor, -s.limit, s.limit);
  }

  [[nodiscard]] std::int64_t at(int x, int y) const {
    const std::int64_t right = std::int64_t{x} * kSubpixel + kSubpixel / 2 - m_x;
    const std::int64_t down = std::int64_t{y} * kSubpixel + kSubpixel / 2 - m_y;
    return m_value + ((m_along_x * right + m_along_y * down + 32768) >> 16);
  }

  std::int32_t m_x = 0, m_y = 0;
  std::int32_t m_value = 0;
  std::int64_t m_along_x = 0, m_along_y = 0;  // 2^-24 units a pixel
  std::int32_t m_least = 0, m_greatest = 0;
};

}  // namespace kiosk::raster
