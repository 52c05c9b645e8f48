// Gallery sheet: one picture of the exhibition on the whole panel, its neighbours at the edges,
// and below it how to go on, come nearer, hide the caption and leave; see app/gallery.h.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_gallery_sheet(const Scene& scene, double strength);

}  // namespace kiosk
