// Hung panel: a display and its touches, as the site has hung them: which way the picture is
// turned, and what mends the touches (platform/turned). Upright until it is hung.
//
// Made after the display and the input behind it, destroyed before them. Thread: the frame's.
// Errors: none.
#pragma once

#include "kiosk/settings/settings.h"
#include "platform/turned/turned_display.h"
#include "platform/turned/turned_input.h"

namespace kiosk {

struct HungPanel {
  HungPanel(platform::Display& display_behind, platform::Input& input_behind);

  // As the settings have it.
  void hang(const Settings& settings);

  platform::TurnedDisplay display;
  platform::TurnedInput input;
};

}  // namespace kiosk
