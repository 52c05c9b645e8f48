#include "kiosk/settings/touch_calibration.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace kiosk;

namespace {

bool near(TouchPoint a, TouchPoint b) { return std::hypot(a.x - b.x, a.y - b.y) < 1e-9; }

bool near(const TouchMatrix& a, const TouchMatrix& b) {
  for (std::size_t i = 0; i < a.numbers().size(); ++i) {
    if (std::abs(a.numbers().at(i) - b.numbers().at(i)) > 1e-9) return false;
  }
  return true;
}

// The four marks that a person would be asked to touch, in the picture.
const std::vector<TouchPoint> kMarks{{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.1, 0.9}};

// What a controller reports of a finger on a mark: it lies beside by `wrong`, on the panel.
std::vector<TouchedTarget> touched(const TouchMatrix& wrong, Rotation rotation,
                                   std::size_t count = 4) {
  std::vector<TouchedTarget> touches;
  for (std::size_t i = 0; i < count; ++i) {
    const TouchPoint on_panel = inverse_rotation_matrix(rotation).apply(kMarks[i]);
    touches.push_back({kMarks[i], wrong.apply(on_panel)});
  }
  return touches;
}

CalibrationTrouble trouble(const std::vector<TouchedTarget>& touches) {
  const auto found = calibration_from(touches, Rotation::kNone);
  REQUIRE(!found);
  return found.error();
}

}  // namespace

