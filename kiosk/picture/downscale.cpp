#include "kiosk/picture/downscale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "kiosk/base/check.h"

namespace kiosk {

namespace {

constexpr double kLobes = 3;
constexpr std::size_t kLanes = 4;  // red, green, blue and one that is not used
constexpr int kSteps = 1 << 16;

using Pixel = float __attribute__((vector_size(16), may_alias));
using Steps = std::int32_t __attribute__((vector_size(16)));

double light_of(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double value_of(double light) {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

const std::array<float, 256>& light_table() {
  static const auto table = [] {
    std::array<float, 256> made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = static_cast<float>(light_of(static_cast<double>(i) / 255));
    }
    return made;
  }();
  return table;
}

const std::vector<std::uint8_t>& value_table() {
  static const auto table = [] {
    std::vector<std::uint8_t> made(kSteps + 1);
    for (int i = 0; i <= kSteps; ++i) {
      made[static_cast<std::size_t>(i)] =
          static_cast<std::uint8_t>(std::lround(value_of(static_cast<double>(i) / kSteps) * 255));
    }
    return made;
  }();
  return table;
}

double lanczos(double x) {
  if (x == 0) return 1;
  if (std::abs(x) >= kLobes) return 0;
  const double p = std::numbers::pi * x;
  return kLobes * std::sin(p) * std::sin(p / kLobes) / (p * p);
}

}  // namespace

PixelSize fitted(PixelSize size, int side) {
  const int longer = std::max(size.width, size.height);
  if (longer <= side) return size;
  const auto scaled = [&](int length) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * side / longer)));
  };
  return {scaled(size.width), scaled(size.height)};
}

Downscaler::Taps Downscaler::taps_of(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  Taps taps;
  std::vector<std::vector<double>> all;
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * scale - 0.5;
    const int first = std::max(0, static_cast<int>(std::ceil(centre - kLobes * scale)));
    const int last = std::min(from - 1, static_cast<int>(std::floor(centre + kLobes * scale)));
    std::vector<double> weights;
    double sum = 0;
    for (int at = first; at <= last; ++at) {
      weights.push_back(lanczos((at - centre) / scale));
      sum += weights.back();
    }
    for (double& weight : weights) weight /= sum;
    taps.first.push_back(first);
    taps.count.push_back(static_cast<int>(weights.size()));
    taps.most = std::max(taps.most, taps.count.back());
    all.push_back(std::move(weights));
  }
  taps.weights.resize(static_cast<std::size_t>(taps.most) * static_cast<std::size_t>(to));
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::ranges::transform(all[i], taps.of(i), [](double w) { return static_cast<float>(w); });
  }
  return taps;
}

Downscaler::Downscaler(PixelSize from, PixelSize to, int channels)
    : m_from(from),
      m_made{to.width, to.height, channels, {}},
      m_across(taps_of(from.width, to.width)),
      m_down(taps_of(from.height, to.height)) {
  KIOSK_CHECK(to.width <= from.width && to.height <= from.height && to.width > 0 && to.height > 0);
  // Beyond the row's end lie zeros, which the last pixels' missing taps weigh with nothing.
  m_light.resize(static_cast<std::size_t>(from.width + m_across.most) * kLanes);
  m_rows.resize(static_cast<std::size_t>(m_down.most));
  for (std::vector<float>& row : m_rows) row.resize(static_cast<std::size_t>(to.width) * kLanes);
  KIOSK_CHECK(channels == 3 || channels == 4);
  m_made.pixels.resize(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height) *
                       static_cast<std::size_t>(channels));
}

void Downscaler::add(std::span<const std::uint8_t> row) {
  const auto& light = light_table();
  const auto width = static_cast<std::size_t>(m_from.width);
  for (std::size_t x = 0; x < width; ++x) {
    for (std::size_t c = 0; c < 3; ++c) m_light[x * kLanes + c] = light[row[x * 3 + c]];
  }
  narrow(m_rows[static_cast<std::size_t>(m_row) % m_rows.size()]);
  ++m_row;
  while (m_next < m_made.height) {
    const auto y = static_cast<std::size_t>(m_next);
    if (m_down.first[y] + m_down.count[y] > m_row) break;
    make_row();
  }
}

