// Painter: one way to put a frame into the window. SdlDisplay chooses which.
//
// All calls keep Display's promises. Thread: the frame's. Errors as in platform/display.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "kiosk/base/result.h"
#include "platform/display.h"
#include "platform/raster/rasteriser.h"

namespace kiosk::platform {

class Painter {
 public:
  virtual ~Painter() = default;

  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual TextureId create_texture(PixelFormat format, TextureSize size,
                                                 std::span<const std::uint8_t> pixels) = 0;
  virtual void update_texture(TextureId texture, int x, int y, TextureSize size,
                              std::span<const std::uint8_t> pixels) = 0;
  virtual void destroy_texture(TextureId texture) = 0;
  [[nodiscard]] virtual TextureId create_target(TextureSize size) = 0;
  virtual void draw_into(TextureId target, const ImDrawData& frame) = 0;
  virtual void present(const ImDrawData& frame) = 0;
};

}  // namespace kiosk::platform
