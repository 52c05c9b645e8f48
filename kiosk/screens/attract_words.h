// Attract words: what is read while nobody is there: the title or a partner's name and picture, how
// to begin, and the languages, in a column at the reading direction's start.
//
// `scene` is in the moment's language. Panel px; thread: the frame's. Source: visual.md.
#pragma once

#include "kiosk/app/attract.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

// How much of a scene's own is there, 0 to 1: it comes and goes with it.
[[nodiscard]] double presence(const AttractMoment& moment);

void draw_attract_words(const Scene& scene, const AttractMoment& moment);

}  // namespace kiosk
