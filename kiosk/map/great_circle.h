// Great circles on the sphere of mean radius 6371.0088 km (IUGG). Pure functions.
#pragma once

#include <vector>

#include "kiosk/base/geometry.h"

namespace kiosk {

[[nodiscard]] double great_circle_km(LonLat from, LonLat to);
// The place a share t in [0, 1] of the way along.
[[nodiscard]] LonLat along_great_circle(LonLat from, LonLat to, double t);
// count >= 2 points of the way, ends included, in the map's plane.
[[nodiscard]] std::vector<MapPoint> great_circle_path(LonLat from, LonLat to, int count);

}  // namespace kiosk
