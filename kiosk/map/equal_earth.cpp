#include "kiosk/map/equal_earth.h"

#include <numbers>

namespace kiosk {
namespace {

constexpr double kA1 = 1.340264;
constexpr double kA2 = -0.081106;
constexpr double kA3 = 0.000893;
constexpr double kA4 = 0.003796;
constexpr double kM = std::numbers::sqrt3 / 2;
constexpr double kRadians = std::numbers::pi / 180;
// theta at the pole: asin(sqrt(3) / 2).
constexpr double kThetaPole = std::numbers::pi / 3;

// y of the parametric latitude theta, and how fast it grows there.
double height(double theta) {
  const double t2 = theta * theta;
  const double t6 = t2 * t2 * t2;
  return theta * (kA1 + kA2 * t2 + t6 * (kA3 + kA4 * t2));
}

double slope(double theta) {
  const double t2 = theta * theta;
  const double t6 = t2 * t2 * t2;
  return kA1 + 3 * kA2 * t2 + t6 * (7 * kA3 + 9 * kA4 * t2);
}

}  // namespace

MapPoint equal_earth(LonLat place) {
  const double lat = std::clamp(place.lat, -90.0, 90.0);
  const double theta = std::asin(kM * std::sin(lat * kRadians));
  return {place.lon * kRadians * std::cos(theta) / (kM * slope(theta)), height(theta)};
}

LonLat equal_earth_inverse(MapPoint point) {
  // y grows strictly with theta: clamping y first keeps Newton on the curve.
  const double top = height(kThetaPole);
  const double y = std::clamp(point.y, -top, top);
  double theta = y / kA1;
  for (int i = 0; i < 12; ++i) {
    const double step = (height(theta) - y) / slope(theta);
    theta -= step;
    if (std::abs(step) < 1e-14) break;
  }
  theta = std::clamp(theta, -kThetaPole, kThetaPole);
  const double sine = std::clamp(std::sin(theta) / kM, -1.0, 1.0);
  return {point.x * kM * slope(theta) / std::cos(theta) / kRadians, std::asin(sine) / kRadians};
}

}  // namespace kiosk
