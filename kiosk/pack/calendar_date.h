// Dates as content writes them: as coarse as the source, in the part of EDTF level 0
// (ISO 8601-2) that names one year, month or day. Pure; any thread.
#pragma once

#include <string_view>

namespace kiosk {

// "2025", "2025-10" or "2025-10-31", and a day that there was.
[[nodiscard]] bool is_calendar_date(std::string_view text);

}  // namespace kiosk
