// City panel: one city beside the map: its picture, name, country, numbers, story, facts,
// agreement and voices, to be read while the map stays in sight. Or the story of the agreement
// that ties it to its home, with the way between the two in place of the picture.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

// `open`: 0 away, 1 in place; between them it slides.
void draw_city_panel(const Scene& scene, double open);
// Lays out what the panel of a city under a finger will show, so that it answers at once when
// the finger lifts. Draws nothing.
void prepare_city_panel(const Scene& scene, const City& city);

}  // namespace kiosk
