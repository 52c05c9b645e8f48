// Painter: one way to put a frame into the window. SdlDisplay chooses which.
//
// All calls keep Display's promises. Thread: the frame's. Errors as in platform/display.h.
#pragma once

#include <string>

#include "kiosk/base/result.h"
#include "platform/display.h"
#include "platform/raster/rasteriser.h"

namespace kiosk::platform {

class Painter : public Textures {
 public:
  [[nodiscard]] virtual std::string name() const = 0;
  virtual void present(const ImDrawData& frame) = 0;
  // What the window shows; `last` is the frame that was presented last, still as it was.
  [[nodiscard]] virtual Result<raster::Picture> picture(const ImDrawData& last) = 0;
};

}  // namespace kiosk::platform
