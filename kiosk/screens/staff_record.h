// The staff room's record: what was installed when and with what result, the packs that are kept,
// and whose packs are taken. Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_record(const Scene& scene, const RecordNews& news, const Rect& room);

}  // namespace kiosk
