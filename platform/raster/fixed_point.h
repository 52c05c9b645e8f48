// Fixed point: the one place where floats become whole numbers, by a stated rounding.
//
// Positions: 1/256 px. Texture positions: 1/65536 texel. Everything after this is
// integer arithmetic, so neither the compiler nor -ffast-math can change a pixel.
// What is not finite or lies beyond 2^20 px is refused; texture positions are held
// within +-32767 texels. Called by the rasteriser only; pure functions.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "kiosk/base/geometry.h"

struct ImDrawCmd;
struct ImDrawVert;

namespace kiosk::raster {

inline constexpr int kSubpixel = 256;  // steps in a pixel
inline constexpr int kTexelBits = 16;  // fractional bits of a texture position
inline constexpr int kGreatestTextureSide = 32767;

struct FixedVertex {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t u = 0;
  std::int32_t v = 0;
  std::uint32_t colour = 0;
  friend constexpr bool operator==(const FixedVertex&, const FixedVertex&) = default;
};

// A box of whole pixels; right and bottom are outside it.
struct PixelBox {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  [[nodiscard]] constexpr bool empty() const { return left >= right || top >= bottom; }
  [[nodiscard]] constexpr PixelBox intersection(const PixelBox& o) const {
    return {std::max(left, o.left), std::max(top, o.top), std::min(right, o.right),
            std::min(bottom, o.bottom)};
  }
  friend constexpr bool operator==(const PixelBox&, const PixelBox&) = default;
};

// Looks at the bits, because a comparison with NaN may be optimised away by -ffast-math.
[[nodiscard]] inline bool is_drawable(float value) {
  constexpr std::uint32_t kGreatest = std::bit_cast<std::uint32_t>(1048576.0F);
  return (std::bit_cast<std::uint32_t>(value) & 0x7fffffffU) <= kGreatest;
}

// The nearest whole number, halves upwards. The offset makes the number positive, where
// the conversion's cutting off is a floor; |value| must stay below 2^32.
[[nodiscard]] inline std::int64_t nearest(double value) {
  constexpr double kOffset = 4294967296.0;
  return static_cast<std::int64_t>(value + kOffset + 0.5) - static_cast<std::int64_t>(kOffset);
}

// The pixels whose centres lie in the box from (left, top) to (right, bottom); a number
// that is not one makes the box empty. Both painters clip by this rule.
[[nodiscard]] PixelBox pixels_within(double left, double top, double right, double bottom);
[[nodiscard]] inline PixelBox pixels_within(const Rect& r) {
  return pixels_within(r.x, r.y, static_cast<double>(r.x) + static_cast<double>(r.w),
                       static_cast<double>(r.y) + static_cast<double>(r.h));
}

[[nodiscard]] PixelBox command_clip(const ImDrawCmd& command, Vec2 origin);

// False when the vertex cannot be drawn. Texture size in texels (0 by 0: none).
[[nodiscard]] bool to_fixed(const ImDrawVert& vertex, Vec2 origin, int texture_width,
                            int texture_height, FixedVertex& out);

}  // namespace kiosk::raster
