// FingerTrack: the recent path of a gesture's centre, and the speed it was let go with.
//
// The path is a sum of movements, so fingers that join or leave cause no jump in it.
// Called by Gestures alone. Pixels, ms of Gestures' own clock (which never runs backwards).
#pragma once

#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"

namespace kiosk {

class FingerTrack {
 public:
  void start(Millis at);
  // `scale` as in Transform: how much the fingers spread along with the movement.
  void add(Millis at, Vec2 moved, double scale);
  // px/s at `at`; zero when the fingers rested, were too slow to mean a fling, or pinched.
  [[nodiscard]] Vec2 velocity(Millis at, float px_per_mm) const;

 private:
  struct Sample {
    Millis at{0};
    double x = 0;
    double y = 0;
    double spread = 0;  // natural logarithm of the scale since the start
  };
  [[nodiscard]] bool rested(Millis at, double jitter) const;

  std::vector<Sample> m_samples;
};

}  // namespace kiosk
