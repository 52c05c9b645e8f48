// Idle card: "are you still there?" over whatever is open, with the seconds that are left. Any
// touch keeps all as it is; a button ends the visit at once.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// `scene.state.seconds_left` says how many.
void draw_idle_card(const Scene& scene);

}  // namespace kiosk
