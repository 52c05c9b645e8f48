#include "kiosk/map/camera.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kiosk/map/camera_parts.h"
#include "kiosk/map/equal_earth.h"

namespace kiosk {

using namespace camera_parts;

namespace {

// The smallest bounds: 6 km, so that a pack of one place still has a map around it.
constexpr double kSmallestBounds = 0.001;
constexpr double kUsualMaxZoom = 6;
// Points on each edge of the bounds' outline: Equal Earth bends its meridians by far less than a
// pixel between two of them.
constexpr int kOutlineSteps = 64;
// The largest part of the view that a frame's margin may take.
constexpr double kMostMargin = 0.4;

float screen_px(double value) {
  return static_cast<float>(std::clamp(value, -kFarthestPx, kFarthestPx));
}

}  // namespace

double scale_of(const Camera& camera) { return kScaleAtZoom0 * std::exp2(sane(camera).zoom); }

Vec2 to_screen(const Camera& camera, const Rect& view, MapPoint point) {
  const Camera c = sane(camera);
  const View v = sane(view);
  const double scale = scale_of(c);
  return {screen_px(v.x + (finite_or(point.x, 0) - c.centre.x) * scale),
          screen_px(v.y - (finite_or(point.y, 0) - c.centre.y) * scale)};
}

MapPoint to_map(const Camera& camera, const Rect& view, Vec2 point) {
  const Camera c = sane(camera);
  const View v = sane(view);
  const double scale = scale_of(c);
  const double x = bounded(static_cast<double>(point.x), -kFarthestPx, kFarthestPx);
  const double y = bounded(static_cast<double>(point.y), -kFarthestPx, kFarthestPx);
  return {c.centre.x + (x - v.x) / scale, c.centre.y - (y - v.y) / scale};
}

MapRect visible_map(const Camera& camera, const Rect& view, const Rect& panel) {
  const MapPoint top_left = to_map(camera, view, {panel.x, panel.y});
  const MapPoint bottom_right = to_map(camera, view, {panel.right(), panel.bottom()});
  return {{top_left.x, bottom_right.y}, {bottom_right.x, top_left.y}};
}

CameraLimits limits_for(LonLat south_west, LonLat north_east, const Rect& view) {
  const double west = bounded(south_west.lon, -180, 180);
  const double east = bounded(north_east.lon, -180, 180);
  const double south = bounded(south_west.lat, -90, 90);
  const double north = bounded(north_east.lat, -90, 90);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  MapRect box{{kInfinity, kInfinity}, {-kInfinity, -kInfinity}};
  const auto include = [&box](LonLat place) {
    const MapPoint p = equal_earth(place);
    box.min = {std::min(box.min.x, p.x), std::min(box.min.y, p.y)};
    box.max = {std::max(box.max.x, p.x), std::max(box.max.y, p.y)};
  };
  for (int i = 0; i <= kOutlineSteps; ++i) {
    const double part = static_cast<double>(i) / kOutlineSteps;
    const double lon = west + (east - west) * part;
    const double lat = south + (north - south) * part;
    for (const LonLat place : {LonLat{lon, south}, {lon, north}, {west, lat}, {east, lat}}) {
      include(place);
    }
  }
  // Meridians bulge most at the equator, which may fall between two samples.
  if (south < 0 && north > 0) {
    include({west, 0});
    include({east, 0});
  }
  const MapPoint middle = box.centre();
  const double w = std::max(box.max.x - box.min.x, kSmallestBounds);
  const double h = std::max(box.max.y - box.min.y, kSmallestBounds);
  const View v = sane(view);
  CameraLimits limits;
  limits.bounds = {{middle.x - w / 2, middle.y - h / 2}, {middle.x + w / 2, middle.y + h / 2}};
  limits.min_zoom = std::log2(std::max(v.w / w, v.h / h) / kScaleAtZoom0);
  limits.max_zoom = std::max(kUsualMaxZoom, limits.min_zoom);
  return limits;
}

Camera clamped(const Camera& camera, const Rect& view, const CameraLimits& limits) {
  Camera c = sane(camera);
  const View v = sane(view);
  c.zoom = confined(c.zoom, range_zoom(limits));
  const double scale = scale_of(c);
  c.centre.x = confined(c.centre.x, range_x(limits, v, scale));
  c.centre.y = confined(c.centre.y, range_y(limits, v, scale));
  return c;
}

bool within(const Camera& camera, const Rect& view, const CameraLimits& limits) {
  return clamped(camera, view, limits) == camera;
}

Camera frame_points(std::span<const MapPoint> points, const Rect& view, float margin,
                    const CameraLimits& limits) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  MapRect box{{kInfinity, kInfinity}, {-kInfinity, -kInfinity}};
  for (const MapPoint p : points) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
    box.min = {std::min(box.min.x, p.x), std::min(box.min.y, p.y)};
    box.max = {std::max(box.max.x, p.x), std::max(box.max.y, p.y)};
  }
  if (box.min.x > box.max.x) {
    return clamped({limits.bounds.centre(), limits.min_zoom}, view, limits);
  }
  const View v = sane(view);
  const double most = kMostMargin * std::min(v.w, v.h);
  const double around = std::clamp(finite_or(static_cast<double>(margin), 0), 0.0, most);
  // One point has no extent: the division must stay finite, and max_zoom decides.
  constexpr double kLeastExtent = 1e-9;
  const double scale = std::min((v.w - 2 * around) / std::max(box.max.x - box.min.x, kLeastExtent),
                                (v.h - 2 * around) / std::max(box.max.y - box.min.y, kLeastExtent));
  return clamped({box.centre(), std::log2(scale / kScaleAtZoom0)}, view, limits);
}

}  // namespace kiosk
