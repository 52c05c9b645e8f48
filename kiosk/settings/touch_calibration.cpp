#include "kiosk/settings/touch_calibration.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kiosk {

namespace {

// Of the points around their middle, across their narrowest direction; in shares. Marks at the
// corners of the middle half of the panel have 0.25.
constexpr double kSmallestSpread = 0.08;
constexpr std::size_t kFewestTouches = 3;

struct Pair {
  TouchPoint from;  // touched
  TouchPoint to;    // the mark, on the panel
};

// Sums over the pairs of products of what lies between each point and the middle of all.
struct Moments {
  TouchPoint from_middle;
  TouchPoint to_middle;
  double from_xx = 0, from_xy = 0, from_yy = 0;
  double to_xx = 0, to_xy = 0, to_yy = 0;
  double xx = 0, xy = 0, yx = 0, yy = 0;  // to by from
  double count = 0;
};

Moments moments_of(std::span<const Pair> pairs) {
  Moments sums;
  sums.count = static_cast<double>(pairs.size());
  for (const Pair& pair : pairs) {
    sums.from_middle.x += pair.from.x / sums.count;
    sums.from_middle.y += pair.from.y / sums.count;
    sums.to_middle.x += pair.to.x / sums.count;
    sums.to_middle.y += pair.to.y / sums.count;
  }
  for (const Pair& pair : pairs) {
    const TouchPoint from{pair.from.x - sums.from_middle.x, pair.from.y - sums.from_middle.y};
    const TouchPoint to{pair.to.x - sums.to_middle.x, pair.to.y - sums.to_middle.y};
    sums.from_xx += from.x * from.x;
    sums.from_xy += from.x * from.y;
    sums.from_yy += from.y * from.y;
    sums.to_xx += to.x * to.x;
    sums.to_xy += to.x * to.y;
    sums.to_yy += to.y * to.y;
    sums.xx += to.x * from.x;
    sums.xy += to.x * from.y;
    sums.yx += to.y * from.x;
    sums.yy += to.y * from.y;
  }
  return sums;
}

// The smaller eigenvalue of the points' covariance, as a length.
double spread(double xx, double xy, double yy, double count) {
  const double half = (xx + yy) / 2;
  const double apart = std::hypot((xx - yy) / 2, xy);
  return std::sqrt(std::max(0.0, (half - apart) / count));
}

// The least squares: each row of the matrix solves the same two equations.
TouchMatrix best_fit(const Moments& sums) {
  const double scale = sums.from_xx * sums.from_yy - sums.from_xy * sums.from_xy;
  TouchMatrix fit;
  fit.xx = (sums.xx * sums.from_yy - sums.xy * sums.from_xy) / scale;
  fit.xy = (sums.xy * sums.from_xx - sums.xx * sums.from_xy) / scale;
  fit.yx = (sums.yx * sums.from_yy - sums.yy * sums.from_xy) / scale;
  fit.yy = (sums.yy * sums.from_xx - sums.yx * sums.from_xy) / scale;
  fit.x0 = sums.to_middle.x - fit.xx * sums.from_middle.x - fit.xy * sums.from_middle.y;
  fit.y0 = sums.to_middle.y - fit.yx * sums.from_middle.x - fit.yy * sums.from_middle.y;
  return fit;
}

}  // namespace

TouchPoint TouchMatrix::apply(TouchPoint point) const {
  return {xx * point.x + xy * point.y + x0, yx * point.x + yy * point.y + y0};
}

bool is_sound(const TouchMatrix& calibration) {
  // Written so that what is no number is not sound.
  return std::ranges::all_of(
             calibration.numbers(),
             [](double number) { return std::abs(number) <= kLargestTouchNumber; }) &&
         std::abs(calibration.determinant()) >= kSmallestDeterminant;
}

TouchMatrix after(const TouchMatrix& second, const TouchMatrix& first) {
  const TouchPoint origin = second.apply({first.x0, first.y0});
  return {second.xx * first.xx + second.xy * first.yx,
          second.xx * first.xy + second.xy * first.yy,
          origin.x,
          second.yx * first.xx + second.yy * first.yx,
          second.yx * first.xy + second.yy * first.yy,
          origin.y};
}

TouchMatrix inverse(const TouchMatrix& matrix) {
  const double scale = matrix.determinant();
  TouchMatrix back{matrix.yy / scale,  -matrix.xy / scale, 0,
                   -matrix.yx / scale, matrix.xx / scale,  0};
  const TouchPoint origin = back.apply({matrix.x0, matrix.y0});
  back.x0 = -origin.x;
  back.y0 = -origin.y;
  return back;
}

TouchMatrix rotation_matrix(Rotation rotation) {
  switch (rotation) {
    case Rotation::kQuarter:  // the picture's top left corner is the panel's top right one
      return {0, 1, 0, -1, 0, 1};
    case Rotation::kHalf:
      return {-1, 0, 1, 0, -1, 1};
    case Rotation::kThreeQuarters:
      return {0, -1, 1, 1, 0, 0};
    case Rotation::kNone:
      break;
  }
  return {};
}

TouchMatrix inverse_rotation_matrix(Rotation rotation) {
  constexpr auto kTurns = kRotations.size();
  return rotation_matrix(kRotations.at((kTurns - static_cast<std::size_t>(rotation)) % kTurns));
}

TouchMatrix touch_matrix(const TouchMatrix& calibration, Rotation rotation) {
  return after(rotation_matrix(rotation), calibration);
}

tl::expected<TouchMatrix, CalibrationTrouble> calibration_from(
    std::span<const TouchedTarget> touches, Rotation shown_in) {
  if (touches.size() < kFewestTouches) return tl::unexpected(CalibrationTrouble::kTooFew);
  const TouchMatrix to_panel = inverse_rotation_matrix(shown_in);
  std::vector<Pair> pairs;
  for (const TouchedTarget& touch : touches) {
    pairs.push_back({touch.touched, to_panel.apply(touch.target)});
  }
  const Moments sums = moments_of(pairs);
  const double from_spread = spread(sums.from_xx, sums.from_xy, sums.from_yy, sums.count);
  const double to_spread = spread(sums.to_xx, sums.to_xy, sums.to_yy, sums.count);
  if (!(from_spread >= kSmallestSpread) || !(to_spread >= kSmallestSpread)) {
    return tl::unexpected(CalibrationTrouble::kTooClose);
  }
  const TouchMatrix fit = best_fit(sums);
  for (const Pair& pair : pairs) {
    const TouchPoint reached = fit.apply(pair.from);
    if (!(std::hypot(reached.x - pair.to.x, reached.y - pair.to.y) <= kMostMissed)) {
      return tl::unexpected(CalibrationTrouble::kInexact);
    }
  }
  if (!is_sound(fit)) return tl::unexpected(CalibrationTrouble::kUnlikely);
  return fit;
}

}  // namespace kiosk
