// Camera: which part of the map plane the panel shows. One plain value plus
// pure functions; `State` holds it, `update` alone changes it.
//
// `zoom` is log2 of the scale: scale = 256 * 2^zoom pixels per Earth radius.
// `view` is the box of the panel that the map frames things in (beside an open
// panel it is smaller than the panel). `centre` is shown at the view's centre.
// Soft bounds: a finger may pull past the edge against growing resistance
// (rubber band); `clamped` gives where the camera wants to rest. No function ever
// returns a NaN: what is not a number counts as 0, what is too large is cut.
// Each axis of movement is double; pixels become float at the very end.
#pragma once

#include <span>

#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"

namespace kiosk {

struct Camera {
  MapPoint centre;
  double zoom = 0;
  friend bool operator==(const Camera&, const Camera&) = default;
};

struct CameraLimits {
  MapRect bounds;  // what may be shown; smaller than the view on one axis: centred there
  double min_zoom = 0;
  double max_zoom = 6;
};

[[nodiscard]] double scale_of(const Camera& camera);  // px per Earth radius
[[nodiscard]] Vec2 to_screen(const Camera& camera, const Rect& view, MapPoint point);
[[nodiscard]] MapPoint to_map(const Camera& camera, const Rect& view, Vec2 point);
[[nodiscard]] MapRect visible_map(const Camera& camera, const Rect& view, const Rect& panel);

// The camera that shows all points inside the view with `margin` px around; never closer than
// max_zoom.
[[nodiscard]] Camera frame_points(std::span<const MapPoint> points, const Rect& view, float margin,
                                  const CameraLimits& limits);
// Limits made from the pack's bounds: min_zoom is where the bounds just fill the view, on the axis
// that needs the larger scale. The bounds become the box around their outline on the map.
[[nodiscard]] CameraLimits limits_for(LonLat south_west, LonLat north_east, const Rect& view);

// Moves with the fingers: the map point under `centre - moved` comes to lie under
// `centre`, scaled by `scale` around it. Past the limits it yields with resistance.
[[nodiscard]] Camera transformed(const Camera& camera, const Rect& view, const CameraLimits& limits,
                                 Vec2 centre, Vec2 moved, double scale);
// The nearest camera within the limits (where it rests).
[[nodiscard]] Camera clamped(const Camera& camera, const Rect& view, const CameraLimits& limits);
[[nodiscard]] bool within(const Camera& camera, const Rect& view, const CameraLimits& limits);

// One tick of inertia; call it on every tick without a finger on the map. `velocity` in px/s decays
// by friction; the camera springs back from beyond the limits. Returns false when all is at rest
// (the camera is then exactly clamped).
struct Inertia {
  Vec2 velocity;
  bool active = false;
  friend bool operator==(const Inertia&, const Inertia&) = default;
};
bool glide(Camera& camera, Inertia& inertia, const Rect& view, const CameraLimits& limits,
           Millis elapsed);

// A flight between two cameras, t in [0, 1] already eased. Far flights rise in the middle
// (J. van Wijk, W. Nuij 2003, "Smooth and efficient zooming and panning"):
// a caller with limits passes each step through `clamped`. Exactly `from` at 0, `to` at 1.
[[nodiscard]] Camera flight(const Camera& from, const Camera& to, double t, const Rect& view);
// The same, bent along the great circle between two places that the cameras show.
[[nodiscard]] Camera flight_along(const Camera& from, const Camera& to, LonLat start, LonLat end,
                                  double t, const Rect& view);

}  // namespace kiosk
