// Rasteriser: ImDrawData to pixels on the CPU, the same bytes on every machine.
//
// Draws textured, vertex-coloured, clipped triangles with bilinear sampling and
// straight-alpha "over" blending onto an opaque RGBA picture. Anti-aliasing is the draw
// list's own (feathered edges); pixel centres at .5, top-left fill rule, so that
// two triangles that share an edge never double a pixel nor leave a seam.
// Fixed point throughout: no result depends on the compiler or on -ffast-math.
// Axis-aligned quads (two triangles of a rectangle) take a fast path.
// Thread: one call at a time for each target. Units: physical pixels.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "platform/display.h"

namespace kiosk::raster {

struct Texture {
  platform::PixelFormat format = platform::PixelFormat::kRgba8;
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
  bool opaque =
      false;  // every texel is, for certain: what is drawn with it replaces what was there
  // Another number for any other pixels, of this texture or another: a picture that is kept goes by
  // it (kept_picture.h).
  std::uint64_t content = 0;
};

// Which channel of a pixel comes first in memory. All are treated alike but for alpha, which is the
// last in both: who wants blue first gives colours and textures in that order, and gets it.
enum class PixelOrder { kRgba, kBgra };

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> rgba;  // R in the lowest byte
};

// Pixels to draw on that are owned elsewhere: width * height of them, rows from the top.
struct Canvas {
  int width = 0;
  int height = 0;
  std::uint32_t* rgba = nullptr;
};

inline constexpr std::uint32_t kBlack = 0xff000000U;

// Looks a texture up by the number in ImDrawCmd::TextureId; nullptr draws untextured.
using TextureLookup = std::function<const Texture*(std::uintptr_t)>;

// Draws the frame inside `clip` only (the whole picture when it covers it).
void rasterise(const ImDrawData& frame, const TextureLookup& textures, Picture& target,
               const Rect& clip);
void rasterise(const ImDrawData& frame, const TextureLookup& textures, const Canvas& target,
               const Rect& clip);

// Bands of this many rows are drawn at a time: of 1080p, half a megabyte, which the processor's
// own memory holds while shape over shape is laid on it.
inline constexpr int kBandRows = 64;

// The whole picture on `ground`, its bands shared among the machine's processors. The same bytes as
// by one call of rasterise: every pixel is one thread's alone.
void rasterise_in_bands(const ImDrawData& frame, const TextureLookup& textures, Picture& target,
                        std::uint32_t ground = kBlack);
void rasterise_in_bands(const ImDrawData& frame, const TextureLookup& textures,
                        const Canvas& target, std::uint32_t ground = kBlack);

}  // namespace kiosk::raster
