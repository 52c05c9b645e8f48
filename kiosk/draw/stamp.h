// Stamp: a small drawing of strokes made once, as coverage, and shown from then on as one picture
// in any colour. Drawn as shapes it would be hundreds of triangles in every frame, most of them
// smaller than a pixel.
//
// Units: px. Thread: the frame's.
#pragma once

#include <compare>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/picture/picture.h"

namespace kiosk {

// A line through these points, with round ends and joints.
using Stroke = std::vector<Vec2>;

// Which drawing, and how large; whatever looks different has another key.
struct StampKey {
  enum class Kind { kIcon, kTurnedIcon, kFrieze, kRound };
  Kind kind = Kind::kIcon;
  int number = 0;  // of the icon; of something round: its line's width in eighths, 0: it is filled
  PixelSize size;  // of the drawing, not of the picture that holds it; a radius in eighths, twice
  friend auto operator<=>(const StampKey&, const StampKey&) = default;
};

// The strokes on a picture of that size, 1 channel; what lies beyond its edges is cut off.
[[nodiscard]] Bitmap stroked(PixelSize size, std::span<const Stroke> strokes, float width);

// The corners of something round, all four together, with two pixels between them that go on as
// its edges and its middle. `line`: as wide as that, inside the rim; 0: filled.
[[nodiscard]] Bitmap round_corners(float radius, float line);

}  // namespace kiosk
