#include "kiosk/imaging/retouch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "kiosk/base/caption_scrim.h"

namespace kiosk {

namespace {

constexpr int kSharpnessSide = 960;
constexpr int kSquare = 24;  // px at that size
constexpr float kSharpenAmount = 0.45F;
constexpr int kMostDetail = 16 * 255;

std::size_t at(const RgbPicture& picture, int x, int y) {
  return (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
          static_cast<std::size_t>(x)) *
         3;
}

// BT.601 weights in 1/256, as picture formats use them.
int brightness(const std::uint8_t* pixel) {
  return (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2] + 128) >> 8;
}

std::vector<std::uint8_t> brightness_of(const RgbPicture& picture) {
  std::vector<std::uint8_t> grey(static_cast<std::size_t>(picture.width) *
                                 static_cast<std::size_t>(picture.height));
  for (std::size_t i = 0; i < grey.size(); ++i) {
    grey[i] = static_cast<std::uint8_t>(brightness(&picture.pixels[i * 3]));
  }
  return grey;
}

double linear(double value) {
  value /= 255;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

// Of light, channel by channel.
double luminance_of(double red, double green, double blue) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// What sharpening adds to a pixel, by how much brighter it is than its surroundings, in 1/16.
const std::array<std::int16_t, 2 * kMostDetail + 1>& change_table() {
  static const auto table = [] {
    std::array<std::int16_t, 2 * kMostDetail + 1> made{};
    for (int i = 0; i <= 2 * kMostDetail; ++i) {
      const float detail = static_cast<float>(i - kMostDetail) / 16;
      made[static_cast<std::size_t>(i)] =
          static_cast<std::int16_t>(std::lround(detail * kSharpenAmount));
    }
    return made;
  }();
  return table;
}

// The value that `share` of them do not exceed.
double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto rank =
      static_cast<std::ptrdiff_t>(std::floor(share * static_cast<double>(values.size() - 1)));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

}  // namespace

RgbPicture upright(RgbPicture picture, std::uint32_t orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  const bool lies = orientation >= 5;
  RgbPicture turned{lies ? picture.height : picture.width, lies ? picture.width : picture.height,
                    std::vector<std::uint8_t>(picture.pixels.size())};
  const int right = picture.width - 1;
  const int bottom = picture.height - 1;
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      int from_x = lies ? y : x;
      int from_y = lies ? x : y;
      // 2 and 4 mirror, 3 turns by 180°; 5 and 7 mirror along a diagonal, 6 and 8 turn by 90°.
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
        from_x = right - from_x;
      }
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
        from_y = bottom - from_y;
      }
      std::copy_n(&picture.pixels[at(picture, from_x, from_y)], 3,
                  &turned.pixels[at(turned, x, y)]);
    }
  }
  return turned;
}

RgbPicture sharpened(const RgbPicture& picture) {
  RgbPicture crisp = picture;
  const std::vector<std::uint8_t> grey = brightness_of(picture);
  const std::array<std::int16_t, 2 * kMostDetail + 1>& changes = change_table();
  const auto w = static_cast<std::size_t>(picture.width);
  for (int y = 1; y + 1 < picture.height; ++y) {
    for (int x = 1; x + 1 < picture.width; ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * w + static_cast<std::size_t>(x);
      const int around = grey[i - w - 1] + grey[i - w + 1] + grey[i + w - 1] + grey[i + w + 1] +
                         2 * (grey[i - w] + grey[i - 1] + grey[i + 1] + grey[i + w]) + 4 * grey[i];
      const int change = changes[static_cast<std::size_t>(16 * grey[i] - around + kMostDetail)];
      for (std::size_t c = 0; c < 3; ++c) {
        std::uint8_t& value = crisp.pixels[i * 3 + c];
        value = static_cast<std::uint8_t>(std::clamp(value + change, 0, 255));
      }
    }
  }
  return crisp;
}

double sharpness_of(const RgbPicture& picture) {
  const RgbPicture seen =
      downscaled(picture, fitted({picture.width, picture.height}, kSharpnessSide));
  const std::vector<std::uint8_t> grey = brightness_of(seen);
  const auto w = static_cast<std::size_t>(seen.width);
  std::vector<double> squares;
  for (int top = 1; top + kSquare < seen.height; top += kSquare) {
    for (int left = 1; left + kSquare < seen.width; left += kSquare) {
      double sum = 0;
      for (int y = top; y < top + kSquare; ++y) {
        for (int x = left; x < left + kSquare; ++x) {
          const std::size_t i = static_cast<std::size_t>(y) * w + static_cast<std::size_t>(x);
          const int edge = 4 * grey[i] - grey[i - 1] - grey[i + 1] - grey[i - w] - grey[i + w];
          sum += static_cast<double>(edge) * edge;
        }
      }
      squares.push_back(std::sqrt(sum / (kSquare * kSquare)));
    }
  }
  return percentile(std::move(squares), 0.95);
}

double caption_contrast_of(const RgbPicture& picture) {
  const int rows = std::max(1, static_cast<int>(picture.height * kCaptionShare));
  std::array<std::array<double, 256>, 3> under{};  // light of each channel, the scrim over it
  for (std::size_t c = 0; c < 3; ++c) {
    for (int value = 0; value < 256; ++value) {
      under[c][static_cast<std::size_t>(value)] =
          linear(value * (1 - kCaptionScrim) + kCaptionDark[c] * kCaptionScrim);
    }
  }
  std::vector<double> lights;
  for (int y = picture.height - rows; y < picture.height; y += 2) {
    for (int x = 0; x < picture.width; x += 2) {
      const std::uint8_t* pixel = &picture.pixels[at(picture, x, y)];
      lights.push_back(luminance_of(under[0][pixel[0]], under[1][pixel[1]], under[2][pixel[2]]));
    }
  }
  const double ink =
      luminance_of(linear(kCaptionInk[0]), linear(kCaptionInk[1]), linear(kCaptionInk[2]));
  return (ink + 0.05) / (percentile(std::move(lights), 0.95) + 0.05);
}

}  // namespace kiosk
