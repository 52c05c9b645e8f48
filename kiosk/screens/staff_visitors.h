// The staff room's visitors page: how many came, in which language, when and for how long, as
// bars that can be read across a table, and what is counted and what is not. Panel px; the
// frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_visitors(const Scene& scene, const VisitorNews& news, const Rect& room);

}  // namespace kiosk
