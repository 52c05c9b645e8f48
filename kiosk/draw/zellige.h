// Zellige: the eight-pointed star of the exhibition, as pin, emblem, frieze and pattern.
//
// Geometry from two squares turned by 45 degrees; all sizes in panel px.
#pragma once

#include <array>
#include <span>

#include "kiosk/draw/frame.h"
#include "kiosk/draw/theme.h"
#include "kiosk/picture/picture.h"

namespace kiosk {

// Sixteen corners, the first straight up, every other at `inner` times the radius.
[[nodiscard]] std::array<Vec2, 16> star_rim(Vec2 centre, float radius, float inner = 0.76F);

struct PinLook {
  Colour fill;
  Colour rim;
  Colour heart;
  Colour shadow;
};
void draw_pin(Frame& frame, Vec2 centre, float radius, const PinLook& look);
void draw_emblem(Frame& frame, Vec2 centre, float radius, const Palette& theme);
// A row of small stars on a thread, `rect.h` high.
void draw_frieze(Frame& frame, const Rect& rect, Colour colour);
// One square of the pattern as coverage, to be laid side by side.
[[nodiscard]] Bitmap pattern_tile(int side);

}  // namespace kiosk
