#include "kiosk/draw/zellige.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "kiosk/draw/stamp.h"

namespace kiosk {
namespace {

constexpr int kCorners = 16;
constexpr float kOctagram = 0.7654F;  // inner radius of {8/2}: cos(45) / cos(22.5)

void outline_star(Frame& frame, Vec2 centre, float radius, Colour colour, float width) {
  frame.path(star_rim(centre, radius, kOctagram), colour, width, true);
}

// One cell of the frieze: a star with a ring in it, and its part of the thread on both sides.
Bitmap frieze_cell(PixelSize size) {
  const auto wide = static_cast<float>(size.width);
  const auto high = static_cast<float>(size.height);
  const Vec2 centre{wide / 2, high / 2};
  const float radius = high * 0.46F;
  const std::array<Vec2, kCorners> rim = star_rim(centre, radius, kOctagram);
  Stroke star(rim.begin(), rim.end());
  star.push_back(star.front());
  Stroke ring;
  constexpr int kSteps = 24;
  for (int i = 0; i <= kSteps; ++i) {
    const double angle = 2 * std::numbers::pi * i / kSteps;
    ring.push_back({centre.x + radius * 0.42F * static_cast<float>(std::cos(angle)),
                    centre.y + radius * 0.42F * static_cast<float>(std::sin(angle))});
  }
  // Beyond the cell's edges, where its neighbour goes on.
  const Stroke before{{-high, centre.y}, {centre.x - radius * 1.25F, centre.y}};
  const Stroke after{{centre.x + radius * 1.25F, centre.y}, {wide + high, centre.y}};
  const std::array<Stroke, 4> strokes{star, ring, before, after};
  return stroked(size, strokes, std::max(1.0F, high * 0.055F));
}

// Cells side by side, one of them in the middle.
Bitmap frieze_of(PixelSize size) {
  const Bitmap cell = frieze_cell({2 * size.height, size.height});
  Bitmap frieze{size.width, size.height, 1, {}};
  frieze.pixels.resize(static_cast<std::size_t>(size.width) *
                       static_cast<std::size_t>(size.height));
  const int first = (size.width / 2 - cell.width / 2) % cell.width - cell.width;
  for (int y = 0; y < size.height; ++y) {
    const std::uint8_t* from =
        cell.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(cell.width);
    std::uint8_t* to =
        frieze.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width);
    for (int x = 0; x < size.width; ++x) to[x] = from[(x - first) % cell.width];
  }
  return frieze;
}

}  // namespace

std::array<Vec2, 16> star_rim(Vec2 centre, float radius, float inner) {
  std::array<Vec2, kCorners> rim;
  for (int i = 0; i < kCorners; ++i) {
    const double angle = std::numbers::pi * (2.0 * i / kCorners - 0.5);
    const float r = i % 2 == 0 ? radius : radius * inner;
    rim[static_cast<std::size_t>(i)] = {centre.x + r * static_cast<float>(std::cos(angle)),
                                        centre.y + r * static_cast<float>(std::sin(angle))};
  }
  return rim;
}

void draw_pin(Frame& frame, Vec2 centre, float radius, const PinLook& look) {
  const float rim = radius * 5 / 17;
  const Vec2 below{centre.x, centre.y + radius * 4 / 17};
  frame.star_shape(below, star_rim(below, radius + rim), look.shadow);
  frame.star_shape(centre, star_rim(centre, radius + rim), look.rim);
  frame.star_shape(centre, star_rim(centre, radius), look.fill);
  frame.disc(centre, radius * 0.34F, look.heart);
}

void draw_emblem(Frame& frame, Vec2 centre, float radius, const Palette& theme) {
  const float width = radius * 0.06F;
  outline_star(frame, centre, radius, theme.saffron, width);
  frame.star_shape(centre, star_rim(centre, radius * 0.80F, kOctagram), theme.first_home);
  outline_star(frame, centre, radius * 0.80F, theme.paper, width * 0.7F);
  frame.star_shape(centre, star_rim(centre, radius * 0.50F, kOctagram), theme.second_home);
  outline_star(frame, centre, radius * 0.50F, theme.paper, width * 0.7F);
  frame.disc(centre, radius * 0.13F, theme.saffron);
}

void draw_frieze(Frame& frame, const Rect& rect, Colour colour) {
  const PixelSize size{static_cast<int>(std::lround(rect.w)),
                       static_cast<int>(std::lround(rect.h))};
  if (size.width <= 0 || size.height <= 0) return;
  frame.stamp({StampKey::Kind::kFrieze, 0, size}, rect.centre(), colour,
              [&] { return frieze_of(size); });
}

Bitmap pattern_tile(int side) {
  const auto length_of_side = static_cast<float>(side);
  const Vec2 middle{length_of_side / 2, length_of_side / 2};
  const float radius = length_of_side * 0.36F;
  std::vector<Stroke> lines;
  const std::array<Vec2, kCorners> star = star_rim(middle, radius, kOctagram);
  lines.emplace_back(star.begin(), star.end());
  lines.front().push_back(star.front());
  // From the star's points to its neighbours', and a cross between four of them.
  const std::array<Vec2, 4> sides{Vec2{middle.x, 0}, Vec2{length_of_side, middle.y},
                                  Vec2{middle.x, length_of_side}, Vec2{0, middle.y}};
  for (std::size_t i = 0; i < sides.size(); ++i) lines.push_back({star[i * 4], sides.at(i)});
  const std::array<Vec2, 4> corners{Vec2{length_of_side, 0}, Vec2{length_of_side, length_of_side},
                                    Vec2{0, length_of_side}, Vec2{0, 0}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    lines.push_back({star[i * 4 + 2], corners.at(i)});
  }
  return stroked({side, side}, lines, 1.8F);
}

}  // namespace kiosk
