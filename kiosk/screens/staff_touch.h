// The staff's page on which touches are tried out and calibrated (app/touch_bench.h): the grid and
// the fingers on it, or one mark, and in the middle a card with what is to be done.
//
// Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_touch(const Scene& scene, const SettingsNews& news);

}  // namespace kiosk
