// Drawing of shapes that are made already (shapes.h), piece by piece of the picture.
//
// Called by the rasteriser and by pictures that are kept (kept_picture.h). Thread: as many as the
// caller likes, a piece of the picture each. Units: whole pixels.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "platform/raster/fixed_point.h"
#include "platform/raster/rasteriser.h"
#include "platform/raster/shapes.h"

namespace kiosk::raster {

// Lays the ground where no shape of `numbers` replaces all that was there before: most of a map
// lies under opaque tiles, whatever is drawn first below them.
void lay_ground(const Shapes& all, std::span<const std::uint32_t> numbers, const Canvas& target,
                const PixelBox& box, std::uint32_t ground);

// `numbers` are places in the frame's shapes, in their order; nothing outside `box` is touched.
void draw_shapes(const Shapes& all, std::span<const std::uint32_t> numbers, const Canvas& target,
                 const PixelBox& box);
// Of each band of a picture, the places of the shapes that reach it; in the memory of `reused`.
using Bands = std::vector<std::vector<std::uint32_t>>;
[[nodiscard]] Bands bands_of(const Shapes& all, int height, Bands reused = {});
// All of them on `ground`, a whole picture, band by band.
void draw_in_bands(const Shapes& all, const Bands& bands, const Canvas& target,
                   std::uint32_t ground);
// The same, shared among the machine's processors.
void draw_in_shared_bands(const Shapes& all, const Canvas& target, std::uint32_t ground);

}  // namespace kiosk::raster
