// The staff room's first page: what is on show, and what the stick in the socket holds or is
// being made of it. Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_content(const Scene& scene, const StaffNews& news, const Rect& room);

}  // namespace kiosk
