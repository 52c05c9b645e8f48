// Declutter: where pins stand and labels go so that nothing collides, each pin
// can be touched, and nothing flickers while the map moves.
//
// Pure function of its input and of the last frame's result (for hysteresis).
// Units: panel px. Thread: the frame's.
// Pins whose touch targets would overlap fan out on the seaward or emptier side in
// order of latitude, each with a leader to its true place; a fan opens and closes at
// different distances and never flips sides. A docked pin stands by its host.
// Labels: eight candidate places a pin, scored by overlap with pins, labels, arcs,
// `avoid` boxes and the screen's edge, by reading side, and by where it stood before;
// a city's label is never dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"

namespace kiosk {

struct PinInput {
  int key = 0;              // stable over frames (index in the pack)
  Vec2 place;               // true place on the panel
  double latitude = 0;
  float target = 88;        // side of its touch target
  float radius = 17;
  Vec2 label_size;          // without outline
  bool home = false;
  std::optional<int> beside;  // key of the host it docks to
};

struct PinPlacement {
  int key = 0;
  Vec2 pin;                 // where the star is drawn
  Vec2 place;               // its true place
  bool leader = false;      // draw a leader from pin to place
  bool docked = false;      // draw the dotted line to its host
  Rect target;              // touch target; overlaps no other
  Rect label;               // where the label's box goes
  int label_slot = 0;       // 0..7, the candidate chosen
  bool visible = true;      // false: its place is outside `screen` (edge chip instead)
};

struct DeclutterInput {
  Rect screen;                        // where pins and labels may stand
  std::span<const PinInput> pins;
  std::span<const std::vector<Vec2>> arcs;  // polylines that labels should not cover
  std::span<const Rect> avoid;        // chrome
  std::function<bool(Vec2)> is_sea;   // for the fan's side; may be empty
  bool right_to_left = false;         // reading side of labels
};

[[nodiscard]] std::vector<PinPlacement> declutter(const DeclutterInput& input,
                                                  std::span<const PinPlacement> previous);

}  // namespace kiosk
