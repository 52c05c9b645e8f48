// Notices: sentences for authors at the side of a preview, in front of everything. Visitors
// never see one: only kiosk-pack preview gives any.
#pragma once

#include <span>
#include <string>

#include "kiosk/app/layout.h"
#include "kiosk/draw/frame.h"
#include "kiosk/draw/theme.h"

namespace kiosk {

// As many as fit, then how many more there are.
void draw_notices(Frame& frame, std::span<const std::string> sentences, Vec2 size,
                  const Palette& theme);

}  // namespace kiosk
