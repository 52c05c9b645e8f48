// Shade: the colours of one triangle or rectangle, run by run onto the target.
//
// Made once a primitive: what is the same over all of it is folded into one colour, so
// that flat shapes are plain fills. Called by the rasteriser only.
// Units: whole pixels; texture positions as in fixed_point.h.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "platform/raster/fixed_point.h"
#include "platform/raster/plane.h"
#include "platform/raster/rasteriser.h"

namespace kiosk::raster {

// Pixels [left, right) of a row, of which [from, to) are inside the clip.
struct Span {
  int left = 0;
  int right = 0;
  int from = 0;
  int to = 0;
};

// A part of a span, at most kRun pixels. It begins where the span says, not the clip, and so
// does its rounding: a part drawn anew gets the same bytes as the whole.
struct Run {
  int x = 0;
  int y = 0;
  int count = 0;
  int skipped = 0;  // clipped away at its beginning
  int visible = 0;
};

// The first three corners are not on one line; a fourth lies in their plane.
class Shade {
 public:
  Shade(const Texture* texture, std::span<const FixedVertex> corners);

  [[nodiscard]] bool invisible() const { return m_kind == Kind::kNothing; }
  // Lays the visible part of a row's span over `line`, which points at that row's pixel 0.
  void draw(std::uint32_t* line, int y, const Span& span) const;

 private:
  enum class Kind { kNothing, kFlat, kFading, kGradient, kTexture, kTextureGradient };

  void set_colours(const Slopes& slopes, std::span<const std::uint32_t> colours);
  void draw_short(std::uint32_t* line, int y, const Span& span) const;
  void draw_run(std::uint32_t* line, const Run& run) const;
  [[nodiscard]] std::uint32_t faded(const Ramp& alpha) const;
  void fill_gradient(std::uint32_t* out, const Run& run) const;

  Kind m_kind = Kind::kNothing;
  const Texture* m_texture = nullptr;
  std::uint32_t m_colour = 0;
  Plane m_u, m_v;
  std::array<Plane, 4> m_channels;  // R, G, B, A
};

}  // namespace kiosk::raster
