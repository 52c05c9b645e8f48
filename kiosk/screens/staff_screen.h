// The staff room: the pad for the PIN, then what is shown, what lies on the stick, and what
// became of it. Drawn over all else: nothing of the visitor's screen is behind it.
//
// Words in the staff's four languages; numbers and names of files as they are. Panel px; the
// frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

// `scene` speaks a language that the staff room has.
void draw_staff_screen(const Scene& scene, const StaffNews& news);
// The way back, over the visitor's screens.
void draw_preview_bar(const Scene& scene);

}  // namespace kiosk
