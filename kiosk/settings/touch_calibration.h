// From where a finger is on the glass to where it is in the picture.
//
// Both are measured in shares: 0, 0 is the top left corner and 1, 1 the bottom right one; of the
// panel as it was made (what the touch controller reports, divided by its range), and of the
// picture as a person in front of it sees it. The matrix is
//
//   x' = xx * x + xy * y + x0        (the order of the six numbers, and of libinput's
//   y' = yx * x + yy * y + y0         LIBINPUT_CALIBRATION_MATRIX)
//
// Two steps, in this order: the calibration mends what the controller reports, on the panel; then
// the rotation, which is the picture's alone. So a calibration stays right when the picture is
// turned, and a picture may be turned before anything was calibrated.
//
// Plain values, pure functions; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <tl/expected.hpp>

namespace kiosk {

// How the picture is turned on the panel, clockwise, seen from the front: 90 for a panel whose top
// edge, as it was made, is now on the left.
enum class Rotation { kNone, kQuarter, kHalf, kThreeQuarters };
inline constexpr std::array kRotations{Rotation::kNone, Rotation::kQuarter, Rotation::kHalf,
                                       Rotation::kThreeQuarters};
[[nodiscard]] constexpr int degrees(Rotation rotation) { return 90 * static_cast<int>(rotation); }

struct TouchPoint {
  double x = 0;
  double y = 0;
  friend bool operator==(const TouchPoint&, const TouchPoint&) = default;
};

struct TouchMatrix {
  double xx = 1;
  double xy = 0;
  double x0 = 0;
  double yx = 0;
  double yy = 1;
  double y0 = 0;

  [[nodiscard]] TouchPoint apply(TouchPoint point) const;
  [[nodiscard]] double determinant() const { return xx * yy - xy * yx; }
  [[nodiscard]] std::array<double, 6> numbers() const { return {xx, xy, x0, yx, yy, y0}; }
  friend bool operator==(const TouchMatrix&, const TouchMatrix&) = default;
};

// Of a calibration. A panel whose two axes are mixed up or mirrored lies well within; one that
// is squeezed into a tenth of itself does not answer where it is touched.
inline constexpr double kLargestTouchNumber = 4;  // of all six, either way
inline constexpr double kSmallestDeterminant = 0.1;
[[nodiscard]] bool is_sound(const TouchMatrix& calibration);

// `second` after `first`.
[[nodiscard]] TouchMatrix after(const TouchMatrix& second, const TouchMatrix& first);

// Back from what it leads to; its determinant must not be zero.
[[nodiscard]] TouchMatrix inverse(const TouchMatrix& matrix);

// From the panel to the picture, for a panel that reports rightly; and back.
[[nodiscard]] TouchMatrix rotation_matrix(Rotation rotation);
[[nodiscard]] TouchMatrix inverse_rotation_matrix(Rotation rotation);
// From what the controller reports to the picture.
[[nodiscard]] TouchMatrix touch_matrix(const TouchMatrix& calibration, Rotation rotation);

struct TouchedTarget {
  TouchPoint target;   // in the picture, where the mark was
  TouchPoint touched;  // as the controller reported it, neither calibrated nor turned
  friend bool operator==(const TouchedTarget&, const TouchedTarget&) = default;
};

enum class CalibrationTrouble {
  kTooFew,    // fewer than three
  kTooClose,  // the touches or the targets lie near one another, or in one line
  kInexact,   // one or more of four missed its mark: nothing that fits the others fits it
  kUnlikely   // it would bend the panel beyond what is_sound() takes
};

// How far a touch may lie beside its mark once it is calibrated, in shares of the picture: half a
// finger on a panel of 21.5 inches.
inline constexpr double kMostMissed = 0.03;

// What makes the touches meet their targets best (least squares). With three it fits exactly,
// whatever was touched; only a fourth tells whether all were. The result is a calibration for
// every rotation, whichever the targets were shown in.
[[nodiscard]] tl::expected<TouchMatrix, CalibrationTrouble> calibration_from(
    std::span<const TouchedTarget> touches, Rotation shown_in);

}  // namespace kiosk
