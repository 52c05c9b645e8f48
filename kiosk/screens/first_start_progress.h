// The stars of the first start: one a step, on a thread, filled as far as it has come.
//
// Panel px; the frame's thread. They are seen and not touched.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// With the steps' names below.
void draw_first_progress(const Scene& scene, const Rect& place);
// Small, without names, at the end of the box: beside a heading.
void draw_first_stars(const Scene& scene, const Rect& place);
// How wide those are.
[[nodiscard]] float first_stars_width(const Scene& scene);

}  // namespace kiosk
