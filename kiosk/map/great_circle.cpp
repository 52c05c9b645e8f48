#include "kiosk/map/great_circle.h"

#include <cmath>
#include <numbers>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

constexpr double kEarthRadiusKm = 6371.0088;
constexpr double kRadians = std::numbers::pi / 180;

struct Direction {
  double x = 0;
  double y = 0;
  double z = 0;
};

Direction direction(LonLat place) {
  const double lon = place.lon * kRadians;
  const double lat = place.lat * kRadians;
  return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

// The haversine keeps its precision for near places, where the arc cosine loses it.
double angle_between(LonLat from, LonLat to) {
  const double half_lat = std::sin((to.lat - from.lat) * kRadians / 2);
  const double half_lon = std::sin((to.lon - from.lon) * kRadians / 2);
  const double share = half_lat * half_lat + std::cos(from.lat * kRadians) *
                                                 std::cos(to.lat * kRadians) * half_lon * half_lon;
  return 2 * std::asin(std::sqrt(std::min(1.0, share)));
}

}  // namespace

double great_circle_km(LonLat from, LonLat to) { return kEarthRadiusKm * angle_between(from, to); }

LonLat along_great_circle(LonLat from, LonLat to, double t) {
  // The ends exactly as given, and longitudes beyond 180 as they were.
  if (t <= 0) return from;
  if (t >= 1) return to;
  const double angle = angle_between(from, to);
  const double whole = std::sin(angle);
  // The same place, or opposite ones between which every way is as short.
  if (std::abs(whole) < 1e-12) {
    return {from.lon + (to.lon - from.lon) * t, from.lat + (to.lat - from.lat) * t};
  }
  const double a = std::sin((1 - t) * angle) / whole;
  const double b = std::sin(t * angle) / whole;
  const Direction p = direction(from);
  const Direction q = direction(to);
  const double x = a * p.x + b * q.x;
  const double y = a * p.y + b * q.y;
  const double z = a * p.z + b * q.z;
  return {std::atan2(y, x) / kRadians, std::atan2(z, std::hypot(x, y)) / kRadians};
}

std::vector<MapPoint> great_circle_path(LonLat from, LonLat to, int count) {
  const int points = std::max(2, count);
  std::vector<MapPoint> path;
  path.reserve(static_cast<std::size_t>(points));
  double last_lon = from.lon;
  for (int i = 0; i < points; ++i) {
    LonLat place = along_great_circle(from, to, static_cast<double>(i) / (points - 1));
    // A way over the antimeridian goes on beyond 180 instead of jumping across the map.
    place.lon += 360 * std::round((last_lon - place.lon) / 360);
    last_lon = place.lon;
    path.push_back(equal_earth(place));
  }
  return path;
}

}  // namespace kiosk
