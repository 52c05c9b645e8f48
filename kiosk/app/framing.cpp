#include "kiosk/app/framing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"

namespace kiosk {
namespace {

// Below this the partners' pins crowd even where their cities are hundreds of km apart.
constexpr double kComfortableScale = 880;  // px per Earth radius at 1080 lines
constexpr double kRegionalScale = 1300;    // for a city alone
constexpr double kLeastStep = 0.8;         // of zoom, towards a cluster

// Where pins may stand so that their labels find room: those of the westernmost cities
// are written over the ocean west of them.
Rect pin_room(const Layout& layout) {
  Rect room = layout.labels;
  const float west = layout.px(layout.landscape ? 330 : 260);
  const auto columns = static_cast<float>(zoom_columns(layout));
  const float zoom = layout.margin + (columns + 0.6F) * layout.target;
  const float east = !zoom_at_right(layout) ? layout.px(layout.landscape ? 150 : 100) : zoom;
  room.x += west;
  room.w = std::max(room.w - west - east, layout.px(100));
  room.y += layout.px(80);
  room.h = std::max(room.h - layout.px(160), layout.px(100));
  return room;
}

// A camera for `room`, told as one for the whole view.
Camera framed(std::span<const MapPoint> points, const Rect& room, const Layout& layout,
              const CameraLimits& limits) {
  const Camera inside = frame_points(points, room, 0, limits);
  return clamped(reframed(inside, room, layout.map_view), layout.map_view, limits);
}

}  // namespace

CameraLimits camera_limits(const Pack& pack, const Layout& layout) {
  const MapSettings& map = pack.values().map;
  return limits_for(map.south_west, map.north_east, layout.map_view);
}

Camera reframed(const Camera& camera, const Rect& from_view, const Rect& to_view) {
  return {to_map(camera, from_view, to_view.centre()), camera.zoom};
}

Camera frame_all(const Pack& pack, const Layout& layout) {
  return frame_matching(pack, {}, layout);
}

Camera frame_matching(const Pack& pack, const Filter& filter, const Layout& layout) {
  const CameraLimits limits = camera_limits(pack, layout);
  const PackValues& values = pack.values();
  std::vector<MapPoint> points;
  std::vector<const City*> partners;
  for (const City& city : values.cities) {
    if (!matches(pack, city, filter)) continue;
    if (pack.is_home(city.id)) {
      points.push_back(equal_earth(city.position));
    } else {
      partners.push_back(&city);
    }
  }
  if (points.empty()) return clamped({}, layout.map_view, limits);
  const City* home = pack.city(values.homes.front());
  std::stable_sort(partners.begin(), partners.end(), [&](const City* a, const City* b) {
    return great_circle_km(home->position, a->position) <
           great_circle_km(home->position, b->position);
  });
  const Rect room = pin_room(layout);
  Camera best = framed(points, room, layout, limits);
  const CameraLimits any_scale{limits.bounds, -8, limits.max_zoom};
  const double smallest =
      std::max(kComfortableScale * layout.scale, 0.9 * scale_of({{}, limits.min_zoom}));
  for (const City* partner : partners) {
    points.push_back(equal_earth(partner->position));
    const Camera all = frame_points(points, room, 0, any_scale);
    if (scale_of(all) < smallest && points.size() > 3) break;
    best = framed(points, room, layout, limits);
  }
  return best;
}

Camera frame_area(const Pack& pack, const MapRect& area, double zoom, const Layout& layout) {
  const CameraLimits limits = camera_limits(pack, layout);
  const std::array corners{area.min, area.max};
  Camera found = framed(corners, pin_room(layout), layout, limits);
  if (found.zoom >= zoom + kLeastStep) return found;
  found.zoom = zoom + kLeastStep;
  found.centre = area.centre();
  return clamped(found, layout.map_view, limits);
}

Camera frame_city(const Pack& pack, const City& city, const Layout& layout) {
  if (pack.is_home(city.id)) return frame_all(pack, layout);
  const CameraLimits limits = camera_limits(pack, layout);
  const CameraLimits any_scale{limits.bounds, -8, limits.max_zoom};
  const Rect room = pin_room(layout);
  const std::vector<MapPoint> alone{equal_earth(city.position)};
  std::vector<MapPoint> both = alone;
  const Agreement* agreement = pack.agreement_of(city.id);
  if (agreement != nullptr && agreement->home) {
    both.push_back(equal_earth(pack.city(*agreement->home)->position));
    const bool too_far = frame_points(both, room, 0, any_scale).zoom < limits.min_zoom;
    if (!too_far) return framed(both, room, layout, limits);
  }
  // Its home lies beyond the panel: the city in its surroundings, and the arc that comes in.
  CameraLimits regional = limits;
  regional.max_zoom = std::max(limits.min_zoom, std::log2(kRegionalScale * layout.scale / 256));
  return framed(alone, room, layout, regional);
}

}  // namespace kiosk
