#include "platform/raster/rasteriser.h"

#include <numeric>
#include <vector>

#include "kiosk/base/check.h"
#include "platform/raster/draw_shapes.h"
#include "platform/raster/fixed_point.h"
#include "platform/raster/shapes.h"

namespace kiosk::raster {
namespace {

Canvas canvas_of(Picture& picture) {
  KIOSK_CHECK(picture.width >= 0 && picture.height >= 0);
  KIOSK_CHECK(picture.rgba.size() ==
              static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
  return {picture.width, picture.height, picture.rgba.data()};
}

}  // namespace

void rasterise(const ImDrawData& frame, const TextureLookup& textures, Picture& target,
               const Rect& clip) {
  rasterise(frame, textures, canvas_of(target), clip);
}

void rasterise(const ImDrawData& frame, const TextureLookup& textures, const Canvas& target,
               const Rect& clip) {
  const PixelBox bounds =
      PixelBox{0, 0, target.width, target.height}.intersection(pixels_within(clip));
  const Shapes shapes = shapes_of(frame, textures, bounds);
  std::vector<std::uint32_t> all(shapes.shapes.size());
  std::iota(all.begin(), all.end(), 0U);
  draw_shapes(shapes, all, target, bounds);
}

void rasterise_in_bands(const ImDrawData& frame, const TextureLookup& textures, Picture& target,
                        std::uint32_t ground) {
  rasterise_in_bands(frame, textures, canvas_of(target), ground);
}

void rasterise_in_bands(const ImDrawData& frame, const TextureLookup& textures,
                        const Canvas& target, std::uint32_t ground) {
  if (target.width <= 0 || target.height <= 0) return;
  draw_in_shared_bands(shapes_of(frame, textures, {0, 0, target.width, target.height}), target,
                       ground);
}

}  // namespace kiosk::raster
