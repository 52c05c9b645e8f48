// Readings as node_exporter takes them; read back by Debian's own in tests/program/metrics_test.py.
#include "kiosk/stats/metrics.h"

#include <doctest/doctest.h>

#include "tests/pack/temporary_folder.h"
#include "tests/stats/sample_visits.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what is not known is left out, and small numbers are") {
  const std::string least = text_of(metrics_of({}, shown(test::sample_visits(4))));
  CHECK(holds(least, "kiosk_info{pack=\"\",signer=\"\",version=\"\"} 1\n"));
  CHECK_FALSE(holds(least, "kiosk_visits"));
  CHECK_FALSE(holds(least, "temperature"));
  Readings readings;
  readings.program = "0.1.0";
  readings.pack_id = "smara";
  readings.pack_serial = 7;
  readings.pack_signer = "a \"b\" \\ c\nd";
  readings.frame_p99_s = 0.0213;
  readings.temperature_c = 61.5;
  readings.throttled = false;
  readings.last_refresh = "installed";
  readings.crashes = 2;
  const std::string text = text_of(metrics_of(readings, shown(test::sample_visits())));
  CHECK(holds(text, "signer=\"a \\\"b\\\" \\\\ c\\nd\""));
  CHECK(holds(text, "# TYPE kiosk_visits_total counter\nkiosk_visits_total 1400\n"));
  CHECK(holds(text, "kiosk_visits_language_total{language=\"ar\"} "));
  CHECK(holds(text, "kiosk_frame_p99_seconds 0.0213\n"));
  CHECK(holds(text, "kiosk_throttled 0\n"));
  CHECK(holds(text, "kiosk_last_refresh_info{result=\"installed\"} 1\n"));
  CHECK(text.ends_with("\n"));
}

TEST_CASE("the file is put in place whole, and only if something changed") {
  const test::TemporaryFolder folder;
  const fs::path file = metrics_file_of(folder.path() / "made");
  const auto metrics = metrics_of({}, shown(test::sample_visits()));
  CHECK(write_metrics(file, metrics) == true);
  CHECK(read_bytes(file) == text_of(metrics));
  CHECK(write_metrics(file, metrics) == false);
  CHECK(std::distance(fs::directory_iterator(file.parent_path()), {}) == 1);
  const auto failed = write_metrics("/proc/nowhere/kiosk.prom", metrics);
  REQUIRE_FALSE(failed.has_value());
  CHECK(holds(failed.error().message, "kiosk.prom"));
}
