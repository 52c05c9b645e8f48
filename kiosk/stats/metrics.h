// Metrics: readings for a monitoring that exists already, as a text file that node_exporter's
// textfile collector picks up (prometheus.io, text exposition format 0.0.4). The program opens no
// network for it; who has no monitoring has no such file.
//
// What visits there were is told from Counters::written() with small numbers kept back, like all
// that leaves a kiosk: a counter that grew with each visit would be a list of visits to whoever
// reads it often.
//
// The file is renamed into place, and not written while nothing has changed; it is not synced, as
// it is worth nothing after a power cut. Better on a memory file system than on the card. That the
// program has ended shows in the file's age (node_textfile_mtime_seconds), not in the file.
// Pure but for write_metrics, which blocks; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/stats/suppression.h"

namespace kiosk {

enum class MetricKind { kCounter, kGauge };

struct MetricSample {
  std::map<std::string, std::string> labels;
  double value = 0;
};
struct Metric {
  std::string name;  // [a-z_][a-z0-9_]*, "kiosk_" before it
  std::string help;
  MetricKind kind = MetricKind::kGauge;
  std::vector<MetricSample> samples;  // none: it is not written
};

// What the program knows of itself; what it does not know is left out.
struct Readings {
  std::string program;  // version
  std::string pack_id;  // empty: the pack that came with the program
  std::int64_t pack_serial = 0;
  std::string pack_signer;
  std::optional<double> frame_p99_s;  // of the last hour
  std::optional<double> temperature_c;
  std::optional<bool> throttled;
  std::optional<bool> under_voltage;
  std::optional<double> free_bytes;         // where the state folder lies
  std::optional<double> memory_bytes;       // of the program
  std::optional<double> storage_wear;       // 0 to 1
  std::optional<double> up_s;               // the program's own
  std::optional<std::int64_t> crashes;      // that are remembered: ten at most
  std::optional<std::string> last_refresh;  // "installed", "refused"...: name(HistoryKind)
};

[[nodiscard]] std::vector<Metric> metrics_of(const Readings& readings,
                                             const ShownCounters& counters);
[[nodiscard]] std::string text_of(const std::vector<Metric>& metrics);

// kiosk.prom in the folder that the collector reads
[[nodiscard]] std::filesystem::path metrics_file_of(const std::filesystem::path& folder);
// True: written; false: it held the same.
[[nodiscard]] PackResult<bool> write_metrics(const std::filesystem::path& file,
                                             const std::vector<Metric>& metrics);

}  // namespace kiosk
