// Search sheet: what was typed, what it finds, and the keyboard of the chosen script. It lies
// over the whole screen; a finding opens its city.
#pragma once

#include "kiosk/screens/scene.h"
#include "kiosk/search/search_index.h"

namespace kiosk {

// `strength` 1: there; less: fading in or out.
void draw_search_sheet(const Scene& scene, const SearchIndex& index, double strength);

}  // namespace kiosk
