// What a person would still mend in a text before it is shown: words to be written yet, and
// spaces at which a line would break where it must not. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/language.h"

namespace kiosk {

// Starts with TODO, as the tools write what only a person can know.
[[nodiscard]] bool is_unfinished(std::string_view text);

struct Spacing {
  std::string what;
  std::string remedy;
};

// A plain space within a number (1 026 848), and in French before ; : ! ? » or after «.
[[nodiscard]] std::optional<Spacing> loose_spacing(std::string_view text, Language language);
// The same text with spaces that do not break.
[[nodiscard]] std::string with_firm_spacing(std::string_view text, Language language);

}  // namespace kiosk
