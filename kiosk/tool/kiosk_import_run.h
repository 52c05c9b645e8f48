// All that kiosk-import does, apart from its main: the twins of it that tests build leave out a
// wall of the sandbox, which the shipped one cannot be asked to.
//
//   kiosk-import SIDE SECONDS      a picture on standard input, its pixels on standard output, as
//                                  imaging/wire.h says; drawings are rendered to fit a square of
//                                  SIDE px; SECONDS of processor time at most
//   kiosk-import --self-test       tries everything that is forbidden, says what is in force
//   kiosk-import --attempt NAME    enters the sandbox and does one thing that is forbidden
//
// Exit codes: 0 fine; 1 the self-test found a gap; 2 the command was not understood (a parent of
// another version); 3 nobody reads the pixels; 4 no sandbox can be built here. Of an attempt:
// see kiosk_import_attempts.h. One thread, Linux.
#pragma once

#include "kiosk/decoding/sandbox.h"

namespace kiosk::tool {

[[nodiscard]] int run_import(int argc, char** argv, decoding::Walls walls);

}  // namespace kiosk::tool
