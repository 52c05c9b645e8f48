// "kiosk config check" and "kiosk config show": the site's settings, for who installs it.
//
// check  every problem as one line on `out`, or one line that all is well; changes nothing
// show   the settings in force as JSON, defaults filled in: a whole file to begin from; problems
//        go to `err`
//
// Who calls it: main.cpp and prepared.cpp. Blocking; any thread.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "kiosk/base/result.h"

namespace kiosk {

enum class ConfigDeed { kCheck, kShow };

// The file that the options name: `config`, else the one in the state folder; an empty path if
// neither is given. A path that leads nowhere is an Error for who typed it.
[[nodiscard]] Result<std::filesystem::path> settings_file_for(const std::string& config,
                                                              const std::string& state);

// `file`: an empty path shows the defaults. False: something of the file does not apply.
[[nodiscard]] bool tell_settings(ConfigDeed deed, const std::filesystem::path& file,
                                 std::ostream& out, std::ostream& err);

}  // namespace kiosk
