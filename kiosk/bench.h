// Bench: what `kiosk --bench` measures on the display it is given: the first picture, rest,
// a pan, and opening a city. Figures for the README and for boards in the field.
//
// Takes about half a minute. One JSON object on stdout; nothing is judged here.
#pragma once

#include <string>

#include "kiosk/kiosk.h"

namespace kiosk {

// Returns the program's exit code.
[[nodiscard]] int run_bench(Exhibit exhibit, platform::Display& display, platform::Input& input,
                            const platform::Clock& clock, const KioskOptions& options,
                            const std::string& renderer);

}  // namespace kiosk
