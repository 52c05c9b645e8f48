// The staff room's device page: the machine's health, how frames went in the last hour, how the
// program ended when it ended badly, what it is built from; restart and switching off. Panel px;
// the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_device(const Scene& scene, const DeviceNews& news, const Rect& room);

}  // namespace kiosk
