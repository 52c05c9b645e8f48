// The first start (app/first_start.h): what a device that nobody has set up shows instead of the
// exhibition. Above, how far it has come; then what is asked and why, beside or above a card on
// which it is answered; at the foot the way back and on.
//
// Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_first_start(const Scene& scene, const StaffNews& news);

}  // namespace kiosk
