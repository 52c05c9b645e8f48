#include "kiosk/stats/metrics.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <system_error>
#include <utility>

#include "kiosk/durable/durable_files.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongest = 1024 * 1024;

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

// Backslash, line feed and, in a label, quotes.
std::string escaped(std::string_view text, bool label) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\\\";
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '"' && label) {
      result += "\\\"";
    } else {
      result += c;
    }
  }
  return result;
}

std::string labels_of(const MetricSample& sample) {
  std::string text;
  for (const auto& [name, value] : sample.labels) {
    text += (text.empty() ? "{" : ",") + name + "=\"" + escaped(value, true) + "\"";
  }
  return text.empty() ? text : text + "}";
}

Metric gauge(const char* name, const char* help, const std::optional<double>& value) {
  Metric metric{name, help, MetricKind::kGauge, {}};
  if (value) metric.samples.push_back({{}, *value});
  return metric;
}

std::optional<double> as_number(const std::optional<bool>& value) {
  if (!value) return std::nullopt;
  return *value ? 1 : 0;
}

Metric visits_by(const char* label, const char* name, const char* help, const ShownTable& table) {
  Metric metric{name, help, MetricKind::kCounter, {}};
  for (const ShownCell& cell : table) {
    if (cell.visits) {
      metric.samples.push_back({{{label, cell.key}}, static_cast<double>(*cell.visits)});
    }
  }
  return metric;
}

std::vector<Metric> content_metrics(const Readings& readings) {
  std::vector<Metric> metrics;
  metrics.push_back({"kiosk_info",
                     "The program and what it shows; an empty pack is the one it came with.",
                     MetricKind::kGauge,
                     {{{{"version", readings.program},
                        {"pack", readings.pack_id},
                        {"signer", readings.pack_signer}},
                       1}}});
  metrics.push_back(gauge("kiosk_pack_serial", "Number of the pack that is shown.",
                          static_cast<double>(readings.pack_serial)));
  if (readings.last_refresh) {
    metrics.push_back({"kiosk_last_refresh_info",
                       "What last happened to the content.",
                       MetricKind::kGauge,
                       {{{{"result", *readings.last_refresh}}, 1}}});
  }
  return metrics;
}

std::vector<Metric> machine_metrics(const Readings& readings) {
  Metric crashes{
      "kiosk_crashes", "Ends out of order; the last ten are remembered.", MetricKind::kGauge, {}};
  if (readings.crashes) crashes.samples.push_back({{}, static_cast<double>(*readings.crashes)});
  return {gauge("kiosk_frame_p99_seconds", "99 of 100 frames took less, in an hour.",
                readings.frame_p99_s),
          gauge("kiosk_temperature_celsius", "Of the processor.", readings.temperature_c),
          gauge("kiosk_throttled", "1: slowed down by heat or want of power.",
                as_number(readings.throttled)),
          gauge("kiosk_under_voltage", "1: the power supply is too weak.",
                as_number(readings.under_voltage)),
          gauge("kiosk_free_bytes", "Where the state folder lies.", readings.free_bytes),
          gauge("kiosk_memory_bytes", "Of the program.", readings.memory_bytes),
          gauge("kiosk_storage_wear_ratio", "Used of the card's life.", readings.storage_wear),
          gauge("kiosk_up_seconds", "Since the program began.", readings.up_s),
          std::move(crashes)};
}

}  // namespace

std::vector<Metric> metrics_of(const Readings& readings, const ShownCounters& counters) {
  std::vector<Metric> metrics = content_metrics(readings);
  for (Metric& metric : machine_metrics(readings)) metrics.push_back(std::move(metric));
  Metric visits{
      "kiosk_visits_total", "Visits; none while fewer than five.", MetricKind::kCounter, {}};
  if (counters.visits) visits.samples.push_back({{}, static_cast<double>(*counters.visits)});
  metrics.push_back(std::move(visits));
  metrics.push_back(visits_by("language", "kiosk_visits_language_total",
                              "Visits by language; small numbers are kept back.",
                              counters.languages));
  return metrics;
}

std::string text_of(const std::vector<Metric>& metrics) {
  std::string text;
  for (const Metric& metric : metrics) {
    if (metric.samples.empty()) continue;
    text += "# HELP " + metric.name + " " + escaped(metric.help, false) + "\n";
    text += "# TYPE " + metric.name + " " +
            (metric.kind == MetricKind::kCounter ? "counter" : "gauge") + "\n";
    for (const MetricSample& sample : metric.samples) {
      text += metric.name + labels_of(sample) + " " + number(sample.value) + "\n";
    }
  }
  return text;
}

fs::path metrics_file_of(const fs::path& folder) { return folder / "kiosk.prom"; }

PackResult<bool> write_metrics(const fs::path& file, const std::vector<Metric>& metrics) {
  const std::string text = text_of(metrics);
  if (const auto before = read_whole(file, kLongest); before && *before == text) return false;
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  // The collector reads what ends in .prom; this does not.
  const fs::path beside = unfinished_of(file);
  bool written = false;
  {
    const OpenFile out(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    written = out.opened() && out.write(text);
  }
  if (written && std::rename(beside.c_str(), file.c_str()) == 0) return true;
  const int error = errno;
  ::unlink(beside.c_str());
  return tl::unexpected(failure_of(error, file, "cannot be written"));
}

}  // namespace kiosk
