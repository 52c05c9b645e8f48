// Headless program: the exhibition without a display. A script says what visitors, staff and the
// machine do (`--replay`; platform/headless/replay_script.h), a clock moves by hand, and what is
// drawn goes into files. The same script gives the same files, to the last bit.
//
// One of the two places that put the concrete parts of the platform together with the exhibition;
// the other is panel_program.h. Called once, by main. Blocking. Errors: a sentence on stderr for
// each, and the exit code.
#pragma once

#include <filesystem>

#include "kiosk/command_line.h"
#include "kiosk/prepared.h"

namespace kiosk {

// Writes into `options.out`. Returns the program's exit code.
[[nodiscard]] int run_headless(const CommandLine& options, Prepared prepared,
                               const std::filesystem::path& script_file);

}  // namespace kiosk
