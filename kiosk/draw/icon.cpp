#include "kiosk/draw/icon.h"

#include <algorithm>
#include <span>
#include <vector>

namespace kiosk {
namespace {

using Stroke = std::vector<Vec2>;

// In a box from -1 to 1, y downwards.
std::vector<Stroke> strokes(Icon icon) {
  switch (icon) {
    case Icon::kPlus:
      return {{{-0.9F, 0}, {0.9F, 0}}, {{0, -0.9F}, {0, 0.9F}}};
    case Icon::kMinus:
      return {{{-0.9F, 0}, {0.9F, 0}}};
    case Icon::kClose:
      return {{{-0.75F, -0.75F}, {0.75F, 0.75F}}, {{0.75F, -0.75F}, {-0.75F, 0.75F}}};
    case Icon::kBack:
      return {{{0.95F, 0}, {-0.85F, 0}}, {{0, -0.85F}, {-0.85F, 0}, {0, 0.85F}}};
    case Icon::kNext:
      return {{{-0.4F, -0.85F}, {0.45F, 0}, {-0.4F, 0.85F}}};
    case Icon::kPrevious:
      return {{{0.4F, -0.85F}, {-0.45F, 0}, {0.4F, 0.85F}}};
    case Icon::kMore:
      return {{{-0.85F, -0.4F}, {0, 0.45F}, {0.85F, -0.4F}}};
    case Icon::kFrameAll:
      return {{{-0.85F, -0.3F}, {-0.85F, -0.85F}, {-0.3F, -0.85F}},
              {{0.3F, -0.85F}, {0.85F, -0.85F}, {0.85F, -0.3F}},
              {{0.85F, 0.3F}, {0.85F, 0.85F}, {0.3F, 0.85F}},
              {{-0.3F, 0.85F}, {-0.85F, 0.85F}, {-0.85F, 0.3F}}};
  }
  return {};
}

bool follows_reading(Icon icon) {
  return icon == Icon::kBack || icon == Icon::kNext || icon == Icon::kPrevious;
}

}  // namespace

void draw_icon(Frame& frame, Icon icon, Vec2 centre, float side, Colour colour, bool mirrored) {
  const float unit = side / 2;
  const float width = std::max(2.0F, side * 0.14F);
  const float turn = mirrored && follows_reading(icon) ? -1.0F : 1.0F;
  for (Stroke stroke : strokes(icon)) {
    for (Vec2& point : stroke)
      point = {centre.x + turn * unit * point.x, centre.y + unit * point.y};
    frame.path(stroke, colour, width);
    frame.disc(stroke.front(), width / 2, colour);
    frame.disc(stroke.back(), width / 2, colour);
    for (std::size_t i = 1; i + 1 < stroke.size(); ++i) frame.disc(stroke[i], width / 2, colour);
  }
}

}  // namespace kiosk
