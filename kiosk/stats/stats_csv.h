// The counted visits as a table for spreadsheets: CSV of RFC 4180 (commas, CRLF, quotes where
// needed), UTF-8 with a byte order mark, by which Excel shows Arabic right. A field that a
// spreadsheet would take for a formula gets an apostrophe before it.
//
// Columns: table, key, label, visits; keys are the same in every language. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/stats/charts.h"

namespace kiosk {

[[nodiscard]] std::string csv_of(const ShownCounters& counters, const ChartWords& words);

// One field, quoted and disarmed as far as it needs it.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace kiosk
