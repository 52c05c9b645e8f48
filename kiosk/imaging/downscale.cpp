#include "kiosk/imaging/downscale.h"

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

std::vector<Downscaler::Taps> Downscaler::taps_of(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  std::vector<Taps> all(static_cast<std::size_t>(to));
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
    Taps& taps = all[static_cast<std::size_t>(i)];
    taps.first = first;
    for (const double weight : weights) taps.weights.push_back(static_cast<float>(weight / sum));
  }
  return all;
}

Downscaler::Downscaler(PixelSize from, PixelSize to)
    : m_from(from),
      m_made{to.width, to.height, {}},
      m_across(taps_of(from.width, to.width)),
      m_down(taps_of(from.height, to.height)) {
  KIOSK_CHECK(to.width <= from.width && to.height <= from.height && to.width > 0 && to.height > 0);
  m_light.resize(static_cast<std::size_t>(from.width) * kLanes);
  m_narrow.resize(static_cast<std::size_t>(to.width) * kLanes);
  m_made.pixels.resize(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height) *
                       3);
}

void Downscaler::add(std::span<const std::uint8_t> row) {
  const auto& light = light_table();
  for (std::size_t x = 0; x < static_cast<std::size_t>(m_from.width); ++x) {
    for (std::size_t c = 0; c < 3; ++c) m_light[x * kLanes + c] = light[row[x * 3 + c]];
  }
  const auto* pixels = reinterpret_cast<const Pixel*>(m_light.data());
  auto* narrow = reinterpret_cast<Pixel*>(m_narrow.data());
  for (std::size_t x = 0; x < m_across.size(); ++x) {
    const Taps& taps = m_across[x];
    Pixel sum{};
    const Pixel* at = pixels + taps.first;
    for (const float weight : taps.weights) sum += *at++ * weight;
    narrow[x] = sum;
  }
  // Rows made that this one has a share in lie together: from the first that is not finished.
  for (int y = m_next; y < m_made.height; ++y) {
    const Taps& taps = m_down[static_cast<std::size_t>(y)];
    if (taps.first > m_row) break;
    const auto share = static_cast<std::size_t>(m_row - taps.first);
    if (share >= taps.weights.size()) continue;
    std::vector<float>& sum = m_sums[y];
    if (sum.empty()) sum.resize(m_narrow.size());
    auto* sums = reinterpret_cast<Pixel*>(sum.data());
    const float weight = taps.weights[share];
    for (std::size_t x = 0; x < m_across.size(); ++x) sums[x] += narrow[x] * weight;
    if (share + 1 == taps.weights.size()) finish_row(y);
  }
  ++m_row;
}

void Downscaler::finish_row(int row) {
  const auto& values = value_table();
  const std::vector<float>& sum = m_sums.at(row);
  std::uint8_t* out = m_made.pixels.data() +
                      static_cast<std::size_t>(row) * static_cast<std::size_t>(m_made.width) * 3;
  for (std::size_t x = 0; x < m_across.size(); ++x) {
    for (std::size_t c = 0; c < 3; ++c) {
      const float light = std::clamp(sum[x * kLanes + c], 0.0F, 1.0F);
      *out++ = values[static_cast<std::size_t>(light * kSteps + 0.5F)];
    }
  }
  m_sums.erase(row);
  m_next = row + 1;
}

RgbPicture Downscaler::take() {
  KIOSK_CHECK(m_next == m_made.height);
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
