// The staff's page on which a line of the site's settings is typed (app/typed_line.h). It stands
// right above the keys; there are no tabs: it is left by keeping the line or by giving it up.
//
// Panel px; the frame's thread.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_typing(const Scene& scene);

}  // namespace kiosk
