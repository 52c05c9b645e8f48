#include "kiosk/base/easing.h"

#include <doctest/doctest.h>

namespace kiosk {
namespace {

TEST_CASE("easing runs from 0 to 1 without turning back, whatever the time") {
  for (double (*ease)(double) :
       {&ease_out_cubic, &ease_out_quint, &ease_in_out_cubic, &smoothstep}) {
    CHECK(ease(0) == 0);
    CHECK(ease(1) == 1);
    CHECK(ease(-3) == 0);
    CHECK(ease(7) == 1);
    double before = 0;
    for (int i = 1; i <= 100; ++i) {
      const double now = ease(i / 100.0);
      CHECK(now > before);
      before = now;
    }
  }
}

TEST_CASE("easing out starts fast, easing in and out is the same from both ends") {
  CHECK(ease_out_cubic(0.25) > 0.5);
  CHECK(ease_in_out_cubic(0.1) < 0.05);
  for (double t = 0; t <= 0.5; t += 0.125) {
    CHECK(ease_in_out_cubic(t) == doctest::Approx(1 - ease_in_out_cubic(1 - t)));
  }
}

TEST_CASE("in between two numbers lies their mixture") {
  CHECK(lerp(2, 6, 0.25) == 3);
  CHECK(lerp(6, 2, 1) == 2);
}

}  // namespace
}  // namespace kiosk
