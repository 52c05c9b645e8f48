// Club sheet: the homes and all they are tied to as a ring that can be touched, and beside it
// what the club is for and how it is run.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_club_sheet(const Scene& scene, double strength);

}  // namespace kiosk
