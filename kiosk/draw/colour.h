// Colour: straight-alpha sRGB, as a draw list packs it (R in the lowest byte).
#pragma once

#include <cmath>
#include <cstdint>

namespace kiosk {

struct Colour {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  std::uint8_t a = 255;

  [[nodiscard]] constexpr std::uint32_t packed() const {
    return static_cast<std::uint32_t>(r) | static_cast<std::uint32_t>(g) << 8U |
           static_cast<std::uint32_t>(b) << 16U | static_cast<std::uint32_t>(a) << 24U;
  }
  // The same colour at a share of its opacity.
  [[nodiscard]] Colour faded(double share) const {
    return {r, g, b, static_cast<std::uint8_t>(std::lround(a * share))};
  }
  friend constexpr bool operator==(Colour, Colour) = default;
};

// Pictures in their own colours.
inline constexpr Colour kUntinted{255, 255, 255, 255};

// "#RRGGBB" as a constant: rgb(0xF0A830).
[[nodiscard]] constexpr Colour rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U),
          static_cast<std::uint8_t>(hex), 255};
}

[[nodiscard]] inline Colour mix(Colour a, Colour b, double t) {
  const auto between = [t](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * t));
  };
  return {between(a.r, b.r), between(a.g, b.g), between(a.b, b.b), between(a.a, b.a)};
}

}  // namespace kiosk