// Four pixels at a time: a sum's next addition waits for the one before, four sums do not wait for
// one another.
void Downscaler::narrow(std::vector<float>& row) const {
  const auto* pixels = reinterpret_cast<const Pixel*>(m_light.data());
  auto* out = reinterpret_cast<Pixel*>(row.data());
  const auto count = static_cast<std::size_t>(m_made.width);
  const auto taps = static_cast<std::size_t>(m_across.most);
  std::size_t x = 0;
  for (; x + 4 <= count; x += 4) {
    const Pixel* p[4];
    for (std::size_t i = 0; i < 4; ++i) p[i] = pixels + m_across.first[x + i];
    const float* w = m_across.of(x);
    Pixel a{};
    Pixel b{};
    Pixel c{};
    Pixel d{};
    for (std::size_t t = 0; t < taps; ++t) {
      a += p[0][t] * w[t];
      b += p[1][t] * w[taps + t];
      c += p[2][t] * w[2 * taps + t];
      d += p[3][t] * w[3 * taps + t];
    }
    out[x] = a;
    out[x + 1] = b;
    out[x + 2] = c;
    out[x + 3] = d;
  }
  for (; x < count; ++x) {
    const float* w = m_across.of(x);
    Pixel sum{};
    for (std::size_t t = 0; t < taps; ++t)
      sum += pixels[m_across.first[x] + static_cast<int>(t)] * w[t];
    out[x] = sum;
  }
}

// The first row that is not made, of the rows that came.
void Downscaler::make_row() {
  const auto y = static_cast<std::size_t>(m_next);
  const auto taps = static_cast<std::size_t>(m_down.count[y]);
  const float* weights = m_down.of(y);
  std::vector<const float*> rows;
  for (std::size_t t = 0; t < taps; ++t) {
    const auto place = (static_cast<std::size_t>(m_down.first[y]) + t) % m_rows.size();
    rows.push_back(m_rows[place].data());
  }
  const auto& values = value_table();
  const auto width = static_cast<std::size_t>(m_made.width);
  const auto channels = static_cast<std::size_t>(m_made.channels);
  const bool alpha = channels == 4;
  std::uint8_t* out = m_made.pixels.data() + y * width * channels;
  const auto put = [&](Pixel light) {
    const Pixel none{};
    const Pixel all = none + 1.0F;
    light = light < none ? none : light;
    light = light > all ? all : light;
    const Steps steps = __builtin_convertvector(light * static_cast<float>(kSteps) + 0.5F, Steps);
    for (std::size_t c = 0; c < 3; ++c) *out++ = values[static_cast<std::size_t>(steps[c])];
    if (alpha) *out++ = 255;
  };
  std::size_t x = 0;
  for (; x + 4 <= width; x += 4) {
    Pixel a{};
    Pixel b{};
    Pixel c{};
    Pixel d{};
    for (std::size_t t = 0; t < taps; ++t) {
      const auto* row = reinterpret_cast<const Pixel*>(rows[t]) + x;
      const float weight = weights[t];
      a += row[0] * weight;
      b += row[1] * weight;
      c += row[2] * weight;
      d += row[3] * weight;
    }
    put(a);
    put(b);
    put(c);
    put(d);
  }
  for (; x < width; ++x) {
    Pixel sum{};
    for (std::size_t t = 0; t < taps; ++t) {
      sum += reinterpret_cast<const Pixel*>(rows[t])[x] * weights[t];
    }
    put(sum);
  }
  ++m_next;
}

RgbPicture Downscaler::take() {
  KIOSK_CHECK(m_next == m_made.height && m_made.channels == 3);
  return {m_made.width, m_made.height, std::move(m_made.pixels)};
}

Bitmap Downscaler::take_rgba() {
  KIOSK_CHECK(m_next == m_made.height && m_made.channels == 4);
  return std::move(m_made);
}

RgbPicture downscaled(const RgbPicture& picture, PixelSize to) {
  Downscaler scaler({picture.width, picture.height}, to);
  const auto stride = static_cast<std::size_t>(picture.width) * 3;
  for (int y = 0; y < picture.height; ++y) {
    scaler.add(std::span(picture.pixels).subspan(static_cast<std::size_t>(y) * stride, stride));
  }
  return scaler.take();
}

}  // namespace kiosk
