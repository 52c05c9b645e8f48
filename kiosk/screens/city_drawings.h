// City drawings: what a panel shows instead of telling: how a city compares with its home, the
// river that passes it, and which of the exhibition's cities are near.
//
// Each is drawn from `y` on in the column and returns how high it is; nothing to show: 0.
// Panel px; the frame's thread.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// Population, distance and latitude beside the home's.
float draw_comparison(const Scene& scene, const City& city, const Rect& column, float y);
// The course of the named river that comes near, if one does.
float draw_river(const Scene& scene, const City& city, const Rect& column, float y);
// Cards that lead on, the nearest first. `window`: what of the text is seen.
float draw_near_cities(const Scene& scene, const City& city, const Rect& column, float y,
                       const Rect& window);
// A card that leads to the text as a code.
float draw_take_away(const Scene& scene, const Rect& column, float y, const Rect& window);
[[nodiscard]] bool has_river(const Scene& scene, const City& city);

}  // namespace kiosk
