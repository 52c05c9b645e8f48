// Blend: rows of pixels laid over rows of an opaque picture.
//
// Straight alpha; each product is divided by 255 and rounded to the nearest, so that
// alpha 255 replaces and alpha 0 keeps, exactly. R is in the lowest byte. Pure
// functions on rows; four pixels at a time (lanes.h).
#pragma once

#include <cstddef>
#include <cstdint>

namespace kiosk::raster {

// The same pixel in the other order.
template <typename Pixels>
[[nodiscard]] inline Pixels red_and_blue_exchanged(Pixels p) {
  return (p & 0xff00ff00U) | (p & 0xffU) << 16U | (p >> 16U & 0xffU);
}
// Of a row, which may be exchanged in its place.
void exchange_red_and_blue(std::uint32_t* to, const std::uint32_t* from, std::size_t count);

// a * b / 255, rounded, for numbers up to 255.
[[nodiscard]] constexpr std::uint32_t multiply_255(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t t = a * b + 128;
  return (t + (t >> 8)) >> 8;
}

[[nodiscard]] constexpr std::uint32_t alpha_of(std::uint32_t colour) { return colour >> 24; }

// One pixel over another, two channels in one number. Most spans of a feathered edge are so
// short that going through four pixels costs more than the blending.
[[nodiscard]] inline std::uint32_t blend_pixel(std::uint32_t source, std::uint32_t target) {
  constexpr std::uint32_t kEven = 0x00ff00ffU;
  const std::uint32_t alpha = alpha_of(source);
  if (alpha == 0) return target;
  if (alpha == 255) return source;
  const auto divided = [](std::uint32_t t) {
    t += 0x00800080U;
    return ((t + ((t >> 8) & kEven)) >> 8) & kEven;
  };
  const std::uint32_t keep = 255 - alpha;
  const std::uint32_t opaque = (source >> 8 & 0xff) | 0x00ff0000U;
  return divided((source & kEven) * alpha + (target & kEven) * keep) |
         divided(opaque * alpha + (target >> 8 & kEven) * keep) << 8;
}

// Channel by channel.
[[nodiscard]] std::uint32_t modulate(std::uint32_t a, std::uint32_t b);
void modulate_row(std::uint32_t* row, int count, std::uint32_t colour);
void modulate_rows(std::uint32_t* row, const std::uint32_t* colours, int count);

// One colour with a coverage for each pixel.
void tint_row(std::uint32_t* row, const std::uint8_t* coverage, int count, std::uint32_t colour);

// Over the target: one colour; one colour with a coverage for each pixel; a row of colours.
void blend_colour(std::uint32_t* target, int count, std::uint32_t colour);
void blend_coverage(std::uint32_t* target, const std::uint8_t* coverage, int count,
                    std::uint32_t colour);
void blend_row(std::uint32_t* target, const std::uint32_t* row, int count);

// (a * (256 - weight) + b * weight) / 256, rounded, byte by byte; weight from 0 to 255.
void mix_bytes(std::uint8_t* out, const std::uint8_t* a, const std::uint8_t* b, int weight,
               int count);

}  // namespace kiosk::raster
