// The staff's touch page as values: which cells light up, what the marks lead to in each rotation,
// and that a calibration which is not checked never stays.
#include "kiosk/app/touch_bench.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

const TouchMatrix kSwapped{0, 1, 0, 1, 0, 0};
const std::vector<TouchMatrix> kWrongPanels{{},
                                            kSwapped,
                                            {-1, 0, 1, 0, 1, 0},
                                            {1.2, 0, -0.1, 0, 0.85, 0.06},
                                            {0.9, 0.08, 0.02, -0.05, 1.1, -0.03}};

// A panel that reports wrongly, and staff before it who touch where they mean to.
struct Panelled {
  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});
  TouchMatrix wrong;        // what the controller makes of where a finger is on the panel
  TouchMatrix calibration;  // in force, as the desk has it
  Settings saved;
  int saves = 0;
  int tries = 0;

  explicit Panelled(const TouchMatrix& reports, Rotation rotation = Rotation::kNone)
      : wrong(reports) {
    saved.screen.rotation = rotation;
    say(EnterStaffRoom{});
    say(HearStaffNews{PinNews::kRight, saved, 0});
    say(StaffAct{StaffDeed::kTurnTo, "touch"});
    say(HearStaffNews{PinNews::kRight, saved, 0});
    REQUIRE(state.staff->touch.has_value());
    serve();
  }

  void say(const Intent& intent) {
    state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
  }
  void pass(double ms) {
    say(Advance{state.now + Millis{ms}});
    serve();
  }
  [[nodiscard]] const TouchBench& bench() const { return *state.staff->touch; }

  // What the desk does with the wishes.
  void serve() {
    if (!state.staff) return;
    for (const StaffAct& wish : state.staff->wishes) {
      if (wish.deed == StaffDeed::kTryTouch) {
        const auto& touch = state.staff->touch;
        calibration = touch && touch->trial ? *touch->trial : saved.calibration;
        ++tries;
      }
      if (wish.deed == StaffDeed::kSave) {
        saved = *state.staff->draft;
        calibration = saved.calibration;
        ++saves;
      }
    }
    say(WishesTaken{});
  }

  // Where the program sees a finger that is on that place of the picture.
  [[nodiscard]] TouchPoint seen(TouchPoint meant) const {
    const Rotation rotation = saved.screen.rotation;
    const TouchPoint on_panel = inverse_rotation_matrix(rotation).apply(meant);
    return touch_matrix(calibration, rotation).apply(wrong.apply(on_panel));
  }
  void finger(TouchPoint meant, ContactPhase phase, std::int64_t id = 1) {
    const TouchPoint at = seen(meant);
    const Vec2 place{static_cast<float>(at.x) * state.panel.size.x,
                     static_cast<float>(at.y) * state.panel.size.y};
    say(FeelTouch{{id, phase, place, state.now}});
  }
  void touch(TouchPoint meant) {
    finger(meant, ContactPhase::kDown);
    finger(meant, ContactPhase::kUp);
    serve();
  }
  void bench_button(const char* deed) {
    say(StaffAct{StaffDeed::kBench, deed});
    serve();
  }
  void touch_marks() {
    bench_button("calibrate");
    for (const TouchPoint mark : kTouchMarks) touch(mark);
  }
  [[nodiscard]] double residual() const {
    double worst = 0;
    for (const TouchPoint place : {TouchPoint{0, 0}, TouchPoint{1, 0}, TouchPoint{0.5, 0.5},
                                   TouchPoint{0.2, 0.9}, TouchPoint{1, 1}}) {
      const TouchPoint at = seen(place);
      worst = std::max(worst, std::hypot(at.x - place.x, at.y - place.y));
    }
    return worst;
  }
};

}  // namespace

