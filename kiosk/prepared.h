// Prepared: all that is read before anything is shown: the words, the pack, the site's settings,
// and what the command line asks of the kiosk.
//
// Called once, by main. Blocking; takes most of a start. Errors: what the command line cannot
// mean, and words that cannot be read. A pack or settings with faults are no error: staff hear of
// them, and the exhibition goes on. Units: pixels.
#pragma once

#include "kiosk/base/result.h"
#include "kiosk/command_line.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack_choice.h"
#include "kiosk/settings/settings_file.h"
#include "platform/display.h"

namespace kiosk {

struct Prepared {
  Exhibit exhibit;
  KioskOptions options;
  platform::TextureSize size;
  ViewFolder view;  // outlives the pack that may lie in it
  TrialRun trial;
  SettingsReading settings;
};

[[nodiscard]] Result<Prepared> prepare(const CommandLine& options);

}  // namespace kiosk
