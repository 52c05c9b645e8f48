// Isolates: marks around a piece of text that may read in the other direction, so that it
// cannot reorder what stands beside it (Unicode Standard Annex 9, section 2.4).
//
// Pure functions over UTF-8; any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/language.h"

namespace kiosk {

inline constexpr std::string_view kFirstStrongIsolate = "\u2068";
inline constexpr std::string_view kPopIsolate = "\u2069";

// Has it a letter that reads against that direction? Those in isolates do no harm any more.
[[nodiscard]] bool reads_against(std::string_view utf8, Direction direction);
// The text in isolates if it reads against the language around it, else as it is.
[[nodiscard]] std::string isolated(std::string_view utf8, Language around);

}  // namespace kiosk
