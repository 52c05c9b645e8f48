// What must hold of the kiosk after every tick, whoever touched it and however: that nothing of a
// visit is left when nobody is there, that its state can be, and that its zones lie where a finger
// finds them.
//
// Each gives what is wrong, in a few words that a fault begins with; empty: nothing. Zones and the
// panel in px of that panel. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "kiosk/app/state.h"
#include "kiosk/app/zone.h"
#include "kiosk/model/pack.h"

namespace kiosk::test {

// What of a state is not as at the start, though nobody is there any more.
[[nodiscard]] std::string left_behind(const State& state, const Pack& pack);

// What of a state cannot be. `fingers`: that lie on the panel.
[[nodiscard]] std::string impossible(const State& state, const Pack& pack, std::size_t fingers);

// `moves`: the map, a panel or a sheet is on its way. What stands on it may still be beyond the
// edge, and what it will have moved elsewhere may still stand in both places. What lies behind a
// scrim does not answer, and a sheet before it may have a button of the same name: of two the one
// in front is meant (zone_of).
[[nodiscard]] std::string wrong_zone(std::span<const Zone> zones, Vec2 panel, bool moves);

}  // namespace kiosk::test
