// Panel program: the exhibition before its visitors, on a panel or in a window, until the system
// or the staff end it; or `--bench` on the same display. Where no display is found, the bundled
// tour is drawn into files instead (headless_program.h).
//
// One of the two places that put the concrete parts of the platform together with the exhibition.
// Called once, by main, whose thread is the frame's from then on. Errors: a sentence on stderr for
// each, and the exit code.
#pragma once

#include "kiosk/command_line.h"
#include "kiosk/prepared.h"

namespace kiosk {

// Returns the program's exit code, or kStartAgain.
[[nodiscard]] int run_on_panel(const CommandLine& options, Prepared prepared);

}  // namespace kiosk
