// Sample: a run of texels for a run of pixels, bilinear, clamped at the texture's edge.
//
// Weights have 8 bits. Rows are mixed first and columns second, each rounded, whichever
// way the texels are fetched: the quick ways for upright textures give the same bytes
// as the general one. Called by the rasteriser only; pure functions.
// Units: ramps in 1/65536 texel with texel centres at whole numbers.
#pragma once

#include <cstdint>

#include "platform/raster/plane.h"
#include "platform/raster/rasteriser.h"

namespace kiosk::raster {

inline constexpr int kRun = 256;  // the most pixels in one run

// One colour for each pixel: texels times `tint`, and an alpha texture's in its colour.
// `upright` says that v is the same for the whole run.
void sample_run(const Texture& texture, Ramp u, Ramp v, int count, bool upright, std::uint32_t tint,
                std::uint32_t* out);

// An alpha texture's texels as they are.
void sample_coverage(const Texture& texture, Ramp u, Ramp v, int count, bool upright,
                     std::uint8_t* out);

// One colour for one place.
[[nodiscard]] std::uint32_t sample_once(const Texture& texture, std::int32_t u, std::int32_t v);

}  // namespace kiosk::raster