TEST_CASE("touch: the pointer follows the picture's rotation") {
  // The panel's corners in turn, clockwise from its top left one, as the picture has them.
  const std::vector<TouchPoint> corners{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  for (const Rotation rotation : kRotations) {
    const TouchMatrix matrix = touch_matrix({}, rotation);
    for (std::size_t i = 0; i < 4; ++i) {
      // Turned clockwise by a quarter, the panel's top right corner is the picture's top left.
      const std::size_t turned = (i + 4 - static_cast<std::size_t>(rotation)) % 4;
      CHECK(near(matrix.apply(corners[i]), corners[turned]));
    }
    CHECK(near(matrix.apply({0.5, 0.5}), {0.5, 0.5}));
    CHECK(near(after(inverse_rotation_matrix(rotation), matrix), TouchMatrix()));
  }
  // A finger a tenth from the left and two tenths from the top of a panel whose left is now up.
  CHECK(near(touch_matrix({}, Rotation::kThreeQuarters).apply({0.1, 0.2}), {0.8, 0.1}));
  CHECK(near(touch_matrix({}, Rotation::kQuarter).apply({0.1, 0.2}), {0.2, 0.9}));
}

TEST_CASE("touch: the calibration comes first, the rotation after it") {
  const TouchMatrix shifted{1, 0, 0.1, 0, 1, 0};
  CHECK(near(touch_matrix(shifted, Rotation::kQuarter).apply({0, 0}), {0, 0.9}));
  std::mt19937 random(5);
  std::uniform_real_distribution<double> number(-1, 1);
  for (int round = 0; round < 100; ++round) {
    const TouchMatrix a{number(random), number(random), number(random),
                        number(random), number(random), number(random)};
    const TouchMatrix b{number(random), number(random), number(random),
                        number(random), number(random), number(random)};
    const TouchPoint point{number(random), number(random)};
    CHECK(near(after(b, a).apply(point), b.apply(a.apply(point))));
  }
}

TEST_CASE("touch: the touches of three or four marks mend what a controller reports") {
  const std::vector<TouchMatrix> wrongs{
      {},
      {0.95, 0.02, 0.03, -0.01, 1.04, -0.02},  // a panel that is glued on askew
      {0, 1, 0, 1, 0, 0},                      // its axes are mixed up
      {-1, 0, 1, 0, 1, 0},                     // and mirrored
  };
  for (const TouchMatrix& wrong : wrongs) {
    for (const Rotation rotation : kRotations) {
      for (const std::size_t count : {std::size_t{3}, std::size_t{4}}) {
        const auto found = calibration_from(touched(wrong, rotation, count), rotation);
        REQUIRE(found);
        CHECK(near(after(*found, wrong), TouchMatrix()));
        // And for every rotation, whichever the marks were shown in.
        for (const Rotation later : kRotations) {
          const TouchPoint finger{0.3, 0.6};
          const TouchPoint seen = rotation_matrix(later).apply(finger);
          CHECK(near(touch_matrix(*found, later).apply(wrong.apply(finger)), seen));
        }
      }
    }
  }
}

TEST_CASE("touch: fingers that tremble are averaged") {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> tremble(-0.01, 0.01);
  const TouchMatrix wrong{0.95, 0.02, 0.03, -0.01, 1.04, -0.02};
  for (int round = 0; round < 100; ++round) {
    auto touches = touched(wrong, Rotation::kHalf);
    for (TouchedTarget& touch : touches) {
      touch.touched.x += tremble(random);
      touch.touched.y += tremble(random);
    }
    const auto found = calibration_from(touches, Rotation::kHalf);
    REQUIRE(found);
    for (const TouchPoint at : {TouchPoint{0, 0}, TouchPoint{1, 1}, TouchPoint{0.5, 0.2}}) {
      const TouchPoint mended = found->apply(wrong.apply(at));
      CHECK(std::hypot(mended.x - at.x, mended.y - at.y) < kMostMissed);
    }
  }
}

TEST_CASE("touch: touches that tell nothing are refused") {
  auto touches = touched({}, Rotation::kNone);
  SUBCASE("too few") {
    touches.resize(2);
    CHECK(trouble(touches) == CalibrationTrouble::kTooFew);
    CHECK(trouble({}) == CalibrationTrouble::kTooFew);
  }
  SUBCASE("all in one place") {
    for (TouchedTarget& touch : touches) touch.touched = {0.4, 0.4};
    CHECK(trouble(touches) == CalibrationTrouble::kTooClose);
  }
  SUBCASE("all in one line") {
    for (TouchedTarget& touch : touches) touch.touched.y = touch.touched.x / 2 + 0.2;
    CHECK(trouble(touches) == CalibrationTrouble::kTooClose);
  }
  SUBCASE("marks in one line") {
    for (TouchedTarget& touch : touches) touch.target.y = 0.5;
    CHECK(trouble(touches) == CalibrationTrouble::kTooClose);
  }
  SUBCASE("one of four was missed") {
    touches[2].touched = {0.5, 0.9};
    CHECK(trouble(touches) == CalibrationTrouble::kInexact);
  }
  SUBCASE("two were touched in the wrong order") {
    std::swap(touches[0].touched, touches[1].touched);
    CHECK(trouble(touches) == CalibrationTrouble::kInexact);
  }
  SUBCASE("no finger could be there") {
    touches[1].touched.x = std::numeric_limits<double>::quiet_NaN();
    CHECK(trouble(touches) == CalibrationTrouble::kTooClose);
    touches[1].touched.x = std::numeric_limits<double>::infinity();
    CHECK(trouble(touches) == CalibrationTrouble::kTooClose);
  }
  SUBCASE("it would bend the panel too much") {
    touches = touched({0.24, 0, 0.3, 0, 0.24, 0.3}, Rotation::kNone);
    CHECK(trouble(touches) == CalibrationTrouble::kUnlikely);
  }
}

TEST_CASE("touch: which calibrations are sound") {
  CHECK(is_sound({}));
  CHECK(is_sound({0, 1, 0, -1, 0, 1}));
  CHECK(!is_sound({0, 0, 0, 0, 0, 0}));
  CHECK(!is_sound({1, 2, 0, 2, 4, 0}));
  CHECK(!is_sound({1, 0, 4.1, 0, 1, 0}));
  CHECK(!is_sound({std::nan(""), 0, 0, 0, 1, 0}));
  CHECK(is_sound({kSmallestDeterminant, 0, 0, 0, 1, 0}));
  CHECK(!is_sound({kSmallestDeterminant / 2, 0, 0, 0, 1, 0}));
}

TEST_CASE("touch: the inverse leads back") {
  const TouchMatrix bent{0.9, 0.1, 0.05, -0.2, 1.1, 0.07};
  CHECK(near(after(inverse(bent), bent), TouchMatrix()));
  CHECK(near(after(bent, inverse(bent)), TouchMatrix()));
  for (const Rotation rotation : kRotations) {
    CHECK(near(inverse(rotation_matrix(rotation)), inverse_rotation_matrix(rotation)));
  }
}
