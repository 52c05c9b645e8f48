#include "platform/raster/sample.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "platform/raster/blend.h"
#include "platform/raster/lanes.h"

namespace kiosk::raster {
namespace {

constexpr std::uint32_t kWhite = 0xffffffffU;
constexpr int kMostColumns = 1024;  // texels of one run that are mixed beforehand

// A position in 1/256 texel: the texel and the weight of the one after it.
struct Position {
  int texel;
  int weight;
};

inline int rounded(std::int32_t at) { return (at + 128) >> 8; }

inline Position position(int at, int side) {
  const int held = std::clamp(at, 0, (side - 1) << 8);
  return {held >> 8, held & 255};
}

inline std::uint8_t mix(std::uint8_t a, std::uint8_t b, int weight) {
  return static_cast<std::uint8_t>(((a << 8) + (b - a) * weight + 128) >> 8);
}

// Two channels in one number: each sum stays within its 16 bits, so borrows cancel out.
inline std::uint32_t mix(std::uint32_t a, std::uint32_t b, int weight) {
  constexpr std::uint32_t kEven = 0x00ff00ffU;
  const auto w = static_cast<std::uint32_t>(weight);
  const std::uint32_t a0 = a & kEven;
  const std::uint32_t a1 = (a >> 8) & kEven;
  const std::uint32_t m0 = (a0 << 8) + ((b & kEven) - a0) * w + 0x00800080U;
  const std::uint32_t m1 = (a1 << 8) + (((b >> 8) & kEven) - a1) * w + 0x00800080U;
  return ((m0 >> 8) & kEven) | (m1 & ~kEven);
}

template <typename Texel>
inline Texel fetch(const std::uint8_t* row, int column) {
  Texel texel;
  std::memcpy(&texel, row + static_cast<std::size_t>(column) * sizeof(Texel), sizeof texel);
  return texel;
}

template <typename Texel>
const std::uint8_t* row_of(const Texture& texture, int row) {
  return texture.pixels.data() +
         static_cast<std::size_t>(row) * static_cast<std::size_t>(texture.width) * sizeof(Texel);
}

template <typename Texel>
inline Texel sample_at(const Texture& texture, std::int32_t u, std::int32_t v) {
  const Position x = position(rounded(u), texture.width);
  const Position y = position(rounded(v), texture.height);
  const int next_x = std::min(x.texel + 1, texture.width - 1);
  const std::uint8_t* upper = row_of<Texel>(texture, y.texel);
  const std::uint8_t* lower = row_of<Texel>(texture, std::min(y.texel + 1, texture.height - 1));
  return mix(mix(fetch<Texel>(upper, x.texel), fetch<Texel>(lower, x.texel), y.weight),
             mix(fetch<Texel>(upper, next_x), fetch<Texel>(lower, next_x), y.weight), x.weight);
}

template <typename Texel>
void sample_any(const Texture& texture, Ramp u, Ramp v, int count, Texel* out) {
  for (int i = 0; i < count; ++i) {
    out[i] = sample_at<Texel>(texture, u.start + u.step * i, v.start + v.step * i);
  }
}

// Whether a ramp goes from one texel's centre to the next, forwards, backwards, or not at all.
inline bool is_texel_by_texel(Ramp r) {
  constexpr std::int32_t kOne = 1 << kTexelBits;
  return (rounded(r.start) & 255) == 0 && (r.step == 0 || r.step == kOne || r.step == -kOne);
}

// A texel for each pixel, in a straight line, as a turned picture asks for; false where it is not
// so, or leaves the texture.
template <typename Texel>
bool copy_texels(const Texture& texture, Ramp u, Ramp v, int count, Texel* out) {
  if (!is_texel_by_texel(u) || !is_texel_by_texel(v)) return false;
  const int x = rounded(u.start) >> 8;
  const int y = rounded(v.start) >> 8;
  const int along_x = u.step >> kTexelBits;
  const int along_y = v.step >> kTexelBits;
  const auto [left, right] = std::minmax({x, x + along_x * (count - 1)});
  const auto [top, bottom] = std::minmax({y, y + along_y * (count - 1)});
  if (left < 0 || right >= texture.width || top < 0 || bottom >= texture.height) return false;
  const std::uint8_t* from =
      row_of<Texel>(texture, y) + static_cast<std::size_t>(x) * sizeof(Texel);
  const std::ptrdiff_t step = (std::ptrdiff_t{along_y} * texture.width + along_x) *
                              static_cast<std::ptrdiff_t>(sizeof(Texel));
  for (int i = 0; i < count; ++i) {
    std::memcpy(out + i, from + step * i, sizeof(Texel));
  }
  return true;
}

using Words = std::uint32_t __attribute__((vector_size(16)));
using Pairs = std::uint64_t __attribute__((vector_size(16)));

// Pixels of a row of texels at an even step, each mixed of two neighbours, as `mix` does it: four
// at a time. `at`: the first, in 1/65536 texel, never left of the row nor at its last texel.
void mix_columns(const std::uint8_t* columns, std::int32_t at, std::int32_t step, int count,
                 std::uint32_t* out) {
  const auto first = static_cast<std::uint32_t>(at);
  const auto wide = static_cast<std::uint32_t>(step);
  Words places{first, first + wide, first + 2 * wide, first + 3 * wide};
  const auto pair = [&](int k) {
    return fetch<std::uint64_t>(
        columns + static_cast<std::size_t>((at + k * step) >> kTexelBits) * 4, 0);
  };
  int i = 0;
  for (; i + 4 <= count; i += 4, at += 4 * step, places += 4 * wide) {
    const Pairs one{pair(0), pair(1)};
    const Pairs two{pair(2), pair(3)};
    const Words left =
        __builtin_shufflevector(std::bit_cast<Words>(one), std::bit_cast<Words>(two), 0, 2, 4, 6);
    const Words right =
        __builtin_shufflevector(std::bit_cast<Words>(one), std::bit_cast<Words>(two), 1, 3, 5, 7);
    const Words weights = (places >> 8) & 255U;
    const Words twice = weights | weights << 16;
    const TwoLanes a = load_16(&left);
    const TwoLanes b = load_16(&right);
    const Lanes half = lanes_of(128);
    const auto low = std::bit_cast<Lanes>(__builtin_shufflevector(twice, twice, 0, 0, 1, 1));
    const auto high = std::bit_cast<Lanes>(__builtin_shufflevector(twice, twice, 2, 2, 3, 3));
    // Modulo 65536, in which the sum lies.
    store_16(out + i, {((a.low << 8) + (b.low - a.low) * low + half) >> 8,
                       ((a.high << 8) + (b.high - a.high) * high + half) >> 8});
  }
  for (; i < count; ++i, at += step) {
    const int texel = at >> kTexelBits;
    out[i] = mix(fetch<std::uint32_t>(columns, texel), fetch<std::uint32_t>(columns, texel + 1),
                 (at >> 8) & 255);
  }
}

// The same of coverage, eight at a time; their weights are the upper bytes of 16-bit fractions.
void mix_columns(const std::uint8_t* columns, std::int32_t at, std::int32_t step, int count,
                 std::uint8_t* out) {
  constexpr int kBlock = 8;
  int i = 0;
  if (count >= kBlock) {
    const auto pair = [&](int k) {
      return fetch<std::uint16_t>(columns + ((at + k * step) >> kTexelBits), 0);
    };
    const auto first = static_cast<std::uint32_t>(at);
    const auto wide = static_cast<std::uint32_t>(step);
    Lanes fractions{};
    for (unsigned k = 0; k < kBlock; ++k) {
      fractions[k] = static_cast<std::uint16_t>(first + k * wide);
    }
    const Lanes block = lanes_of(kBlock * wide);
    for (; i + kBlock <= count; i += kBlock, at += kBlock * step, fractions += block) {
      const Lanes pairs{pair(0), pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7)};
      const Lanes left = pairs & lanes_of(255);
      const Lanes right = pairs >> 8;
      store_8(out + i, ((left << 8) + (right - left) * (fractions >> 8) + lanes_of(128)) >> 8);
    }
  }
  for (; i < count; ++i, at += step) {
    const int texel = at >> kTexelBits;
    out[i] = mix(columns[texel], columns[texel + 1], (at >> 8) & 255);
  }
}

// Texels from one row, `columns` pointing at texel `first` of it. All lie between two of its
// texels.
template <typename Texel>
void sample_between(const std::uint8_t* columns, int first, Ramp u, int count, Texel* out) {
  if (u.step != 1 << kTexelBits) {
    return mix_columns(columns, u.start + 128 - (first << kTexelBits), u.step, count, out);
  }
  const int begin = rounded(u.start);
  const std::uint8_t* from =
      columns + static_cast<std::size_t>((begin >> 8) - first) * sizeof(Texel);
  const int bytes = count * static_cast<int>(sizeof(Texel));
  if ((begin & 255) == 0) {
    std::memcpy(out, from, static_cast<std::size_t>(bytes));
  } else {
    mix_bytes(reinterpret_cast<std::uint8_t*>(out), from, from + sizeof(Texel), begin & 255, bytes);
  }
}

// The same wherever they lie: beyond the row's ends its last texels go on. Those are few, at the
// edges of what is drawn.
template <typename Texel>
void sample_columns(const std::uint8_t* columns, int first, int width, Ramp u, int count,
                    Texel* out) {
  const auto place = [&](int i) { return rounded(u.start + u.step * i); };
  const auto beyond = [&](int i) { return place(i) < 0 || place(i) >= (width - 1) << 8; };
  const auto at_the_edge = [&](int i) {
    const Position x = position(place(i), width);
    const int next = std::min(x.texel + 1, width - 1);
    return mix(fetch<Texel>(columns, x.texel - first), fetch<Texel>(columns, next - first),
               x.weight);
  };
  int from = 0;
  for (; from < count && beyond(from); ++from) out[from] = at_the_edge(from);
  int to = count;
  for (; to > from && beyond(to - 1); --to) out[to - 1] = at_the_edge(to - 1);
  if (from == to) return;
  sample_between(columns, first, {u.start + u.step * from, u.step}, to - from, out + from);
}

// The whole run lies in one pair of texture rows: mixes the pair once.
template <typename Texel>
void sample_upright(const Texture& texture, Ramp u, std::int32_t v, int count, Texel* out) {
  const Position y = position(rounded(v), texture.height);
  const std::uint8_t* upper = row_of<Texel>(texture, y.texel);
  if (y.weight == 0) return sample_columns(upper, 0, texture.width, u, count, out);
  const int begin = rounded(u.start);
  const int end = rounded(u.start + u.step * (count - 1));
  const int first = position(std::min(begin, end), texture.width).texel;
  const int last =
      std::min(position(std::max(begin, end), texture.width).texel + 1, texture.width - 1);
  if (last - first >= kMostColumns) return sample_any(texture, u, {v, 0}, count, out);
  std::uint8_t columns[kMostColumns * sizeof(Texel)];
  const std::size_t skipped = static_cast<std::size_t>(first) * sizeof(Texel);
  const std::uint8_t* lower = row_of<Texel>(texture, y.texel + 1);
  mix_bytes(columns, upper + skipped, lower + skipped, y.weight,
            (last - first + 1) * static_cast<int>(sizeof(Texel)));
  sample_columns(columns, first, texture.width, u, count, out);
}

template <typename Texel>
void sample(const Texture& texture, Ramp u, Ramp v, int count, bool upright, Texel* out) {
  if (upright && u.step == 0) {
    std::fill_n(out, count, sample_at<Texel>(texture, u.start, v.start));
    return;
  }
  if (u.step != 1 << kTexelBits && copy_texels(texture, u, v, count, out)) return;
  if (upright) {
    sample_upright(texture, u, v.start, count, out);
  } else {
    sample_any(texture, u, v, count, out);
  }
}

}  // namespace

void sample_run(const Texture& texture, Ramp u, Ramp v, int count, bool upright, std::uint32_t tint,
                std::uint32_t* out) {
  if (texture.format == platform::PixelFormat::kRgba8) {
    sample(texture, u, v, count, upright, out);
    if (tint != kWhite) modulate_row(out, count, tint);
    return;
  }
  std::uint8_t coverage[kRun];
  sample(texture, u, v, count, upright, coverage);
  tint_row(out, coverage, count, tint);
}

void sample_coverage(const Texture& texture, Ramp u, Ramp v, int count, bool upright,
                     std::uint8_t* out) {
  sample(texture, u, v, count, upright, out);
}

std::uint32_t sample_once(const Texture& texture, std::int32_t u, std::int32_t v) {
  if (texture.format == platform::PixelFormat::kRgba8) {
    return sample_at<std::uint32_t>(texture, u, v);
  }
  return 0x00ffffffU | std::uint32_t{sample_at<std::uint8_t>(texture, u, v)} << 24;
}

}  // namespace kiosk::raster
