#include "platform/raster/blend.h"

#include <cstring>

#include "platform/raster/lanes.h"

namespace kiosk::raster {
namespace {

constexpr std::uint32_t kAlphaMask = 0xff000000U;
constexpr int kBlock = 4;  // pixels

inline void over_four(std::uint32_t* target, const std::uint32_t* source) {
  if (((source[0] | source[1] | source[2] | source[3]) & kAlphaMask) == 0) return;
  if ((source[0] & source[1] & source[2] & source[3] & kAlphaMask) == kAlphaMask) {
    std::memcpy(target, source, kBlock * sizeof(std::uint32_t));
    return;
  }
  const TwoLanes s = load_16(source);
  const TwoLanes t = load_16(target);
  store_16(target, {over(s.low, t.low), over(s.high, t.high)});
}

}  // namespace

void exchange_red_and_blue(std::uint32_t* to, const std::uint32_t* from, std::size_t count) {
  using Four = std::uint32_t __attribute__((vector_size(16)));
  std::size_t i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    Four four;
    std::memcpy(&four, from + i, sizeof four);
    four = red_and_blue_exchanged(four);
    std::memcpy(to + i, &four, sizeof four);
  }
  for (; i < count; ++i) to[i] = red_and_blue_exchanged(from[i]);
}

std::uint32_t modulate(std::uint32_t a, std::uint32_t b) {
  std::uint32_t result = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    result |= multiply_255((a >> shift) & 0xff, (b >> shift) & 0xff) << shift;
  }
  return result;
}

void modulate_row(std::uint32_t* row, int count, std::uint32_t colour) {
  const std::uint32_t four[kBlock] = {colour, colour, colour, colour};
  const TwoLanes c = load_16(four);
  int i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    const TwoLanes p = load_16(row + i);
    store_16(row + i, {divide_255(p.low * c.low), divide_255(p.high * c.high)});
  }
  for (; i < count; ++i) row[i] = modulate(row[i], colour);
}

void modulate_rows(std::uint32_t* row, const std::uint32_t* colours, int count) {
  int i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    const TwoLanes p = load_16(row + i);
    const TwoLanes c = load_16(colours + i);
    store_16(row + i, {divide_255(p.low * c.low), divide_255(p.high * c.high)});
  }
  for (; i < count; ++i) row[i] = modulate(row[i], colours[i]);
}

void tint_row(std::uint32_t* row, const std::uint8_t* coverage, int count, std::uint32_t colour) {
  const std::uint32_t alpha = alpha_of(colour);
  const std::uint32_t rest = colour & ~kAlphaMask;
  if (alpha == 255) {
    for (int i = 0; i < count; ++i) row[i] = rest | std::uint32_t{coverage[i]} << 24;
  } else {
    for (int i = 0; i < count; ++i) row[i] = rest | multiply_255(coverage[i], alpha) << 24;
  }
}

void blend_colour(std::uint32_t* target, int count, std::uint32_t colour) {
  if (alpha_of(colour) == 0) return;
  const std::uint32_t four[kBlock] = {colour, colour, colour, colour};
  if (alpha_of(colour) == 255) {
    int i = 0;
    for (; i + kBlock <= count; i += kBlock) std::memcpy(target + i, four, sizeof four);
    for (; i < count; ++i) target[i] = colour;
    return;
  }
  const TwoLanes c = load_16(four);
  int i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    const TwoLanes t = load_16(target + i);
    store_16(target + i, {over(c.low, t.low), over(c.high, t.high)});
  }
  for (; i < count; ++i) target[i] = blend_pixel(colour, target[i]);
}

void blend_coverage(std::uint32_t* target, const std::uint8_t* coverage, int count,
                    std::uint32_t colour) {
  constexpr int kEight = 8;
  const std::uint32_t four[kBlock] = {colour, colour, colour, colour};
  const Lanes source = load_16(four).low | kOpaque;
  const Lanes alpha = lanes_of(alpha_of(colour));
  int i = 0;
  for (; i + kEight <= count; i += kEight) {
    std::uint64_t any = 0;
    std::memcpy(&any, coverage + i, sizeof any);
    if (any == 0) continue;
    const Lanes a = divide_255(load_8(coverage + i) * alpha);
    const TwoLanes t = load_16(target + i);
    const TwoLanes u = load_16(target + i + kBlock);
    store_16(target + i,
             {mixed(source, t.low, __builtin_shufflevector(a, a, 0, 0, 0, 0, 1, 1, 1, 1)),
              mixed(source, t.high, __builtin_shufflevector(a, a, 2, 2, 2, 2, 3, 3, 3, 3))});
    store_16(target + i + kBlock,
             {mixed(source, u.low, __builtin_shufflevector(a, a, 4, 4, 4, 4, 5, 5, 5, 5)),
              mixed(source, u.high, __builtin_shufflevector(a, a, 6, 6, 6, 6, 7, 7, 7, 7))});
  }
  const std::uint32_t rest = colour & ~kAlphaMask;
  for (; i < count; ++i) {
    const std::uint32_t covered = multiply_255(coverage[i], alpha_of(colour));
    target[i] = blend_pixel(rest | covered << 24, target[i]);
  }
}

void blend_row(std::uint32_t* target, const std::uint32_t* row, int count) {
  int i = 0;
  for (; i + kBlock <= count; i += kBlock) over_four(target + i, row + i);
  for (; i < count; ++i) target[i] = blend_pixel(row[i], target[i]);
}

void mix_bytes(std::uint8_t* out, const std::uint8_t* a, const std::uint8_t* b, int weight,
               int count) {
  const Lanes of_b = lanes_of(static_cast<unsigned>(weight));
  const Lanes of_a = lanes_of(static_cast<unsigned>(256 - weight));
  const Lanes half = lanes_of(128);
  int i = 0;
  for (; i + 16 <= count; i += 16) {
    const TwoLanes left = load_16(a + i);
    const TwoLanes right = load_16(b + i);
    store_16(out + i, {(left.low * of_a + right.low * of_b + half) >> 8,
                       (left.high * of_a + right.high * of_b + half) >> 8});
  }
  for (; i < count; ++i) {
    out[i] = static_cast<std::uint8_t>((a[i] * (256 - weight) + b[i] * weight + 128) >> 8);
  }
}

}  // namespace kiosk::raster
