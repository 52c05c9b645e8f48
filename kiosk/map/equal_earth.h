// The Equal Earth projection on the authalic sphere of radius 1: true areas,
// pleasant shapes. B. Savric, T. Patterson, B. Jenny 2018, doi 10.1080/13658816.2018.1504949.
// Pure functions; degrees in and out. Latitudes are clamped to +-90.
#pragma once

#include "kiosk/base/geometry.h"

namespace kiosk {

[[nodiscard]] MapPoint equal_earth(LonLat place);
// The inverse; a point outside the world gives the nearest latitude and an unclamped longitude.
[[nodiscard]] LonLat equal_earth_inverse(MapPoint point);

}  // namespace kiosk
