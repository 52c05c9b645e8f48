// Ground choice: what the pack decides about the map's ground: which borders are drawn and how,
// and which territories a partner country's tint covers. The map's data decides nothing.
//
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/model/pack.h"

namespace kiosk {

// A rule for the pair, in either order, or else what holds for all.
[[nodiscard]] BorderStyle border_style(const MapSettings& settings, std::string_view first,
                                       std::string_view second);
// Countries of partner cities, and of partners that are not named yet; each once.
[[nodiscard]] std::vector<std::string> partner_countries(const PackValues& values);
// Codes of the territories to tint: a country's own, or those that a rule names for it.
[[nodiscard]] std::vector<std::string> tinted_territories(const PackValues& values);

}  // namespace kiosk
