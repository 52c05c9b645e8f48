// Turn: how the picture lies on the panel, clockwise as seen from the front: a quarter for a
// panel whose top edge, as it was made, is now on the left.
//
// Plain values, any thread. Units: pixels; of the panel as it was made, and of the picture as
// visitors see it, both from the top left.
#pragma once

#include "kiosk/base/geometry.h"
#include "platform/display.h"

namespace kiosk::platform {

enum class Turn { kNone, kQuarter, kHalf, kThreeQuarters };

// The nearest quarter below; 450 and -270 are 90.
[[nodiscard]] constexpr Turn turn_of(int degrees) {
  return static_cast<Turn>((degrees / 90 % 4 + 4) % 4);
}
[[nodiscard]] constexpr bool is_sideways(Turn turn) {
  return turn == Turn::kQuarter || turn == Turn::kThreeQuarters;
}
// The picture's size on that panel; and the panel's from the picture's.
[[nodiscard]] constexpr TextureSize turned(TextureSize size, Turn turn) {
  return is_sideways(turn) ? TextureSize{size.height, size.width} : size;
}
// Where a place of a picture of that size lies on the panel.
[[nodiscard]] constexpr Vec2 to_panel(Vec2 place, TextureSize picture, Turn turn) {
  const auto width = static_cast<float>(picture.width);
  const auto height = static_cast<float>(picture.height);
  switch (turn) {
    case Turn::kNone:
      break;
    case Turn::kQuarter:
      return {height - place.y, place.x};
    case Turn::kHalf:
      return {width - place.x, height - place.y};
    case Turn::kThreeQuarters:
      return {place.y, width - place.x};
  }
  return place;
}
// And back.
[[nodiscard]] constexpr Vec2 to_picture(Vec2 place, TextureSize picture, Turn turn) {
  const auto width = static_cast<float>(picture.width);
  const auto height = static_cast<float>(picture.height);
  switch (turn) {
    case Turn::kNone:
      break;
    case Turn::kQuarter:
      return {place.y, height - place.x};
    case Turn::kHalf:
      return {width - place.x, height - place.y};
    case Turn::kThreeQuarters:
      return {width - place.y, place.x};
  }
  return place;
}

}  // namespace kiosk::platform
