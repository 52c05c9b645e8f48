// Map screen: the map with all partners, the title, and the bar of filters and languages.
// Beside an open city it shows the same map in what room is left.
#pragma once

#include "kiosk/screens/map_marks.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_map_screen(const Scene& scene, MapMarks& marks);

}  // namespace kiosk
