#include <algorithm>
#include <cmath>
#include <cstddef>

#include "kiosk/map/declutter_parts.h"

namespace kiosk {
namespace declutter_parts {

float unit_of(std::span<const PinInput> pins) {
  float side = 0;
  for (const PinInput& pin : pins) side = std::max(side, pin.target);
  return side > 0 ? side / kTarget : 1;
}

const PinPlacement* find_placement(std::span<const PinPlacement> placements, int key) {
  const auto found = std::ranges::find(placements, key, &PinPlacement::key);
  return found == placements.end() ? nullptr : &*found;
}

}  // namespace declutter_parts

namespace {

using namespace declutter_parts;

bool on_screen(const Rect& screen, Vec2 place) {
  return place.x >= screen.x && place.x <= screen.right() && place.y >= screen.y &&
         place.y <= screen.bottom();
}

const PinInput* host_of(std::span<const PinInput> pins, const PinInput& pin) {
  if (!pin.beside || *pin.beside == pin.key) return nullptr;
  const auto found = std::ranges::find(pins, *pin.beside, &PinInput::key);
  // A host that docks itself is none: chains would have no place to start from.
  return found == pins.end() || found->beside ? nullptr : &*found;
}

std::pmr::vector<Stand> visible_stands(const DeclutterInput& input,
                                       std::span<const PinPlacement> previous) {
  std::pmr::vector<Stand> stands(input.memory);
  for (const PinInput& pin : input.pins) {
    const PinInput* host = host_of(input.pins, pin);
    if (!on_screen(input.screen, host ? host->place : pin.place)) continue;
    const PinPlacement* before = find_placement(previous, pin.key);
    if (before && !before->visible) before = nullptr;
    stands.push_back({&pin, before, {}, {}, 0});
  }
  std::ranges::sort(stands, [](const Stand& a, const Stand& b) {
    if (a.input->latitude != b.input->latitude) return a.input->latitude > b.input->latitude;
    return a.input->key < b.input->key;
  });
  for (Stand& stand : stands) {
    const PinInput* host = host_of(input.pins, *stand.input);
    if (!host) continue;
    const auto found = std::ranges::find(stands, host, &Stand::input);
    stand.host = static_cast<std::size_t>(found - stands.begin());
  }
  return stands;
}

void write(const Stand& stand, Vec2 centre, float largest_side, Vec2 host_pin,
           PinPlacement& placement) {
  const float side = std::min(stand.input->target, largest_side);
  placement.pin = centre;
  placement.docked = stand.host.has_value();
  placement.place = placement.docked ? host_pin : stand.input->place;
  placement.leader = !placement.docked && length(centre - placement.place) >
                                              kNudgeNoLeader * stand.input->target / kTarget;
  placement.target = Rect{centre.x, centre.y, 0, 0}.grown(side / 2);
  placement.fan = stand.fan;
  placement.visible = true;
}

}  // namespace

void place_pins(const DeclutterInput& input, std::span<const PinPlacement> previous,
                std::vector<PinPlacement>& placements) {
  std::pmr::vector<Stand> stands = visible_stands(input, previous);
  plan_stands(input, stands);
  std::pmr::vector<Body> bodies(input.memory);
  for (const Stand& stand : stands) {
    std::optional<Vec2> before;
    if (stand.before) before = stand.before->pin;
    bodies.push_back({stand.want, stand.input->target, before});
  }
  const Separation apart = separate(bodies, input.screen, input.memory);

  placements.clear();
  for (const PinInput& pin : input.pins) {
    PinPlacement placement;
    placement.key = pin.key;
    placement.pin = placement.place = pin.place;
    placement.visible = false;
    const auto found = std::ranges::find(stands, &pin, &Stand::input);
    if (found != stands.end()) {
      const auto index = static_cast<std::size_t>(found - stands.begin());
      const Vec2 host = found->host ? apart.centres[*found->host] : Vec2{};
      write(*found, apart.centres[index], apart.largest_side, host, placement);
    }
    placements.push_back(placement);
  }
}

}  // namespace kiosk
