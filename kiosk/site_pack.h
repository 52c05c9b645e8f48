// A pack as one site shows it: of its languages those that the site offers, the site's times and
// its line for an empty room, and without what it does not want (settings/settings.h).
//
// Pure; any thread.
#pragma once

#include "kiosk/model/pack.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

[[nodiscard]] Pack site_pack(const Pack& pack, const Settings& settings);

}  // namespace kiosk
