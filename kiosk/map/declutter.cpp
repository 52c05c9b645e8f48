#include "kiosk/map/declutter.h"

namespace kiosk {

std::vector<PinPlacement> declutter(const DeclutterInput& input,
                                    std::span<const PinPlacement> previous) {
  std::vector<PinPlacement> placements;
  place_pins(input, previous, placements);
  place_labels(input, previous, placements);
  return placements;
}

}  // namespace kiosk
