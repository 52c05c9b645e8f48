// Geometry: the three spaces the program works in, as types that do not mix.
//
//   Vec2, Rect   panel pixels; x to the right, y downwards; origin top left
//   LonLat       degrees east and north, WGS84
//   MapPoint     the Equal Earth plane in Earth radii; x east, y north
//                (B. Savric, T. Patterson, B. Jenny 2018, doi 10.1080/13658816.2018.1504949)
//
// Plain values; any thread.
#pragma once

#include <algorithm>
#include <cmath>

namespace kiosk {

struct Vec2 {
  float x = 0;
  float y = 0;

  friend constexpr Vec2 operator+(Vec2 a, Vec2 b) { return {a.x + b.x, a.y + b.y}; }
  friend constexpr Vec2 operator-(Vec2 a, Vec2 b) { return {a.x - b.x, a.y - b.y}; }
  friend constexpr Vec2 operator*(Vec2 a, float k) { return {a.x * k, a.y * k}; }
  friend constexpr bool operator==(Vec2, Vec2) = default;
};

[[nodiscard]] inline float length(Vec2 v) { return std::hypot(v.x, v.y); }

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  [[nodiscard]] constexpr float right() const { return x + w; }
  [[nodiscard]] constexpr float bottom() const { return y + h; }
  [[nodiscard]] constexpr Vec2 centre() const { return {x + w / 2, y + h / 2}; }
  [[nodiscard]] constexpr bool contains(Vec2 p) const {
    return p.x >= x && p.y >= y && p.x < right() && p.y < bottom();
  }
  [[nodiscard]] constexpr bool intersects(const Rect& o) const {
    return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
  }
  // Grows by d on every side (shrinks where d is negative).
  [[nodiscard]] constexpr Rect grown(float d) const { return {x - d, y - d, w + 2 * d, h + 2 * d}; }
  [[nodiscard]] constexpr Rect intersection(const Rect& o) const {
    const float left = std::max(x, o.x);
    const float top = std::max(y, o.y);
    return {left, top, std::max(0.0F, std::min(right(), o.right()) - left),
            std::max(0.0F, std::min(bottom(), o.bottom()) - top)};
  }
  friend constexpr bool operator==(const Rect&, const Rect&) = default;
};

struct LonLat {
  double lon = 0;
  double lat = 0;
  friend constexpr bool operator==(LonLat, LonLat) = default;
};

struct MapPoint {
  double x = 0;
  double y = 0;
  friend constexpr MapPoint operator+(MapPoint a, MapPoint b) { return {a.x + b.x, a.y + b.y}; }
  friend constexpr MapPoint operator-(MapPoint a, MapPoint b) { return {a.x - b.x, a.y - b.y}; }
  friend constexpr MapPoint operator*(MapPoint a, double k) { return {a.x * k, a.y * k}; }
  friend constexpr bool operator==(MapPoint, MapPoint) = default;
};

// A box in the map plane; max is inclusive. Empty when min > max.
struct MapRect {
  MapPoint min;
  MapPoint max;

  [[nodiscard]] constexpr MapPoint centre() const {
    return {(min.x + max.x) / 2, (min.y + max.y) / 2};
  }
  [[nodiscard]] constexpr bool intersects(const MapRect& o) const {
    return min.x <= o.max.x && o.min.x <= max.x && min.y <= o.max.y && o.min.y <= max.y;
  }
  friend constexpr bool operator==(const MapRect&, const MapRect&) = default;
};

}  // namespace kiosk
