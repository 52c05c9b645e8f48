#include "platform/turned/upright_picture.h"

#include <cstddef>

namespace kiosk::platform {

raster::Picture upright_picture(const raster::Picture& panel, Turn turn) {
  const TextureSize size = turned({panel.width, panel.height}, turn);
  raster::Picture picture{size.width, size.height, {}};
  picture.rgba.reserve(panel.rgba.size());
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      // Pixels' centres: they turn onto one another.
      const Vec2 centre{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
      const Vec2 there = to_panel(centre, size, turn);
      picture.rgba.push_back(
          panel.rgba[static_cast<std::size_t>(there.y) * static_cast<std::size_t>(panel.width) +
                     static_cast<std::size_t>(there.x)]);
    }
  }
  return picture;
}

}  // namespace kiosk::platform
