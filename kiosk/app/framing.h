// Framing: which camera shows what should be seen: all partners, or one city and its
// home. A city `beside` another stands where that one does.
//
// Pure functions; see map/camera.h for units.
#pragma once

#include "kiosk/app/filter.h"
#include "kiosk/app/layout.h"
#include "kiosk/map/camera.h"
#include "kiosk/model/pack.h"

namespace kiosk {

[[nodiscard]] CameraLimits camera_limits(const Pack& pack, const Layout& layout);
// The homes and as many partners, from the nearest on, as still stand apart well.
[[nodiscard]] Camera frame_all(const Pack& pack, const Layout& layout);
// The same for what a filter leaves: its homes and all its partners, if they fit.
[[nodiscard]] Camera frame_matching(const Pack& pack, const Filter& filter, const Layout& layout);
[[nodiscard]] Camera frame_city(const Pack& pack, const City& city, const Layout& layout);
// All of a box of the map, but at least a step nearer than `zoom`.
[[nodiscard]] Camera frame_area(const Pack& pack, const MapRect& area, double zoom,
                                const Layout& layout);
// The same picture for another view.
[[nodiscard]] Camera reframed(const Camera& camera, const Rect& from_view, const Rect& to_view);

}  // namespace kiosk
