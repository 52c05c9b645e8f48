#include "kiosk/stats/stats_export.h"

#include <utility>

#include "kiosk/stats/stats_csv.h"

namespace kiosk {

PackResult<std::vector<std::string>> export_stats(const StatsExport& request,
                                                  const ChartWords& words) {
  const ShownCounters counters = shown(request.tally);
  std::string name = file_name_part(request.head.device) + "." + request.device_id;
  if (!request.head.date.empty()) name += "-" + request.head.date;
  const std::vector<StickFile> files{{name + ".html", page_of(counters, request.head, words)},
                                     {name + ".csv", csv_of(counters, words)}};
  if (auto put = put_on_stick(request.stick, kVisitsFolder, files); !put) {
    return tl::unexpected(std::move(put.error()));
  }
  std::vector<std::string> paths;
  for (const StickFile& file : files) paths.push_back(std::string(kVisitsFolder) + "/" + file.name);
  return paths;
}

}  // namespace kiosk
