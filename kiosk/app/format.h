// Numbers, distances and dates as each language writes them: Western digits in Arabic
// too, as in Morocco; groups of three from 10,000 on in Spanish and from 1,000 elsewhere;
// dates as coarse as their source (EDTF: "2025", "2025-10", "2025-10-31").
//
// Pure functions over the program's own words (model/strings.h); any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/language.h"
#include "kiosk/model/strings.h"

namespace kiosk {

[[nodiscard]] std::string format_number(const Strings& words, Language language,
                                        std::int64_t value);
// A text that is no EDTF date comes back as it is.
[[nodiscard]] std::string format_date(const Strings& words, Language language,
                                      std::string_view edtf);

// "Agadez, Banjul", with the language's own comma.
[[nodiscard]] std::string format_list(std::span<const std::string> names, Language language);

}  // namespace kiosk
