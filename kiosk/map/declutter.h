// Declutter: where pins stand and labels go so that nothing collides, each pin
// can be touched, and nothing flickers while the map moves.
//
// Pure functions of their input and of the last frame's result (for hysteresis): they
// return where things belong, the caller eases towards it.
// Units: panel px. Distances below are for a target of 88 px and scale with it.
// Thread: the frame's; `is_sea` is called some hundred times a frame and must be cheap.
// A pin without a label (its size 0 wide) gets none.
//
// Pins. Each stands as near to its true place as non-overlapping targets allow. Crowds too
// tight for that (more than 40 px of moving by the sea, 60 inland) fan out on the seaward or
// emptier side in order of latitude, each with a leader to its true place; a fan opens and
// closes at different distances and never flips sides. A docked pin stands by its host.
// With too many pins for the screen all targets shrink evenly, and then stand in a grid.
// Labels. Eight candidate places a pin, scored by overlap with pins, labels, leaders, arcs,
// `avoid` boxes and the screen's edge, by whether another star is as near as its own, by the
// ground's sea and land, by reading side, and by where it stood before; a city's label is never
// dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <optional>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"

namespace kiosk {

struct PinInput {
  int key = 0;  // stable over frames (index in the pack)
  Vec2 place;   // true place on the panel
  double latitude = 0;
  float target = 88;  // side of its touch target
  float radius = 17;
  Vec2 label_size;  // without outline
  bool home = false;
  std::optional<int> beside;  // key of the host it docks to
};

struct PinPlacement {
  int key = 0;
  Vec2 pin;             // where the star is drawn
  Vec2 place;           // its true place; of a docked pin, its host's star
  bool leader = false;  // draw a leader from pin to place
  bool docked = false;  // draw the dotted line to its host
  Rect target;          // touch target; overlaps no other
  Rect label;           // where the label's box goes
  int label_slot = 0;   // 0..7, the candidate chosen: E W N S NE NW SE SW of the pin
  int fan = 0;          // stands in a fan to the west (-1) or east (+1) of its crowd
  bool visible = true;  // false: its place is outside `screen` (edge chip instead)
};

struct DeclutterInput {
  Rect screen;  // where pins and labels may stand
  std::span<const PinInput> pins;
  std::span<const std::span<const Vec2>> arcs;  // polylines that labels should not cover
  std::span<const Rect> avoid;                  // chrome
  std::function<bool(Vec2)> is_sea;             // for the fan's side; may be empty
  bool right_to_left = false;                   // reading side of labels
  // For lists that live no longer than the call; see base/scratch.h.
  std::pmr::memory_resource* memory = std::pmr::get_default_resource();
};

// Both steps below, for callers whose arcs do not depend on where pins come to stand.
[[nodiscard]] std::vector<PinPlacement> declutter(const DeclutterInput& input,
                                                  std::span<const PinPlacement> previous);

// The pins alone, in the order of the input, labels still empty. Looks at no arcs, so that
// the arcs can be led to the pins' final places before the labels are set. `placements` is
// another list than `previous`; its room is used again.
void place_pins(const DeclutterInput& input, std::span<const PinPlacement> previous,
                std::vector<PinPlacement>& placements);
// The labels of what place_pins returned for the same pins.
void place_labels(const DeclutterInput& input, std::span<const PinPlacement> previous,
                  std::vector<PinPlacement>& placements);

}  // namespace kiosk
