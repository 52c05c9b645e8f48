// Parts of the declutter (declutter.h), for its own sources only: the numbers of the design
// what each pin wants,
// and the solver that keeps touch targets apart.
//
// Units: px; the k... distances hold for a target of kTarget and scale with it.
// Thread: any; pure functions.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <optional>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/map/declutter.h"

namespace kiosk::declutter_parts {

inline constexpr float kTarget = 88;
inline constexpr float kNudgeMax = 40;        // by the sea, more than this opens a fan
inline constexpr float kNudgeMaxInland = 60;  // there a fan covers land, so it opens later
inline constexpr float kNudgeNoLeader = 12;
inline constexpr float kFanDistance = 116;
inline constexpr float kFanStep = 108;
inline constexpr float kFanBow = 18;  // how far the fan's middle stands out
inline constexpr float kLabelGap = 14;
inline constexpr float kLinkShare = 0.5F;  // of a target: nearer places are one crowd
inline constexpr float kHysteresis = 1.25F;

// How large the design's distances are on this panel.
[[nodiscard]] float unit_of(std::span<const PinInput> pins);

// The placement of that key, or null.
[[nodiscard]] const PinPlacement* find_placement(std::span<const PinPlacement> placements, int key);

// A pin on its way to its place. Held in order of latitude, north first, then key.
struct Stand {
  const PinInput* input = nullptr;
  const PinPlacement* before = nullptr;  // only if it was visible
  std::optional<std::size_t> host;
  Vec2 want;
  int fan = 0;
};

// Says what each stand wants: its own place, one in a fan, or one beside its host.
void plan_stands(const DeclutterInput& input, std::pmr::vector<Stand>& stands);

// A square that wants to stand somewhere. Bodies are ordered by rank: of two that want the
// same point the earlier goes north.
struct Body {
  Vec2 want;
  float side = kTarget;
  std::optional<Vec2> before;  // where it stood in the last frame
};

struct Separation {
  std::pmr::vector<Vec2> centres;
  float largest_side = 0;  // no square may be larger: smaller than asked only where room is short
};

// Centres inside `room` whose squares do not overlap, as near to `want` as can be.
//
// For each pair that would overlap the axis on which it differs more is kept apart; with
// the axes fixed the nearest arrangement is a projection onto a convex set, hence a
// continuous function of `want` (dual coordinate ascent; C. Hildreth 1957). Panning and
// zooming do not change the axes, so pins glide. What that leaves unsolved near the
// screen's edge is set to the nearest free spot, and where none is left, all to a grid.
[[nodiscard]] Separation separate(std::span<const Body> bodies, const Rect& room,
                                  std::pmr::memory_resource* memory);

}  // namespace kiosk::declutter_parts
