// Window: the kiosk's own window, in which all is painted when a run is lived on the clock that
// goes. By the clock that moves by hand nothing is seen, and there is none.
//
// Its size is the plan's, in px. Thread: the frame's. Errors: a window that cannot be opened ends
// the program with 2 and one sentence.
#pragma once

#include <memory>

#include "platform/linux/sdl_session.h"
#include "platform/linux/surface_painter.h"
#include "tests/bench/endurance_plan.h"

namespace kiosk::test {

struct Window {
  std::unique_ptr<platform::SdlSession> session;
  std::unique_ptr<platform::SurfacePainter> painter;
};

[[nodiscard]] Window window_for(const Plan& plan);

}  // namespace kiosk::test
