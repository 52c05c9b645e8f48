// City band: the strip at the head of a city's panel. The city's first picture with its place in a
// corner, or that place alone where there is no picture; on the page of an agreement the way
// between the two towns.
//
// Panel px; the frame's thread.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// `agreement`: the one whose page is open; nullptr: the city's own.
void draw_city_band(const Scene& scene, const City& city, const Agreement* agreement,
                    const Rect& band);

}  // namespace kiosk
