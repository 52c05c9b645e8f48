// Lanes: eight 16-bit numbers at a time, two pixels of four channels.
//
// The compilers' own vectors (gcc 12 and later, clang), which become SSE2 or NEON and are
// plain arithmetic everywhere else: integer results, equal on every machine.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace kiosk::raster {

static_assert(std::endian::native == std::endian::little, "pixels are R first in memory");

using Lanes = std::uint16_t __attribute__((vector_size(16)));
using Bytes = std::uint8_t __attribute__((vector_size(16)));

struct TwoLanes {  // 16 bytes, widened
  Lanes low;
  Lanes high;
};

[[nodiscard]] inline Lanes lanes_of(unsigned value) {
  const auto n = static_cast<std::uint16_t>(value);
  return Lanes{n, n, n, n, n, n, n, n};
}

[[nodiscard]] inline TwoLanes load_16(const void* from) {
  Bytes bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  const Bytes zero{};
  return {std::bit_cast<Lanes>(__builtin_shufflevector(bytes, zero, 0, 16, 1, 17, 2, 18, 3, 19, 4,
                                                       20, 5, 21, 6, 22, 7, 23)),
          std::bit_cast<Lanes>(__builtin_shufflevector(bytes, zero, 8, 24, 9, 25, 10, 26, 11, 27,
                                                       12, 28, 13, 29, 14, 30, 15, 31))};
}

// Each lane must be below 256.
inline void store_16(void* to, TwoLanes lanes) {
  const Bytes bytes =
      __builtin_shufflevector(std::bit_cast<Bytes>(lanes.low), std::bit_cast<Bytes>(lanes.high), 0,
                              2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  std::memcpy(to, &bytes, sizeof bytes);
}

// Eight bytes, widened.
[[nodiscard]] inline Lanes load_8(const void* from) {
  Bytes bytes{};
  std::memcpy(&bytes, from, 8);
  const Bytes zero{};
  return std::bit_cast<Lanes>(
      __builtin_shufflevector(bytes, zero, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
}

// Each lane must be below 256.
inline void store_8(void* to, Lanes lanes) {
  const auto bytes = std::bit_cast<Bytes>(lanes);
  const Bytes packed =
      __builtin_shufflevector(bytes, bytes, 0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14);
  std::memcpy(to, &packed, 8);
}

// Each lane / 255, rounded; lanes up to 65025.
[[nodiscard]] inline Lanes divide_255(Lanes product) {
  const Lanes t = product + lanes_of(128);
  return (t + (t >> 8)) >> 8;
}

// The alpha of each pixel in all of its lanes.
[[nodiscard]] inline Lanes alphas(Lanes pixels) {
  return __builtin_shufflevector(pixels, pixels, 3, 3, 3, 3, 7, 7, 7, 7);
}

inline constexpr Lanes kOpaque{0, 0, 0, 255, 0, 0, 0, 255};

// `source` where alpha is 255, `target` where it is 0.
[[nodiscard]] inline Lanes mixed(Lanes source, Lanes target, Lanes alpha) {
  return divide_255(source * alpha + target * (lanes_of(255) - alpha));
}

// Straight-alpha "over" onto opaque pixels; the result is opaque.
[[nodiscard]] inline Lanes over(Lanes source, Lanes target) {
  return mixed(source | kOpaque, target, alphas(source));
}

}  // namespace kiosk::raster
