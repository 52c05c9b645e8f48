// Sites: where the program runs, as each of its parts is told: its assets and bundled content,
// the device's state, the folders that staff and networks use. The command line says so; what it
// leaves out is the settings' to say, or lies where an installed program has it.
//
// Looks at the file system and changes nothing. Any thread. Errors: none; a path that is not
// there is told by the part that wants it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/command_line.h"
#include "kiosk/pack_choice.h"
#include "kiosk/settings/settings.h"
#include "kiosk/show.h"
#include "kiosk/staff/device_desk.h"
#include "kiosk/staff/usb_desk.h"
#include "platform/health.h"

namespace kiosk {

// Where assets/ and content/ are: beside an installed program, or in the sources it was
// built from.
[[nodiscard]] std::filesystem::path find_root(const CommandLine& options);

// Nothing: there is none to keep.
[[nodiscard]] std::filesystem::path settings_file(const CommandLine& options);

// `say` hears what is wrong with packs.
[[nodiscard]] PackWish pack_wish(const CommandLine& options,
                                 std::function<void(const std::string&)> say);

[[nodiscard]] StaffSite staff_site(const CommandLine& options, const Settings& settings);

// `health` outlives the desk.
[[nodiscard]] DeviceSite device_site(const CommandLine& options, platform::Health& health);

// Without what a panel follows, which is for whoever has one.
[[nodiscard]] ShowSite show_site(const CommandLine& options, const Settings& settings);

}  // namespace kiosk
