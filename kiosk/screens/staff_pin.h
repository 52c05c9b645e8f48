// The staff room's door: a pad with shuffled digits, so that neither a look over the shoulder nor
// worn glass tells the PIN. Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_pin(const Scene& scene, const StaffNews& news);

}  // namespace kiosk
