// "Copy the figures to the stick": kiosk-visits/<device>.<id>[-<date>].csv and .html, both or
// neither. The same device's files of the same day are replaced; others stay.
//
// Blocking; any thread, one at a time a stick.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/stats/stats_page.h"
#include "kiosk/stats/stick_files.h"

namespace kiosk {

inline constexpr const char* kVisitsFolder = "kiosk-visits";

struct StatsExport {
  std::filesystem::path stick;  // its root, mounted for writing
  PageHead head;
  std::string device_id;  // device_identity.h
  Tally tally;            // Counters::written(); small numbers are kept back here
};

// The files' paths from the stick's root, the page first.
[[nodiscard]] PackResult<std::vector<std::string>> export_stats(const StatsExport& request,
                                                                const ChartWords& words);

}  // namespace kiosk
