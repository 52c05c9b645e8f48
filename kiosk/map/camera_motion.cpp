#include <algorithm>
#include <cmath>

#include "kiosk/map/camera.h"
#include "kiosk/map/camera_parts.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"

namespace kiosk {

using namespace camera_parts;

namespace {

// The rubber band: at the edge the map follows with half the finger's speed, and never further
// than a fifth of the view or half a doubling; enough to feel the end, too little to show
// emptiness.
constexpr double kBandStiffness = 0.5;
constexpr double kBandOfView = 0.2;
constexpr double kBandZoom = 0.5;
// A displayed excess this near to the band's end counts as this: the inverse must stay finite.
constexpr double kBandNearEnd = 0.98;
// Friction of a fling: the time constant phones have taught every hand.
constexpr double kFrictionMs = 325;
// Critically damped, back within about 0.35 s, like a panel's slide.
constexpr double kSpringPerMs = 0.014;
// At rest: what is left of the way would be under two pixels, which nobody sees arrive.
constexpr double kRestPxPerMs = 0.005;
constexpr double kRestPx = 0.5;
constexpr double kRestZoom = 0.002;
// A longer pause than this is not made up for.
constexpr double kLongestTickMs = 250;
// How strongly a flight rises; found best by the paper's test persons.
constexpr double kRho = 1.42;
// A way shorter than this part of the view has no middle to rise over.
constexpr double kShortestFlight = 1e-6;

// The rubber band: how far the map gives way to a pull of `excess`, and the pull behind it.
double yielded(double excess, double reach) {
  const double pull = std::abs(excess) * kBandStiffness;
  return std::copysign(pull * reach / (pull + reach), excess);
}

double pull_behind(double given, double reach) {
  const double way = std::min(std::abs(given), reach * kBandNearEnd);
  return std::copysign(way * reach / (reach - way) / kBandStiffness, given);
}

// A value that may lie beyond its range: as the finger pulls it, and as it is shown.
double pulled(double value, Range r, double reach) {
  const double rest = confined(value, r);
  return rest + pull_behind(value - rest, reach);
}

double shown(double value, Range r, double reach) {
  const double rest = confined(value, r);
  return rest + yielded(value - rest, reach);
}

// One axis of a glide, in px and px/ms.
void glide_axis(double& value, double& speed, Range r, double reach, double scale, double ms) {
  const double rest = confined(value, r);
  const double excess = (value - rest) * scale;
  if (excess == 0) {
    const double kept = std::exp(-ms / kFrictionMs);
    value += speed * kFrictionMs * (1 - kept) / scale;
    speed *= kept;
  } else {
    // x'' = -2 w x' - w^2 x, solved: any tick length gives the same movement.
    const double urge = speed + kSpringPerMs * excess;
    const double kept = std::exp(-kSpringPerMs * ms);
    value = rest + (excess + urge * ms) * kept / scale;
    speed = (speed - kSpringPerMs * urge * ms) * kept;
  }
  const double beyond = value - confined(value, r);
  if (std::abs(beyond) * scale > reach) {
    value = confined(value, r) + std::copysign(reach / scale, beyond);
    speed = 0;
  }
}

bool near(const Camera& a, const Camera& b, double scale) {
  return std::abs(a.centre.x - b.centre.x) * scale < kRestPx &&
         std::abs(a.centre.y - b.centre.y) * scale < kRestPx &&
         std::abs(a.zoom - b.zoom) < kRestZoom;
}

}  // namespace

Camera transformed(const Camera& camera, const Rect& view, const CameraLimits& limits, Vec2 centre,
                   Vec2 moved, double scale) {
  const Camera c = sane(camera);
  const View v = sane(view);
  const double x = bounded(static_cast<double>(centre.x), -kFarthestPx, kFarthestPx) - v.x;
  const double y = bounded(static_cast<double>(centre.y), -kFarthestPx, kFarthestPx) - v.y;
  const double moved_x = bounded(static_cast<double>(moved.x), -kFarthestPx, kFarthestPx);
  const double moved_y = bounded(static_cast<double>(moved.y), -kFarthestPx, kFarthestPx);
  const double factor = scale > 0 && std::isfinite(scale) ? scale : 1;

  Camera next = c;
  if (factor != 1) {
    const Range zooms = range_zoom(limits);
    const double wanted = pulled(c.zoom, zooms, kBandZoom) + std::log2(factor);
    next.zoom = std::clamp(shown(wanted, zooms, kBandZoom), kLeastZoom, kMostZoom);
  }
  // Where the centre must be for the point under the fingers to stay under them.
  const double before = scale_of(c);
  const double after = scale_of(next);
  const double way_x = (x - moved_x) / before - x / after;
  const double way_y = y / after - (y - moved_y) / before;
  const double reach_x = kBandOfView * v.w;
  const double reach_y = kBandOfView * v.h;
  const double to_x = pulled(c.centre.x, range_x(limits, v, before), reach_x / before) + way_x;
  const double to_y = pulled(c.centre.y, range_y(limits, v, before), reach_y / before) + way_y;
  next.centre.x = shown(to_x, range_x(limits, v, after), reach_x / after);
  next.centre.y = shown(to_y, range_y(limits, v, after), reach_y / after);
  return next;
}

bool glide(Camera& camera, Inertia& inertia, const Rect& view, const CameraLimits& limits,
           Millis elapsed) {
  if (!inertia.active && within(camera, view, limits)) return false;
  const View v = sane(view);
  const double ms = std::clamp(finite_or(elapsed.count(), 0), 0.0, kLongestTickMs);
  Camera c = sane(camera);
  const double zoom_rest = confined(c.zoom, range_zoom(limits));
  c.zoom = zoom_rest + (c.zoom - zoom_rest) * std::exp(-kSpringPerMs * ms);
  const double scale = scale_of(c);
  const auto speed_of = [&](float px_per_s) {
    const double speed = static_cast<double>(px_per_s) / 1000;
    return inertia.active ? bounded(speed, -kFarthestPx, kFarthestPx) : 0;
  };
  // The finger takes the map along: the centre goes the other way (and the plane's y is upwards).
  double speed_x = -speed_of(inertia.velocity.x);
  double speed_y = speed_of(inertia.velocity.y);
  glide_axis(c.centre.x, speed_x, range_x(limits, v, scale), kBandOfView * v.w, scale, ms);
  glide_axis(c.centre.y, speed_y, range_y(limits, v, scale), kBandOfView * v.h, scale, ms);

  const Camera rest = clamped(c, view, limits);
  inertia.active = !(std::hypot(speed_x, speed_y) < kRestPxPerMs && near(c, rest, scale));
  camera = inertia.active ? c : rest;
  inertia.velocity =
      inertia.active ? Vec2{static_cast<float>(-speed_x * 1000), static_cast<float>(speed_y * 1000)}
                     : Vec2{};
  return inertia.active;
}

Camera flight(const Camera& from, const Camera& to, double t, const Rect& view) {
  const Camera a = sane(from);
  const Camera b = sane(to);
  if (!(t > 0)) return a;
  if (t >= 1) return b;
  // u: way along the ground, w: width seen, both in map units (the paper's names). The view's
  // mean side stands for its width, so that upright and lying panels fly alike.
  const View v = sane(view);
  const double side = std::sqrt(v.w * v.h);
  const double w0 = side / scale_of(a);
  const double w1 = side / scale_of(b);
  const MapPoint way = b.centre - a.centre;
  const double u1 = std::hypot(way.x, way.y);
  if (u1 < kShortestFlight * std::min(w0, w1)) {
    return {a.centre + way * t, a.zoom + (b.zoom - a.zoom) * t};
  }
  constexpr double kRho2 = kRho * kRho;
  const double ground = kRho2 * kRho2 * u1 * u1;
  const double change = w1 * w1 - w0 * w0;
  const double r0 = -std::asinh((change + ground) / (2 * w0 * kRho2 * u1));
  const double r1 = -std::asinh((change - ground) / (2 * w1 * kRho2 * u1));
  const double r = r0 + (r1 - r0) * t;
  // sinh(r - r0) / cosh(r) is cosh(r0) tanh(r) - sinh(r0) without the loss of digits.
  const double u = w0 / kRho2 * std::sinh(r - r0) / std::cosh(r);
  const double w = w0 * std::cosh(r0) / std::cosh(r);
  return sane(
      Camera{a.centre + way * std::clamp(u / u1, 0.0, 1.0), std::log2(side / w / kScaleAtZoom0)});
}

Camera flight_along(const Camera& from, const Camera& to, LonLat start, LonLat end, double t,
                    const Rect& view) {
  Camera there = flight(from, to, t, view);
  if (!(t > 0) || t >= 1) return there;
  // How far along the straight way, and how far the great circle lies beside it there.
  const Camera a = sane(from);
  const MapPoint way = sane(to).centre - a.centre;
  const MapPoint gone = there.centre - a.centre;
  const double whole = way.x * way.x + way.y * way.y;
  if (!(whole > 0)) return there;
  const double u = std::clamp((gone.x * way.x + gone.y * way.y) / whole, 0.0, 1.0);
  const MapPoint first = equal_earth(start);
  const MapPoint straight = first + (equal_earth(end) - first) * u;
  const MapPoint bent = equal_earth(along_great_circle(start, end, u));
  there.centre = there.centre + (bent - straight);
  return sane(there);
}

}  // namespace kiosk
