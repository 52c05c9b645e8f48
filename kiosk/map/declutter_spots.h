// Spots: the places where a pin's label may go, and what each costs by itself, wherever the
// other labels go. declutter_labels.cpp chooses among them. For the declutter only.
//
// Units: px; costs have no unit, about 1 a px of discomfort, kForbidden and more for what
// must not be. Thread: the frame's.
#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <vector>

#include "kiosk/map/declutter.h"
#include "kiosk/map/declutter_obstacles.h"

namespace kiosk::declutter_parts {

inline constexpr int kSlots = 8;
inline constexpr float kForbidden = 1000;  // covering a pin, a label or chrome

struct Spot {
  Rect box;
  int slot = 0;
  bool outer = false;
  float cost = 0;
};

// A visible pin whose label is to be set.
struct Holder {
  explicit Holder(std::pmr::memory_resource* memory) : spots(memory), near(memory) {}

  const PinInput* input = nullptr;
  PinPlacement* placement = nullptr;
  const PinPlacement* before = nullptr;  // only if its label stood somewhere
  Rect star;
  Rect reach;                    // around all its spots
  std::pmr::vector<Spot> spots;  // the inner ring in slot order, then perhaps the outer one
  std::size_t chosen = 0;
  std::pmr::vector<std::size_t> near;  // holders whose labels could meet this one's
};

// How badly box covers obstacle: 0, or kForbidden and more for more.
[[nodiscard]] float covering(const Rect& box, const Rect& obstacle);

class SpotMaker {
 public:
  explicit SpotMaker(const DeclutterInput& input);

  // The visible pins, without spots yet; takes their leaders among the lines to avoid.
  [[nodiscard]] std::pmr::vector<Holder> holders(std::span<const PinPlacement> previous,
                                                 std::vector<PinPlacement>& placements);
  // Adds eight spots: next to the star, or further out for where that has no room.
  void add_ring(Holder& holder, std::span<const Holder> all, bool outer) const;
  // Whether the label was on the outer ring in the last frame.
  [[nodiscard]] bool stood_far_out(const Holder& holder) const;

 private:
  [[nodiscard]] Rect box_for(const Holder& holder, int slot, bool outer) const;
  [[nodiscard]] float own_cost(const Holder& holder, const Spot& spot,
                               std::span<const Holder* const> others) const;
  [[nodiscard]] float ground_mix(const Rect& box) const;

  const DeclutterInput& m_input;
  float m_unit;
  LineField m_lines;
};

}  // namespace kiosk::declutter_parts