TEST_CASE("a panel that reports wrongly is mended, whichever way the picture is turned") {
  for (const Rotation rotation : kRotations) {
    for (const TouchMatrix& wrong : kWrongPanels) {
      CAPTURE(degrees(rotation));
      CAPTURE(wrong.xx);
      Panelled panel(wrong, rotation);
      panel.touch_marks();
      REQUIRE(panel.bench().stage == TouchStage::kCheck);
      CHECK(panel.residual() < kMostMissed);
      CHECK(panel.saves == 0);
      panel.touch(kCheckMark);
      CHECK(panel.bench().outcome == TouchOutcome::kKept);
      CHECK(panel.saves == 1);
      CHECK(panel.residual() < 1e-5);
      // Calibrated again from there, it stays as it is.
      panel.touch_marks();
      panel.touch(kCheckMark);
      CHECK(panel.bench().outcome == TouchOutcome::kKept);
      CHECK(panel.residual() < 1e-5);
    }
  }
}

TEST_CASE("a calibration whose mark is missed or left alone goes, and the old one is back") {
  const TouchMatrix before{1.05, 0, 0.01, 0, 0.95, 0.02};
  for (const bool missed : {true, false}) {
    CAPTURE(missed);
    Panelled panel(kSwapped);
    panel.saved.calibration = before;
    panel.say(HearStaffNews{PinNews::kRight, panel.saved, 0});
    panel.calibration = before;
    panel.touch_marks();
    REQUIRE(panel.bench().stage == TouchStage::kCheck);
    CHECK(panel.calibration != before);
    if (missed) {
      panel.touch({0.3, 0.24});
    } else {
      panel.pass(0);
      CHECK(panel.bench().seconds_left == 15);
      panel.pass(14'900);
      CHECK(panel.bench().stage == TouchStage::kCheck);
      CHECK(panel.bench().seconds_left == 1);
      panel.pass(100);
    }
    CHECK(panel.bench().stage == TouchStage::kTest);
    CHECK(panel.bench().outcome == (missed ? TouchOutcome::kMissed : TouchOutcome::kTimeOver));
    CHECK(panel.calibration == before);
    CHECK(panel.saves == 0);
  }
}

TEST_CASE("who leaves while a calibration is on trial leaves the old one behind") {
  Panelled panel(kSwapped);
  panel.touch_marks();
  REQUIRE(panel.bench().trial.has_value());
  panel.say(StaffAct{StaffDeed::kTurnTo, "exhibition"});
  panel.serve();
  CHECK(panel.calibration == TouchMatrix{});
  CHECK_FALSE(panel.state.staff->touch.has_value());
  CHECK(panel.state.staff->group == "panel");
}

TEST_CASE("as the panel reports: checked as any other") {
  Panelled panel(TouchMatrix{});
  panel.saved.calibration = {1, 0, 0.1, 0, 1, 0};
  panel.calibration = panel.saved.calibration;
  panel.say(HearStaffNews{PinNews::kRight, panel.saved, 0});
  panel.bench_button("plain");
  CHECK(panel.calibration == TouchMatrix{});
  panel.touch(kCheckMark);
  CHECK(panel.saved.calibration == TouchMatrix{});
  CHECK(panel.saves == 1);
}

TEST_CASE("what is wrong with the touches is told") {
  const auto after = [](const std::vector<TouchPoint>& places) {
    Panelled panel(TouchMatrix{});
    panel.bench_button("calibrate");
    for (const TouchPoint place : places) panel.touch(place);
    CHECK(panel.bench().stage == TouchStage::kTest);
    CHECK(panel.tries == 0);
    return panel.bench().outcome;
  };
  CHECK(after({{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}}) == TouchOutcome::kTooClose);
  CHECK(after({{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.3, 0.9}}) == TouchOutcome::kInexact);
  CHECK(after({{0.41, 0.41}, {0.59, 0.41}, {0.59, 0.59}, {0.41, 0.59}}) == TouchOutcome::kUnlikely);
}

TEST_CASE("a hand, a sliding finger, the button's own and a mouse are no touch of a mark") {
  Panelled panel(TouchMatrix{});
  panel.finger({0.5, 0.5}, ContactPhase::kDown);
  panel.bench_button("calibrate");
  panel.finger({0.5, 0.5}, ContactPhase::kUp);
  CHECK(panel.bench().touches.empty());
  panel.finger({0.1, 0.1}, ContactPhase::kDown, 1);
  panel.finger({0.2, 0.1}, ContactPhase::kDown, 2);
  panel.finger({0.1, 0.1}, ContactPhase::kUp, 1);
  panel.finger({0.2, 0.1}, ContactPhase::kUp, 2);
  CHECK(panel.bench().touches.empty());
  panel.finger({0.1, 0.1}, ContactPhase::kDown);
  panel.finger({0.2, 0.1}, ContactPhase::kMove);
  panel.finger({0.2, 0.1}, ContactPhase::kUp);
  CHECK(panel.bench().touches.empty());
  panel.finger({0.1, 0.1}, ContactPhase::kDown, -1);
  panel.finger({0.1, 0.1}, ContactPhase::kUp, -1);
  CHECK(panel.bench().touches.empty());
  panel.touch({0.1, 0.1});
  CHECK(panel.bench().touches.size() == 1);
}

TEST_CASE("a swipe over everything lights every cell but those of the card") {
  for (const Vec2 size : {Vec2{1920, 1080}, Vec2{1080, 1920}, Vec2{1280, 720}, Vec2{1600, 1200}}) {
    CAPTURE(size.x);
    const TouchGrid grid = touch_grid(size);
    TouchBench bench;
    for (int i = 0; i < grid.columns * grid.rows; ++i) {
      const Vec2 at = grid.rect_of(i).centre();
      const auto phase = i == 0 ? ContactPhase::kDown : ContactPhase::kMove;
      CHECK(feel(bench, {1, phase, at, Millis{0}}, size, Millis{0}) == BenchWish::kNone);
      if (i == grid.columns) CHECK(cells_lit(bench) == grid.columns + 1);
    }
    CHECK(cells_lit(bench) == grid.counted());
    CHECK(grid.counted() >= grid.columns * grid.rows / 3);
    CHECK(grid.hole().contains(size * 0.5F));
    CHECK(grid.hole().centre().x == doctest::Approx(size.x / 2));
    CHECK(grid.hole().centre().y == doctest::Approx(size.y / 2));
    CHECK(act(bench, "clear") == BenchWish::kNone);
    CHECK(cells_lit(bench) == 0);
  }
}

TEST_CASE("ten fingers are seen, an eleventh is not, and traces fade") {
  const Vec2 size{1920, 1080};
  TouchBench bench;
  for (int i = 0; i < 11; ++i) {
    const Vec2 at{100.0F * static_cast<float>(i), 500};
    CHECK(feel(bench, {i, ContactPhase::kDown, at, Millis{0}}, size, Millis{0}) ==
          BenchWish::kNone);
  }
  CHECK(fingers_down(bench) == 10);
  CHECK(bench.most_at_once == 10);
  CHECK(feel(bench, {3, ContactPhase::kUp, {300, 500}, Millis{100}}, size, Millis{100}) ==
        BenchWish::kNone);
  CHECK(next_change(bench) == Millis{100} + kTraceTime);
  CHECK(advance(bench, Millis{200}) == BenchWish::kNone);
  CHECK(bench.fingers.size() == 10);
  CHECK(advance(bench, Millis{100} + kTraceTime) == BenchWish::kNone);
  CHECK(bench.fingers.size() == 9);
  CHECK(fingers_down(bench) == 9);
  CHECK_FALSE(next_change(bench).has_value());
}

TEST_CASE("the page closes by itself after two minutes without a touch") {
  Panelled panel(TouchMatrix{});
  panel.say(Touched{});
  panel.pass(119'000);
  CHECK(panel.state.staff.has_value());
  panel.pass(1'000);
  CHECK_FALSE(panel.state.staff.has_value());
}
