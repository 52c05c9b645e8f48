#include "platform/raster/rasteriser.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "kiosk/base/check.h"
#include "platform/raster/draw_shapes.h"
#include "platform/raster/fixed_point.h"
#include "platform/raster/processors.h"
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
  const Shapes shapes = shapes_of(frame, textures, {0, 0, target.width, target.height});
  const int count = (target.height + kBandRows - 1) / kBandRows;
  std::vector<std::vector<std::uint32_t>> bands(static_cast<std::size_t>(count));
  for (std::uint32_t i = 0; i < shapes.shapes.size(); ++i) {
    const int last = (shapes.shapes[i].reach.bottom - 1) / kBandRows;
    for (int band = shapes.shapes[i].reach.top / kBandRows; band <= last; ++band) {
      bands[static_cast<std::size_t>(band)].push_back(i);
    }
  }
  share_among_processors(count, count, [&](int band) {
    const int top = band * kBandRows;
    const int bottom = std::min(top + kBandRows, target.height);
    const auto width = static_cast<std::size_t>(target.width);
    std::fill_n(target.rgba + static_cast<std::size_t>(top) * width,
                static_cast<std::size_t>(bottom - top) * width, ground);
    draw_shapes(shapes, bands[static_cast<std::size_t>(band)], target,
                {0, top, target.width, bottom});
  });
}

}  // namespace kiosk::raster
