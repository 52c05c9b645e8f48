// Capitals for the names that a map sets in capitals. Scripts without them come back as
// they were. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace kiosk {

[[nodiscard]] std::string capitals(std::string_view utf8);

}  // namespace kiosk
