// The bar at the bottom: filters at its start, languages and tools at its end. Beside an open
// city it takes what room the panel leaves; in portrait it has two rows.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

inline constexpr float kBarGap = 12;  // px at 1080 lines between two controls

// What of the panel an open city does not cover.
[[nodiscard]] Rect uncovered(const Scene& scene);
// How many rows of chips the open shelf takes in this language; 0: none is open.
[[nodiscard]] int shelf_rows_now(const Scene& scene);
void draw_bar(const Scene& scene);
// Languages, search and reading comfort as one row in the middle of the box; the city panel
// has them too where it covers the bar.
void draw_tools(const Scene& scene, const Rect& box);
// The languages and reading comfort, for sheets.
void draw_languages(const Scene& scene, const Rect& box);

}  // namespace kiosk
