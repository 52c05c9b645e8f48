#include "kiosk/draw/stamp.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace kiosk {
namespace {

float distance(Vec2 point, Vec2 from, Vec2 to) {
  const Vec2 way = to - from;
  const Vec2 to_point = point - from;
  const float square = way.x * way.x + way.y * way.y;
  const float along = square > 0 ? (to_point.x * way.x + to_point.y * way.y) / square : 0;
  return length(to_point - way * std::clamp(along, 0.0F, 1.0F));
}

// Looks only at the pixels that the piece can reach.
void lay_piece(Bitmap& picture, Vec2 from, Vec2 to, float half) {
  const float reach = half + 1;
  const auto first = [](float at) { return std::max(0, static_cast<int>(std::floor(at))); };
  const auto end = [](float at, int most) {
    return std::min(most, static_cast<int>(std::ceil(at)));
  };
  const int left = first(std::min(from.x, to.x) - reach);
  const int right = end(std::max(from.x, to.x) + reach, picture.width);
  const int top = first(std::min(from.y, to.y) - reach);
  const int bottom = end(std::max(from.y, to.y) + reach, picture.height);
  for (int y = top; y < bottom; ++y) {
    std::uint8_t* row = picture.pixels.data() +
                        static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width);
    for (int x = left; x < right; ++x) {
      const Vec2 centre{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
      const float covered = std::clamp(half + 0.5F - distance(centre, from, to), 0.0F, 1.0F);
      // A line thinner than a pixel covers no pixel whole.
      const auto coverage =
          static_cast<std::uint8_t>(std::lround(255 * covered * std::min(1.0F, 2 * half)));
      row[x] = std::max(row[x], coverage);
    }
  }
}

}  // namespace

Bitmap stroked(PixelSize size, std::span<const Stroke> strokes, float width) {
  Bitmap picture{size.width, size.height, 1, {}};
  picture.pixels.resize(static_cast<std::size_t>(size.width) *
                        static_cast<std::size_t>(size.height));
  for (const Stroke& stroke : strokes) {
    for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
      lay_piece(picture, stroke[i], stroke[i + 1], width / 2);
    }
  }
  return picture;
}

Bitmap round_corners(float radius, float line) {
  const int corner = static_cast<int>(std::ceil(std::max(radius, line)));
  const int side = 2 * corner + 2;
  Bitmap picture{side, side, 1, {}};
  picture.pixels.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  // How far a pixel's middle lies from the rim, inwards.
  const auto inwards = [&](int x, int y) {
    const auto beyond = [&](int at) {
      const float from_edge = static_cast<float>(std::min(at, side - 1 - at)) + 0.5F;
      return std::max(0.0F, radius - from_edge);
    };
    return radius - length({beyond(x), beyond(y)});
  };
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      float covered = std::clamp(inwards(x, y) + 0.5F, 0.0F, 1.0F);
      if (line > 0)
        covered = std::min(covered, std::clamp(line + 0.5F - inwards(x, y), 0.0F, 1.0F));
      picture.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * covered)));
    }
  }
  return picture;
}

}  // namespace kiosk
