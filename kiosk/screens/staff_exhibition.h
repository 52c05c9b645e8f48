// The staff room's exhibition page: the site's settings, group by group. What is touched changes
// a draft; "save" puts it in force. Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_exhibition(const Scene& scene, const SettingsNews& news, const Rect& room);

}  // namespace kiosk
