#include "kiosk/picture/blur_preview.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiosk {

namespace {

constexpr int kColumns = 4;
constexpr int kBrightRows = 4;
constexpr int kColourRows = 2;
constexpr int kOrange = 16;  // where the samples begin: bright, orange, green
constexpr int kGreen = 24;
constexpr int kDrawnWidth = 24;
constexpr int kDrawnHeight = 16;

struct Mean {
  double bright = 0;
  double orange = 0;
  double green = 0;
};

Mean mean_of(std::span<const std::uint8_t> rgb, int width, int height, int column, int row,
             int rows) {
  const int left = column * width / kColumns;
  const int right = std::max(left + 1, (column + 1) * width / kColumns);
  const int top = row * height / rows;
  const int bottom = std::max(top + 1, (row + 1) * height / rows);
  std::array<std::uint64_t, 3> sums{};
  for (int y = top; y < std::min(bottom, height); ++y) {
    const std::uint8_t* pixel =
        rgb.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(left)) *
                         3;
    for (int x = left; x < std::min(right, width); ++x, pixel += 3) {
      sums[0] += pixel[0];
      sums[1] += pixel[1];
      sums[2] += pixel[2];
    }
  }
  const double count = std::max(1.0, static_cast<double>(right - left) * (bottom - top));
  const double r = static_cast<double>(sums[0]) / count;
  const double g = static_cast<double>(sums[1]) / count;
  const double b = static_cast<double>(sums[2]) / count;
  return {(r + 2 * g + b) / 4, (r - b) / 2, (2 * g - r - b) / 4};
}

std::uint8_t as_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

// Between samples that stand in the middles of a grid's cells.
double sampled(const BlurPreview& preview, int begin, int rows, double u, double v) {
  const auto sample = [&](int column, int row) {
    column = std::clamp(column, 0, kColumns - 1);
    row = std::clamp(row, 0, rows - 1);
    return static_cast<double>(preview[static_cast<std::size_t>(begin + row * kColumns + column)]);
  };
  const auto smooth = [](double t) { return t * t * (3 - 2 * t); };
  const double x = u * kColumns - 0.5;
  const double y = v * rows - 0.5;
  const int column = static_cast<int>(std::floor(x));
  const int row = static_cast<int>(std::floor(y));
  const double s = smooth(x - column);
  const double t = smooth(y - row);
  const double above = sample(column, row) * (1 - s) + sample(column + 1, row) * s;
  const double below = sample(column, row + 1) * (1 - s) + sample(column + 1, row + 1) * s;
  return above * (1 - t) + below * t;
}

}  // namespace

BlurPreview blur_preview_of(std::span<const std::uint8_t> rgb, int width, int height) {
  BlurPreview preview{};
  for (int row = 0; row < kBrightRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      const Mean mean = mean_of(rgb, width, height, column, row, kBrightRows);
      preview[static_cast<std::size_t>(row * kColumns + column)] = as_byte(mean.bright);
    }
  }
  for (int row = 0; row < kColourRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      const Mean mean = mean_of(rgb, width, height, column, row, kColourRows);
      const auto place = static_cast<std::size_t>(row * kColumns + column);
      preview[kOrange + place] = as_byte(mean.orange + 128);
      preview[kGreen + place] = as_byte(mean.green + 128);
    }
  }
  return preview;
}

Bitmap picture_of(const BlurPreview& preview) {
  Bitmap bitmap{kDrawnWidth, kDrawnHeight, 4, {}};
  for (int y = 0; y < kDrawnHeight; ++y) {
    for (int x = 0; x < kDrawnWidth; ++x) {
      const double u = (x + 0.5) / kDrawnWidth;
      const double v = (y + 0.5) / kDrawnHeight;
      const double bright = sampled(preview, 0, kBrightRows, u, v);
      const double orange = sampled(preview, kOrange, kColourRows, u, v) - 128;
      const double green = sampled(preview, kGreen, kColourRows, u, v) - 128;
      const double rest = bright - green;
      bitmap.pixels.insert(bitmap.pixels.end(), {as_byte(rest + orange), as_byte(bright + green),
                                                 as_byte(rest - orange), 255});
    }
  }
  return bitmap;
}

std::string to_hex(const BlurPreview& preview) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : preview) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

std::optional<BlurPreview> blur_preview_from(std::string_view hex) {
  BlurPreview preview{};
  if (hex.size() != preview.size() * 2) return std::nullopt;
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < preview.size(); ++i) {
    const int high = digit(hex[2 * i]);
    const int low = digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    preview[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return preview;
}

}  // namespace kiosk
