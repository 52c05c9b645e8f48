// An installed pack as staff are told of it; nothing: the bundled one. Pure; any thread.
#pragma once

#include <optional>

#include "kiosk/app/staff_news.h"
#include "kiosk/refresh/device_state.h"

namespace kiosk {

[[nodiscard]] PackNews news_of(const std::optional<InstalledPack>& pack);

}  // namespace kiosk
