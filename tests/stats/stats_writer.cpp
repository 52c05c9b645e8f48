// What the kiosk's figures do to sticks, cards and collectors, from the command line, for
// sticks_test.py and metrics_test.py:
//
//   stats_writer export STICK | receipt STICK STATE | metrics FILE
//   stats_writer day STATE      a day of eight hours, a visit every three minutes: for measuring
//
// Exit codes: 0 done, 1 refused with one sentence on standard error, 2 not understood.
#include <iostream>
#include <string>
#include <vector>

#include "kiosk/stats/counters.h"
#include "kiosk/stats/metrics.h"
#include "kiosk/stats/receipt.h"
#include "kiosk/stats/stats_export.h"
#include "tests/stats/sample_visits.h"

using namespace kiosk;

namespace {

template <typename Value>
int told(const PackResult<Value>& result) {
  if (result) return 0;
  std::cerr << result.error().message << '\n';
  return 1;
}

int day(const std::string& state) {
  Counters counters(state);
  int writings = 0;
  for (int minute = 0; minute < 8 * 60; ++minute) {
    if (minute % 3 == 0) {
      VisitSummary visit;
      visit.cities = {CityId{"banjul"}, CityId{"city-" + std::to_string(minute % 12)}};
      counters.add(visit);
    }
    const auto written = counters.write_if_due(std::chrono::minutes(minute));
    if (!written) return told(written);
    writings += *written ? 1 : 0;
  }
  const auto rest = counters.write_rest();
  if (!rest) return told(rest);
  std::cout << writings + (*rest ? 1 : 0) << " writings of "
            << std::filesystem::file_size(counters_file_of(state)) << " bytes\n";
  return 0;
}

int metrics(const std::string& file) {
  Readings readings;
  readings.program = "0.1.0";
  readings.pack_id = "smara";
  readings.pack_serial = 7;
  readings.pack_signer = "tree \"stone\" \\ bird\nfish";
  readings.frame_p99_s = 0.0213;
  readings.temperature_c = 61.5;
  readings.throttled = false;
  readings.under_voltage = true;
  readings.free_bytes = 12'345'678'901.0;
  readings.memory_bytes = 120e6;
  readings.storage_wear = 0.1;
  readings.up_s = 3600.25;
  readings.crashes = 2;
  readings.last_refresh = "installed";
  return told(write_metrics(file, metrics_of(readings, shown(test::sample_visits()))));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 2 && words[0] == "export") {
    return told(export_stats({words[1], {"Hall 1", ""}, "0123456789abcdef", test::sample_visits()},
                             test::chart_words(Language::kFrench)));
  }
  if (words.size() == 3 && words[0] == "receipt") {
    return told(leave_receipt(
        {words[2], words[1], "Hall 1", "0.1.0", {{"free_bytes", 1e9}}, {}, test::sample_visits()}));
  }
  if (words.size() == 2 && words[0] == "metrics") return metrics(words[1]);
  if (words.size() == 2 && words[0] == "day") return day(words[1]);
  return 2;
}
