#include "kiosk/hung_panel.h"

#include "kiosk/settings/touch_calibration.h"

namespace kiosk {

using platform::Turn;

HungPanel::HungPanel(platform::Display& display_behind, platform::Input& input_behind)
    : display(display_behind, Turn::kNone),
      input(input_behind, display_behind.size(), Turn::kNone, platform::touch_shares(Turn::kNone)) {
}

void HungPanel::hang(const Settings& settings) {
  const Turn turn = platform::turn_of(degrees(settings.screen.rotation));
  display.set(turn);
  input.set(turn, touch_matrix(settings.calibration, settings.screen.rotation).numbers());
}

}  // namespace kiosk
