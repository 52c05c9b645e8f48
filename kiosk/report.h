// Report: what the program found or is showing, as JSON: the state for `shot`, `expect` and
// tests, the search's hits, the audit's findings. Keys: see the README.
#pragma once

#include <nlohmann/json.hpp>
#include <span>

#include "kiosk/audit.h"
#include "kiosk/kiosk.h"
#include "kiosk/search/search_index.h"

namespace kiosk {

// "map", "city", "staff_pin"...: the names of the replay (contracts).
[[nodiscard]] std::string screen_name(const Kiosk& kiosk);
[[nodiscard]] nlohmann::json report_of(const Kiosk& kiosk);
[[nodiscard]] nlohmann::json report_of(std::span<const Hit> hits);
[[nodiscard]] nlohmann::json report_of(const AuditReport& audited);

}  // namespace kiosk
