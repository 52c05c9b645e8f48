// Scale bar: how long a round number of kilometres is in the middle of the map. It holds
// there alone: the projection keeps areas, not lengths.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// Where it stands: left of the zoom buttons, above the bar.
[[nodiscard]] Rect scale_bar_place(const Scene& scene, const Rect& box);
void draw_scale_bar(const Scene& scene, const Rect& place);

}  // namespace kiosk
