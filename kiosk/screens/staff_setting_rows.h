// Rows of settings that stand both on the exhibition page and in the first start: how the panel
// hangs, how large it is, what time it is. Each is a change of the draft (app/staff_settings.h).
//
// Panel px; the frame's thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {

void draw_rotation_row(const Scene& scene, StaffLines& lines, const Settings& draft);
// The diagonal, and ten centimetres by it: to be held against a real ruler. `saved`: by which the
// panel's px are counted until the draft is.
void draw_inches_rows(const Scene& scene, StaffLines& lines, const Settings& saved,
                      const Settings& draft);
// A day and a time are dialled, to be set then.
void draw_clock_rows(const Scene& scene, StaffLines& lines, const SettingsNews& news);

// "21.5″", "14:05".
[[nodiscard]] std::string inches_text(double inches);
[[nodiscard]] std::string clock_text(int minutes_of_day);

}  // namespace kiosk
