// River names: which of the basemap's rivers the program has a word for. Any thread.
#pragma once

#include <array>
#include <string_view>

namespace kiosk {

// The rivers that the exhibition's towns live by. A key ends with the basemap's name, folded.
inline constexpr std::array<std::string_view, 7> kRiverKeys{
    "river.niger",  "river.senegal", "river.gambia", "river.chari",
    "river.logone", "river.oueme",   "river.krishna"};

// Is that the key of the river of this name, as the basemap writes it?
[[nodiscard]] bool names_river(std::string_view key, std::string_view name);

}  // namespace kiosk
