// Names that macOS, Windows and Linux leave on every stick and in every folder, and that nobody
// means. Pure; any thread.
#pragma once

#include <string_view>

namespace kiosk {

// `name`: of one file or folder, in whatever case.
[[nodiscard]] bool is_litter(std::string_view name);

}  // namespace kiosk
