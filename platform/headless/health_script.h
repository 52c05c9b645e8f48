// The health that a replay script sets: {"health": {"temperature": 83, "machine": null, ...}}.
//
// What is named replaces a healthy board's; null leaves it unsaid, as a machine does that does
// not know. Keys are HealthSnapshot's, `up_time` in ms, `clock` network, battery or none, `wear`
// a list of {"device", "used_percent", "reserve": normal, warning or urgent}.
// Pure. Errors: a sentence that names the key and the remedy.
#pragma once

#include <nlohmann/json.hpp>

#include "kiosk/base/result.h"
#include "platform/health.h"

namespace kiosk::platform {

[[nodiscard]] Result<HealthSnapshot> health_from(const nlohmann::json& value);

}  // namespace kiosk::platform
