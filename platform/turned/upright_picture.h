// The picture that a turned panel shows, as visitors see it: for pictures of the screen that go
// to support. Pure; any thread.
#pragma once

#include "platform/raster/rasteriser.h"
#include "platform/turned/turn.h"

namespace kiosk::platform {

[[nodiscard]] raster::Picture upright_picture(const raster::Picture& panel, Turn turn);

}  // namespace kiosk::platform
