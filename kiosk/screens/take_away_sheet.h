// Take-away sheet: the open city's text as a code that a phone reads without any network, or
// the address that the pack gives for it.
#pragma once

#include <string>

#include "kiosk/screens/scene.h"

namespace kiosk {

// Whole paragraphs, as many as the code holds: name and country, story, facts, agreement.
[[nodiscard]] std::string take_away_text(const Scene& scene, const City& city);
void draw_take_away_sheet(const Scene& scene, double strength);

}  // namespace kiosk
