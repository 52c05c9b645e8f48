#include "kiosk/app/touch_bench.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kiosk {
namespace {

constexpr float kCell = 120;  // px at 1080 lines, about 30 mm
constexpr int kFewestCells = 6;
constexpr int kMostCells = 30;        // a side
constexpr Vec2 kLyingCard{940, 580};  // px at 1080 lines
constexpr Vec2 kUprightCard{840, 640};
constexpr std::size_t kLongestPath = 240;  // samples: a fast controller's, as long as they are seen

// As many in the middle as the card needs, with as many at either side.
int hole_of(int cells, float share) {
  int hole = static_cast<int>(std::ceil(share * static_cast<float>(cells) - 0.01F));
  if ((cells - hole) % 2 != 0) ++hole;
  return std::clamp(hole, 0, cells);
}

double missed_by(TouchPoint touched, TouchPoint mark) {
  return std::hypot(touched.x - mark.x, touched.y - mark.y);
}

TouchPoint share_of(Vec2 at, Vec2 panel) {
  return {static_cast<double>(at.x) / static_cast<double>(panel.x),
          static_cast<double>(at.y) / static_cast<double>(panel.y)};
}

// What the controller reported, neither calibrated nor turned.
TouchPoint reported(const TouchBench& bench, TouchPoint seen) {
  const TouchMatrix& in_force = bench.trial ? *bench.trial : bench.calibration;
  return inverse(touch_matrix(in_force, bench.rotation)).apply(seen);
}

TouchOutcome outcome_of(CalibrationTrouble trouble) {
  switch (trouble) {
    case CalibrationTrouble::kTooFew:
      return TouchOutcome::kTooFew;
    case CalibrationTrouble::kTooClose:
      return TouchOutcome::kTooClose;
    case CalibrationTrouble::kInexact:
      return TouchOutcome::kInexact;
    case CalibrationTrouble::kUnlikely:
      break;
  }
  return TouchOutcome::kUnlikely;
}

// Fingers that are down now mean what was asked before.
void turn_to(TouchBench& bench, TouchStage stage, TouchOutcome outcome = TouchOutcome::kNone) {
  bench.stage = stage;
  bench.outcome = outcome;
  bench.touches.clear();
  bench.until.reset();
  bench.seconds_left = 0;
  for (FingerTrace& finger : bench.fingers) finger.counts = false;
}

BenchWish try_out(TouchBench& bench, const TouchMatrix& calibration) {
  turn_to(bench, TouchStage::kCheck);
  bench.trial = calibration;
  bench.seconds_left = static_cast<int>(kCheckTime.count() / 1000);
  return BenchWish::kTry;
}

BenchWish give_up(TouchBench& bench, TouchOutcome outcome) {
  turn_to(bench, TouchStage::kTest, outcome);
  return std::exchange(bench.trial, std::nullopt) ? BenchWish::kTry : BenchWish::kNone;
}

BenchWish take_mark(TouchBench& bench, TouchPoint seen) {
  bench.touches.push_back({kTouchMarks.at(bench.touches.size()), reported(bench, seen)});
  if (bench.touches.size() < kTouchMarks.size()) return BenchWish::kNone;
  const auto found = calibration_from(bench.touches, bench.rotation);
  return found ? try_out(bench, *found) : give_up(bench, outcome_of(found.error()));
}

BenchWish take_check(TouchBench& bench, TouchPoint seen) {
  if (!(missed_by(seen, kCheckMark) <= kMostMissed)) return give_up(bench, TouchOutcome::kMissed);
  bench.calibration = *std::exchange(bench.trial, std::nullopt);
  turn_to(bench, TouchStage::kTest, TouchOutcome::kKept);
  return BenchWish::kKeep;
}

// A lone finger that stayed where it came down.
BenchWish lifted(TouchBench& bench, const FingerTrace& finger, Vec2 panel) {
  const TouchPoint seen = share_of(finger.path.back().at, panel);
  const bool slid = missed_by(seen, share_of(finger.began, panel)) > kMostMissed;
  if (!finger.counts || bench.crowded || slid || finger.contact < 0) return BenchWish::kNone;
  if (bench.stage == TouchStage::kMarks) return take_mark(bench, seen);
  if (bench.stage == TouchStage::kCheck && bench.trial) return take_check(bench, seen);
  return BenchWish::kNone;
}

void light(TouchBench& bench, Vec2 at, Vec2 panel) {
  const TouchGrid grid = touch_grid(panel);
  const auto cells = static_cast<std::size_t>(grid.columns * grid.rows);
  if (bench.lit.size() != cells) bench.lit.assign(cells, false);
  if (const auto cell = grid.at(at)) bench.lit[static_cast<std::size_t>(*cell)] = true;
}

void come_down(TouchBench& bench, const Contact& contact) {
  std::erase_if(bench.fingers, [&](const FingerTrace& finger) {
    return finger.down && finger.contact == contact.id;  // the panel lost its going up
  });
  if (bench.fingers.size() >= kMostTraces) {
    const auto gone = std::ranges::find(bench.fingers, false, &FingerTrace::down);
    if (gone == bench.fingers.end()) return;
    bench.fingers.erase(gone);
  }
  if (fingers_down(bench) == 0) bench.crowded = false;
  bench.fingers.push_back({contact.id, true, true, contact.position, {}});
  const int down = fingers_down(bench);
  bench.crowded = bench.crowded || down > 1;
  bench.most_at_once = std::max(bench.most_at_once, down);
}

}  // namespace

