// Access sheet: how large texts are and how much moves. A card over the map, with the bar
// still in reach below it.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_access_sheet(const Scene& scene, double strength);

}  // namespace kiosk
