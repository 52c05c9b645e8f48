// Report: the state as JSON, for `shot`, `expect` and tests. Keys: see the README.
#pragma once

#include <nlohmann/json.hpp>

#include "kiosk/kiosk.h"

namespace kiosk {

[[nodiscard]] nlohmann::json report_of(const Kiosk& kiosk);

}  // namespace kiosk
