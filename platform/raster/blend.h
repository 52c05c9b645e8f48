// Blend: rows of pixels laid over rows of an opaque picture.
//
// Straight alpha; each product is divided by 255 and rounded to the nearest, so that
// alpha 255 replaces and alpha 0 keeps, exactly. R is in the lowest byte. Pure
// functions on rows; four pixels at a time (lanes.h).
#pragma once

#include <cstdint>

namespace kiosk::raster {

// a * b / 255, rounded, for numbers up to 255.
[[nodiscard]] constexpr std::uint32_t multiply_255(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t t = a * b + 128;
  return (t + (t >> 8)) >> 8;
}

[[nodiscard]] constexpr std::uint32_t alpha_of(std::uint32_t colour) { return colour >> 24; }

// Channel by channel.
[[nodiscard]] std::uint32_t modulate(std::uint32_t a, std::uint32_t b);
void modulate_row(std::uint32_t* row, int count, std::uint32_t colour);
void modulate_rows(std::uint32_t* row, const std::uint32_t* colours, int count);

// One colour with a coverage for each pixel.
void tint_row(std::uint32_t* row, const std::uint8_t* coverage, int count, std::uint32_t colour);

// Over the target: one colour; a row of colours.
void blend_colour(std::uint32_t* target, int count, std::uint32_t colour);
void blend_row(std::uint32_t* target, const std::uint32_t* row, int count);

// (a * (256 - weight) + b * weight) / 256, rounded, byte by byte; weight from 0 to 255.
void mix_bytes(std::uint8_t* out, const std::uint8_t* a, const std::uint8_t* b, int weight,
               int count);

}  // namespace kiosk::raster
