#include "kiosk/map/declutter_spots.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "kiosk/map/declutter_parts.h"

namespace kiosk::declutter_parts {
namespace {

constexpr float kSticky = 44;        // how much better another slot must be
constexpr float kFarther = 30;       // of the outer ring, used where the inner one has no room
constexpr float kOuterRing = 3;      // times the gap
constexpr float kMostCrossed = 120;  // px of covered line, beyond which worse is no worse
constexpr float kOfAnother = 70;     // nearer to another star than to its own
constexpr float kUnclear = 1.25F;    // so many times its own distance is no longer near
constexpr float kHidesPlace = 60;    // where a leader ends

// E W N S NE NW SE SW: which way, and how gladly when reading left to right.
struct Slot {
  int x;
  int y;
  float cost;
};
constexpr std::array<Slot, kSlots> kSlotTable = {{{1, 0, 0},
                                                  {-1, 0, 7},
                                                  {0, -1, 9},
                                                  {0, 1, 11},
                                                  {1, -1, 4},
                                                  {-1, -1, 10},
                                                  {1, 1, 5},
                                                  {-1, 1, 11}}};

float area(const Rect& r) { return r.w * r.h; }

Rect joined(const Rect& a, const Rect& b) {
  const float x = std::min(a.x, b.x);
  const float y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

// Between their edges.
float distance(const Rect& a, const Rect& b) {
  const float x = std::max({a.x - b.right(), b.x - a.right(), 0.0F});
  const float y = std::max({a.y - b.bottom(), b.y - a.bottom(), 0.0F});
  return std::hypot(x, y);
}

float mirrored_cost(const Slot& way) {
  for (const Slot& other : kSlotTable) {
    if (other.x == -way.x && other.y == way.y) return other.cost;
  }
  return way.cost;
}

}  // namespace

float covering(const Rect& box, const Rect& obstacle) {
  const float covered = area(box.intersection(obstacle));
  if (covered <= 0) return 0;
  // Of the smaller of the two: a star that is touched is still seen, one under a long name is not.
  return kForbidden * (1 + 3 * covered / std::max(1.0F, std::min(area(box), area(obstacle))));
}

SpotMaker::SpotMaker(const DeclutterInput& input)
    : m_input(input), m_unit(unit_of(input.pins)), m_lines(kTarget / 2 * m_unit, input.memory) {
  for (const std::span<const Vec2> arc : input.arcs) {
    for (std::size_t i = 1; i < arc.size(); ++i) m_lines.add(arc[i - 1], arc[i]);
  }
}

std::pmr::vector<Holder> SpotMaker::holders(std::span<const PinPlacement> previous,
                                            std::vector<PinPlacement>& placements) {
  std::pmr::vector<Holder> result(m_input.memory);
  result.reserve(placements.size());
  for (std::size_t i = 0; i < placements.size() && i < m_input.pins.size(); ++i) {
    PinPlacement& placement = placements[i];
    if (!placement.visible || m_input.pins[i].label_size.x <= 0) continue;
    Holder holder(m_input.memory);
    holder.input = &m_input.pins[i];
    holder.placement = &placement;
    holder.before = find_placement(previous, placement.key);
    if (holder.before && (!holder.before->visible || holder.before->label.w <= 0)) {
      holder.before = nullptr;
    }
    const float side = std::min(2 * holder.input->radius, placement.target.w);
    holder.star = Rect{placement.pin.x, placement.pin.y, 0, 0}.grown(side / 2);
    holder.spots.reserve(2 * kSlots);
    result.push_back(std::move(holder));
    if (placement.leader || placement.docked) m_lines.add(placement.pin, placement.place);
  }
  return result;
}

Rect SpotMaker::box_for(const Holder& holder, int slot, bool outer) const {
  const Vec2 size = holder.input->label_size;
  const float radius = holder.star.w / 2;
  const float gap = kLabelGap * m_unit * (outer ? kOuterRing : 1.0F);
  const Slot& way = kSlotTable[static_cast<std::size_t>(slot)];
  const bool diagonal = way.x != 0 && way.y != 0;
  const float out_x = radius + (diagonal ? gap * 0.6F : gap) + size.x / 2;
  const float out_y = diagonal ? (outer ? radius + gap / 2 : radius * 0.4F) + size.y / 2
                               : radius + gap * 0.6F + size.y / 2;
  const Vec2 centre = holder.placement->pin +
                      Vec2{static_cast<float>(way.x) * out_x, static_cast<float>(way.y) * out_y};
  const Rect& s = m_input.screen;
  // Slides along the screen's edge rather than leave it.
  return {std::max(s.x, std::min(centre.x - size.x / 2, s.right() - size.x)),
          std::max(s.y, std::min(centre.y - size.y / 2, s.bottom() - size.y)), size.x, size.y};
}

bool SpotMaker::stood_far_out(const Holder& holder) const {
  const Vec2 stood = holder.before->label.centre() - holder.before->pin;
  const auto from = [&](bool outer) {
    const Vec2 spot = box_for(holder, holder.before->label_slot, outer).centre();
    return length(stood - (spot - holder.placement->pin));
  };
  return from(true) < from(false);
}

void SpotMaker::add_ring(Holder& holder, std::span<const Holder> all, bool outer) const {
  const Vec2 size = holder.input->label_size;
  const float around = (kLabelGap * kOuterRing + kTarget) * m_unit;
  const Rect& s = holder.star;
  const Rect zone{s.x - size.x - around, s.y - size.y - around, s.w + 2 * (size.x + around),
                  s.h + 2 * (size.y + around)};
  std::pmr::vector<const Holder*> others(m_input.memory);
  for (const Holder& other : all) {
    const PinPlacement& p = *other.placement;
    if (zone.intersects(p.target) || zone.contains(p.place)) others.push_back(&other);
  }
  for (int slot = 0; slot < kSlots; ++slot) {
    Spot spot{box_for(holder, slot, outer), slot, outer, 0};
    spot.cost = own_cost(holder, spot, others);
    holder.reach = holder.spots.empty() ? spot.box : joined(holder.reach, spot.box);
    holder.spots.push_back(spot);
  }
}

// What a spot costs wherever the other labels go.
float SpotMaker::own_cost(const Holder& holder, const Spot& spot,
                          std::span<const Holder* const> others) const {
  const Slot& way = kSlotTable[static_cast<std::size_t>(spot.slot)];
  // A fan's labels stand outwards, away from the leaders.
  const bool leftwards =
      holder.placement->fan != 0 ? holder.placement->fan < 0 : m_input.right_to_left;
  float cost = leftwards ? mirrored_cost(way) : way.cost;
  if (spot.outer) cost += kFarther;
  for (const Rect& box : m_input.avoid) cost += covering(spot.box, box);
  const float own = distance(spot.box, holder.star);
  for (const Holder* other : others) {
    const PinPlacement& p = *other->placement;
    if (p.leader && spot.box.grown(9 * m_unit).contains(p.place)) cost += kHidesPlace;
    if (other != &holder) {
      // Who reads takes a name for the nearest star's: from none where another is as near.
      const float unclear = own * kUnclear + 6 * m_unit;
      const float theirs = distance(spot.box, other->star);
      if (theirs < unclear) cost += kOfAnother * (1 - theirs / unclear);
    }
    if (!spot.box.grown(2 * m_unit).intersects(p.target)) continue;
    cost += covering(spot.box.grown(2 * m_unit), other->star);
    if (other == &holder) continue;
    cost += 12 * area(spot.box.intersection(p.target)) / std::max(1.0F, area(spot.box));
  }
  const float crossed =
      m_lines.length_in(spot.box.grown(3 * m_unit), kMostCrossed * m_unit) / m_unit;
  if (crossed > 0) cost += 12 + crossed * 0.5F;
  cost += 14 * ground_mix(spot.box);
  if (holder.before && holder.before->label_slot == spot.slot &&
      stood_far_out(holder) == spot.outer) {
    cost -= kSticky;
  }
  return cost;
}

// 0: all sea or all land; 1: half and half.
float SpotMaker::ground_mix(const Rect& box) const {
  if (!m_input.is_sea) return 0;
  const std::array<Vec2, 5> points = {{{box.x, box.y},
                                       {box.right(), box.y},
                                       {box.x, box.bottom()},
                                       {box.right(), box.bottom()},
                                       box.centre()}};
  const auto sea = std::ranges::count_if(points, std::cref(m_input.is_sea));
  return static_cast<float>(std::min<std::ptrdiff_t>(sea, 5 - sea)) / 2;
}

}  // namespace kiosk::declutter_parts
