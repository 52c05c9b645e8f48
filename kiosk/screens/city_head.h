// City head: what stands above the story on a city's panel: its name, in its own script too, its
// country and flag, whom it is twinned with, and its numbers; or the same of an agreement.
//
// Panel px; the frame's thread.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// From `y` down, as wide as `column`; where it ends comes back. `agreement`: the one whose page
// is open; nullptr: the city's own.
[[nodiscard]] float draw_city_head(const Scene& scene, const City& city, const Agreement* agreement,
                                   const Rect& column, float y);

}  // namespace kiosk
