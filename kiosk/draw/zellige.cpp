#include "kiosk/draw/zellige.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace kiosk {
namespace {

constexpr int kCorners = 16;
constexpr float kOctagram = 0.7654F;  // inner radius of {8/2}: cos(45) / cos(22.5)

void outline_star(Frame& frame, Vec2 centre, float radius, Colour colour, float width) {
  frame.path(star_rim(centre, radius, kOctagram), colour, width, true);
}

struct Segment {
  Vec2 from;
  Vec2 to;
};

float distance(Vec2 point, const Segment& segment) {
  const Vec2 way = segment.to - segment.from;
  const Vec2 to_point = point - segment.from;
  const float along = (to_point.x * way.x + to_point.y * way.y) / (way.x * way.x + way.y * way.y);
  return length(to_point - way * std::clamp(along, 0.0F, 1.0F));
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
  const float step = rect.h * 2;
  const int count = std::max(1, static_cast<int>(rect.w / step));
  const float gap = rect.w / static_cast<float>(count);
  const float radius = rect.h * 0.46F;
  const float width = std::max(1.0F, rect.h * 0.055F);
  for (int i = 0; i < count; ++i) {
    const Vec2 centre{rect.x + gap * (static_cast<float>(i) + 0.5F), rect.centre().y};
    outline_star(frame, centre, radius, colour, width);
    frame.ring(centre, radius * 0.42F, colour, width);
    frame.line({centre.x + radius * 1.25F, centre.y}, {centre.x + gap - radius * 1.25F, centre.y},
               colour, width);
  }
}

Bitmap pattern_tile(int side) {
  const auto length_of_side = static_cast<float>(side);
  const Vec2 middle{length_of_side / 2, length_of_side / 2};
  const float radius = length_of_side * 0.36F;
  std::vector<Segment> lines;
  const std::array<Vec2, kCorners> star = star_rim(middle, radius, kOctagram);
  for (std::size_t i = 0; i < star.size(); ++i) {
    lines.push_back({star[i], star[(i + 1) % star.size()]});
  }
  // From the star's points to its neighbours', and a cross between four of them.
  const std::array<Vec2, 4> sides{Vec2{middle.x, 0}, Vec2{length_of_side, middle.y},
                                  Vec2{middle.x, length_of_side}, Vec2{0, middle.y}};
  for (std::size_t i = 0; i < sides.size(); ++i) lines.push_back({star[i * 4], sides.at(i)});
  const std::array<Vec2, 4> corners{Vec2{length_of_side, 0}, Vec2{length_of_side, length_of_side},
                                    Vec2{0, length_of_side}, Vec2{0, 0}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    lines.push_back({star[i * 4 + 2], corners.at(i)});
  }
  Bitmap tile{side, side, 1, {}};
  tile.pixels.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const Vec2 point{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
      float nearest = length_of_side;
      for (const Segment& line : lines) nearest = std::min(nearest, distance(point, line));
      tile.pixels.push_back(
          static_cast<std::uint8_t>(std::lround(255 * std::clamp(1.4F - nearest, 0.0F, 1.0F))));
    }
  }
  return tile;
}

}  // namespace kiosk
