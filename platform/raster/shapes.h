// Shapes: a frame's triangles and rectangles in whole numbers, made once, drawn band by band.
//
// A vertex of a draw list is used by up to six triangles, and a frame is drawn in many bands of
// rows: turned into fixed point here, each is turned once. Shapes that no pixel of the bounds can
// show are left out; the others stay in the order of the draw list.
// Called by the rasteriser only. Units: whole pixels; vertices as in fixed_point.h.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "platform/raster/fixed_point.h"
#include "platform/raster/rasteriser.h"

namespace kiosk::raster {

struct Shape {
  std::array<std::uint32_t, 4> corners{};  // of `vertices`; a triangle's fourth is its third
  std::uint32_t command = 0;
  bool rectangle = false;
  PixelBox reach{};  // the pixels it may touch, within its command's clip
};

struct ShapeCommand {
  PixelBox clip;
  const Texture* texture = nullptr;  // nullptr: none
  std::uint64_t content = 0;  // the texture's when the shapes were made, which may outlive it
};

struct Shapes {
  std::vector<FixedVertex> vertices;
  std::vector<ShapeCommand> commands;
  std::vector<Shape> shapes;
};

// In the memory of `reused`; colours come out in that order, as the textures' are.
[[nodiscard]] Shapes shapes_of(const ImDrawData& frame, const TextureLookup& textures,
                               const PixelBox& bounds, Shapes reused = {},
                               PixelOrder order = PixelOrder::kRgba);

}  // namespace kiosk::raster
