// The staff room's door: a pad with shuffled digits, so that neither a look over the shoulder nor
// worn glass tells the PIN. Panel px; the frame's thread.
#pragma once

#include <string>

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_staff_pin(const Scene& scene, const StaffNews& news);

// Parts of it, for a page of another make: what is asked for, and the pad with its stars above it,
// whose top stands there.
[[nodiscard]] std::string pin_question(const Scene& scene, const StaffNews& news);
void draw_pin_pad(const Scene& scene, Vec2 top_middle);
[[nodiscard]] float pin_pad_height(const Scene& scene);

}  // namespace kiosk
