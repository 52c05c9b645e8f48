// Built-in card: what stands on the panel when no content can be shown: calm, in all
// languages, without a word of what went wrong. Staff read that elsewhere.
#pragma once

#include "kiosk/draw/frame.h"
#include "kiosk/draw/theme.h"
#include "kiosk/model/strings.h"

namespace kiosk {

void draw_card(Frame& frame, const Strings& words, const Palette& theme);

}  // namespace kiosk
