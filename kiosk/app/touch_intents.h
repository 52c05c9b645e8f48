// From touches and keys to intents, by the zones of the last frame. No memory of its own:
// what a drag holds stands in State.
//
// A drag belongs to the zone that its first finger came down on: on the panel's text it
// scrolls, elsewhere it moves the map (buttons too: a finger that slides means the map).
// Called by kiosk.cpp once a gesture; the frame's thread.
#pragma once

#include <span>
#include <vector>

#include "kiosk/app/state.h"
#include "kiosk/app/zone.h"
#include "kiosk/touch/gestures.h"

namespace kiosk {

enum class KeyStroke { kNext, kPrevious, kActivate, kBack, kLeft, kRight, kUp, kDown };

void touch_intents(const Gesture& gesture, std::span<const Zone> zones, const State& state,
                   std::vector<Intent>& out);
void key_intents(KeyStroke key, std::span<const Zone> zones, const State& state,
                 std::vector<Intent>& out);

}  // namespace kiosk
