// Touch bench: the staff's page on which the panel's touches are tried out and calibrated, as
// plain values.
//
//   test    a grid of cells that light up once a finger was reported in them, and what each finger
//           leaves for a moment: a dead spot stays dark, a wandering one draws by itself
//   marks   four, to be touched one after another; what the touch controller reported is worked
//           out from where the touch is seen, by the matrix in force turned back
//   check   the new calibration is in force on trial: one more mark must be met within fifteen
//           seconds, else the old one comes back by itself, so that nobody is locked out
//
// The buttons stand around the picture's middle, which a panel that is mirrored, turned or mixes
// its axes up still meets.
//
// Part of StaffState, written by `update` alone. Places in panel px of the picture as it is seen,
// marks in shares of it. Contacts below zero are a mouse's, which no calibration touches.
// Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"
#include "kiosk/settings/touch_calibration.h"
#include "kiosk/touch/contact.h"

namespace kiosk {

inline constexpr std::array<TouchPoint, 4> kTouchMarks{TouchPoint{0.1, 0.1}, TouchPoint{0.9, 0.1},
                                                       TouchPoint{0.9, 0.9}, TouchPoint{0.1, 0.9}};
// On no axis of the picture: what is mirrored or turned misses it.
inline constexpr TouchPoint kCheckMark{0.3, 0.14};
inline constexpr Millis kCheckTime{15'000};
inline constexpr Millis kTraceTime{1500};  // that a trace is seen
inline constexpr std::size_t kMostTraces = 10;

// The cells of the test. Those in the middle make room for the card with the buttons.
struct TouchGrid {
  int columns = 0;
  int rows = 0;
  int hole_columns = 0;
  int hole_rows = 0;
  Vec2 cell;  // px

  [[nodiscard]] Rect rect_of(int index) const;
  [[nodiscard]] Rect hole() const;
  [[nodiscard]] bool in_hole(int index) const;
  [[nodiscard]] std::optional<int> at(Vec2 place) const;  // nothing: outside, or in the hole
  [[nodiscard]] int counted() const { return columns * rows - hole_columns * hole_rows; }
};
[[nodiscard]] TouchGrid touch_grid(Vec2 panel);

struct TouchSample {
  Vec2 at;
  Millis when{0};
  friend bool operator==(const TouchSample&, const TouchSample&) = default;
};

struct FingerTrace {
  std::int64_t contact = 0;
  bool down = true;
  bool counts = true;  // came down since the page asks for what it asks for now
  Vec2 began;
  std::vector<TouchSample> path;  // the newest last; never empty
  friend bool operator==(const FingerTrace&, const FingerTrace&) = default;
};

enum class TouchStage { kTest, kMarks, kCheck };

// Of the last attempt at a calibration.
enum class TouchOutcome {
  kNone,
  kKept,
  kTooFew,  // these four as in CalibrationTrouble
  kTooClose,
  kInexact,
  kUnlikely,
  kMissed,    // the check
  kTimeOver,  // for the check
  kGivenUp
};

struct TouchBench {
  TouchMatrix calibration;  // as saved
  Rotation rotation = Rotation::kNone;
  std::optional<TouchMatrix> trial;  // in force instead of it
  TouchStage stage = TouchStage::kTest;
  TouchOutcome outcome = TouchOutcome::kNone;
  std::vector<FingerTrace> fingers;
  std::vector<bool> lit;  // by the grid's index; empty: none
  int most_at_once = 0;
  bool crowded = false;                // more than one finger since the glass was free
  std::vector<TouchedTarget> touches;  // of the marks so far
  std::optional<Millis> until;         // of the check, once its time runs
  int seconds_left = 0;                // of that, begun ones counted
  friend bool operator==(const TouchBench&, const TouchBench&) = default;
};

[[nodiscard]] int fingers_down(const TouchBench& bench);
[[nodiscard]] int cells_lit(const TouchBench& bench);

// What follows for who keeps the settings.
enum class BenchWish {
  kNone,
  kTry,  // `trial`, or without one what is saved, comes into force
  kKeep  // `calibration` is to be saved
};

// Buttons: "calibrate", "plain" (as the panel reports), "clear", "cancel". Others mean nothing.
[[nodiscard]] BenchWish act(TouchBench& bench, std::string_view deed);
// `panel`: the picture's size.
[[nodiscard]] BenchWish feel(TouchBench& bench, const Contact& contact, Vec2 panel, Millis now);
[[nodiscard]] BenchWish advance(TouchBench& bench, Millis now);
// When time alone changes it; nothing: never.
[[nodiscard]] std::optional<Millis> next_change(const TouchBench& bench);

}  // namespace kiosk