Rect TouchGrid::rect_of(int index) const {
  return {static_cast<float>(index % columns) * cell.x,
          static_cast<float>(index / columns) * cell.y, cell.x, cell.y};
}

Rect TouchGrid::hole() const {
  const auto left = static_cast<float>((columns - hole_columns) / 2);
  const auto top = static_cast<float>((rows - hole_rows) / 2);
  return {left * cell.x, top * cell.y, static_cast<float>(hole_columns) * cell.x,
          static_cast<float>(hole_rows) * cell.y};
}

bool TouchGrid::in_hole(int index) const {
  const int column = index % columns - (columns - hole_columns) / 2;
  const int row = index / columns - (rows - hole_rows) / 2;
  return column >= 0 && column < hole_columns && row >= 0 && row < hole_rows;
}

std::optional<int> TouchGrid::at(Vec2 place) const {
  const auto column = static_cast<int>(std::floor(place.x / cell.x));
  const auto row = static_cast<int>(std::floor(place.y / cell.y));
  if (column < 0 || column >= columns || row < 0 || row >= rows) return std::nullopt;
  const int index = row * columns + column;
  return in_hole(index) ? std::nullopt : std::optional(index);
}

TouchGrid touch_grid(Vec2 panel) {
  const float scale = std::min(panel.x, panel.y) / 1080;
  const auto count = [&](float side) {
    return std::clamp(static_cast<int>(std::round(side / (kCell * scale))), kFewestCells,
                      kMostCells);
  };
  const Vec2 card = (panel.x >= panel.y ? kLyingCard : kUprightCard) * scale;
  TouchGrid grid;
  grid.columns = count(panel.x);
  grid.rows = count(panel.y);
  grid.hole_columns = hole_of(grid.columns, card.x / panel.x);
  grid.hole_rows = hole_of(grid.rows, card.y / panel.y);
  grid.cell = {panel.x / static_cast<float>(grid.columns), panel.y / static_cast<float>(grid.rows)};
  return grid;
}

int fingers_down(const TouchBench& bench) {
  return static_cast<int>(std::ranges::count(bench.fingers, true, &FingerTrace::down));
}

int cells_lit(const TouchBench& bench) {
  return static_cast<int>(std::ranges::count(bench.lit, true));
}

BenchWish act(TouchBench& bench, std::string_view deed) {
  if (deed == "cancel") return give_up(bench, TouchOutcome::kGivenUp);
  if (bench.stage != TouchStage::kTest) return BenchWish::kNone;
  if (deed == "calibrate") turn_to(bench, TouchStage::kMarks);
  if (deed == "plain") return try_out(bench, TouchMatrix{});
  if (deed == "clear") {
    bench.lit.clear();
    bench.most_at_once = 0;
    bench.outcome = TouchOutcome::kNone;
  }
  return BenchWish::kNone;
}

BenchWish feel(TouchBench& bench, const Contact& contact, Vec2 panel, Millis now) {
  if (!std::isfinite(contact.position.x) || !std::isfinite(contact.position.y)) {
    return BenchWish::kNone;
  }
  if (contact.phase == ContactPhase::kDown) come_down(bench, contact);
  const auto held = std::ranges::find_if(bench.fingers, [&](const FingerTrace& finger) {
    return finger.down && finger.contact == contact.id;
  });
  if (held == bench.fingers.end()) return BenchWish::kNone;
  if (held->path.size() >= kLongestPath) held->path.erase(held->path.begin());
  held->path.push_back({contact.position, now});
  if (bench.stage == TouchStage::kTest) light(bench, contact.position, panel);
  if (contact.phase != ContactPhase::kUp) return BenchWish::kNone;
  held->down = false;
  return lifted(bench, *held, panel);
}

BenchWish advance(TouchBench& bench, Millis now) {
  for (FingerTrace& finger : bench.fingers) {
    const auto seen = std::ranges::find_if(
        finger.path, [&](const TouchSample& sample) { return now - sample.when < kTraceTime; });
    // A finger that rests is still there.
    const auto last = finger.path.end() - (finger.down ? 1 : 0);
    finger.path.erase(finger.path.begin(), std::min(seen, last));
  }
  std::erase_if(bench.fingers, [](const FingerTrace& finger) { return finger.path.empty(); });
  if (bench.stage != TouchStage::kCheck) return BenchWish::kNone;
  if (!bench.until) bench.until = now + kCheckTime;
  if (now >= *bench.until) return give_up(bench, TouchOutcome::kTimeOver);
  bench.seconds_left = static_cast<int>(std::ceil((*bench.until - now).count() / 1000));
  return BenchWish::kNone;
}

std::optional<Millis> next_change(const TouchBench& bench) {
  std::optional<Millis> next;
  if (bench.until) next = *bench.until - Millis{1000.0 * (bench.seconds_left - 1)};
  for (const FingerTrace& finger : bench.fingers) {
    if (finger.down) continue;
    const Millis gone = finger.path.back().when + kTraceTime;
    next = next ? std::min(*next, gone) : gone;
  }
  return next;
}

}  // namespace kiosk
