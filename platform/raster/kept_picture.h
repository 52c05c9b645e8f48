// KeptPicture: a picture that is kept from frame to frame and drawn anew only where its frame
// changed, with the same bytes as if all of it were drawn.
//
// What a tile of the picture looks like is decided by the shapes that reach into it, in their
// order: their corners in whole numbers, their clip within the tile, and what their texture holds.
// The last frame's shapes are kept, and a tile that finds all of its own equal is left as it is.
// They are compared themselves, not by a hash, so nothing can be mistaken for something else.
//
// Textures must come from a TextureStore, which numbers what they hold. Thread: one at a time.
// Units: whole pixels. The lists keep their memory from frame to frame.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "platform/display.h"
#include "platform/raster/rasteriser.h"
#include "platform/raster/shapes.h"

namespace kiosk::raster {

// As high as a band: at 1080p 17 by 30 of them, small enough to follow a button.
inline constexpr int kTile = kBandRows;

// A part of the picture is finished; called on the thread that drew it.
using BoxDone = std::function<void(const PixelBox& box)>;

class KeptPicture {
 public:
  // The frame on black, onto pixels that are owned elsewhere and hold what was drawn there last
  // (else `forget` first; other pixels than last time are drawn whole), in that order, in which its
  // textures are, too. What comes back, and is told to `done`, are the boxes that were drawn anew:
  // whole tiles but for the picture's edge, none twice.
  std::span<const PixelBox> draw(const Canvas& canvas, PixelOrder order, const ImDrawData& frame,
                                 const TextureLookup& textures, const BoxDone& done = {});
  // The next frame is drawn whole.
  void forget() { m_whole = true; }

 private:
  // A frame's shapes, and which of them reach into which tile or row of tiles, in their order.
  struct Sorted {
    Shapes shapes;
    std::vector<std::vector<std::uint32_t>> tiles;
    std::vector<std::vector<std::uint32_t>> bands;
  };

  void sort(Sorted& frame) const;
  void find_same_ends();
  [[nodiscard]] bool is_same(std::size_t tile, const PixelBox& box) const;
  void find_changes();

  int m_columns = 0;
  int m_rows = 0;
  bool m_whole = true;
  Canvas m_canvas;  // drawn on last
  Sorted m_now;
  Sorted m_before;
  // So many shapes at the beginning, and at the end, are those of the frame before.
  std::size_t m_same_first = 0;
  std::size_t m_same_last = 0;
  std::vector<PixelBox> m_changed;
};

}  // namespace kiosk::raster
