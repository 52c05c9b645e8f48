// The parts that the still camera (camera.cpp) and the moving one (camera_motion.cpp) share:
// numbers made usable, and the range each of the camera's three axes may rest in. Pure functions.
#pragma once

#include <algorithm>
#include <cmath>

#include "kiosk/map/camera.h"

namespace kiosk::camera_parts {

inline constexpr double kScaleAtZoom0 = 256;
// Beyond these a camera is garbage: the world is 5.4 wide, zoom 30 shows a millimetre a pixel.
inline constexpr double kFarthest = 100;
inline constexpr double kLeastZoom = -10;
inline constexpr double kMostZoom = 30;
inline constexpr double kFarthestPx = 1e7;

[[nodiscard]] inline double finite_or(double value, double otherwise) {
  return std::isfinite(value) ? value : otherwise;
}

[[nodiscard]] inline double bounded(double value, double lowest, double highest) {
  return std::clamp(finite_or(value, 0), lowest, highest);
}

[[nodiscard]] inline Camera sane(const Camera& c) {
  return {{bounded(c.centre.x, -kFarthest, kFarthest), bounded(c.centre.y, -kFarthest, kFarthest)},
          bounded(c.zoom, kLeastZoom, kMostZoom)};
}

struct View {
  double x;  // the centre
  double y;
  double w;
  double h;
};

[[nodiscard]] inline View sane(const Rect& view) {
  const auto px = [](float value) {
    return bounded(static_cast<double>(value), -kFarthestPx, kFarthestPx);
  };
  const double w = std::max(1.0, px(view.w));
  const double h = std::max(1.0, px(view.h));
  return {px(view.x) + w / 2, px(view.y) + h / 2, w, h};
}

// Where on one axis the centre may rest; both ends equal where the bounds are no wider than the
// view.
struct Range {
  double low;
  double high;
};

[[nodiscard]] inline Range range(double low, double high, double view_px, double scale) {
  const double half = view_px / scale / 2;
  low = bounded(low, -kFarthest, kFarthest);
  high = bounded(high, -kFarthest, kFarthest);
  if (low + half < high - half) return {low + half, high - half};
  return {(low + high) / 2, (low + high) / 2};
}

[[nodiscard]] inline Range range_x(const CameraLimits& limits, const View& v, double scale) {
  return range(limits.bounds.min.x, limits.bounds.max.x, v.w, scale);
}

[[nodiscard]] inline Range range_y(const CameraLimits& limits, const View& v, double scale) {
  return range(limits.bounds.min.y, limits.bounds.max.y, v.h, scale);
}

[[nodiscard]] inline Range range_zoom(const CameraLimits& limits) {
  const double low = bounded(limits.min_zoom, kLeastZoom, kMostZoom);
  return {low, std::max(low, bounded(limits.max_zoom, kLeastZoom, kMostZoom))};
}

[[nodiscard]] inline double confined(double value, Range r) {
  return std::clamp(value, r.low, r.high);
}

}  // namespace kiosk::camera_parts
