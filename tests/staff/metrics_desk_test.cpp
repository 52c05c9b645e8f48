// Readings in the site's folder: at the start, once a minute, and never without being asked for.
#include "kiosk/staff/metrics_desk.h"

#include <doctest/doctest.h>

#include <fstream>

#include "kiosk/refresh/history.h"
#include "platform/headless/fixed_health.h"
#include "tests/pack/temporary_folder.h"
#include "tests/refresh/device.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("readings are written at the start and then once a minute") {
  const test::TemporaryFolder folder;
  test::Device device;
  device.install("smara", 7);
  HistoryEntry entry;
  entry.what = HistoryKind::kRolledBack;
  REQUIRE(add_to_history(device.state(), entry).has_value());
  platform::FixedHealth health;
  platform::HealthSnapshot snapshot;
  snapshot.temperature = 51.5;
  snapshot.wear = {{"mmcblk0", 30, std::nullopt}};
  health.set(snapshot);
  DeviceSite site;
  site.state = device.state();
  site.version = "0.1.0";
  site.health = &health;
  site.crashes = [] { return std::vector<CrashNews>(2); };
  MetricsDesk desk(folder.path(), site, Millis{1'000}, true);
  const fs::path file = metrics_file_of(folder.path());

  CHECK(desk.rest(Millis{1'000}) == Millis{0});
  REQUIRE(desk.due(Millis{1'000}));
  desk.write(Millis{1'000}, {}, Millis{20});
  const std::string first = read_bytes(file);
  CHECK(holds(first, "kiosk_info{pack=\"smara\",signer=\"lusab-babad\",version=\"0.1.0\"} 1\n"));
  CHECK(holds(first, "kiosk_pack_serial 7\n"));
  CHECK(holds(first, "kiosk_temperature_celsius 51.5\n"));
  CHECK(holds(first, "kiosk_storage_wear_ratio 0.3\n"));
  CHECK(holds(first, "kiosk_frame_p99_seconds 0.02\n"));
  CHECK(holds(first, "kiosk_last_refresh_info{result=\"rolled_back\"} 1\n"));
  CHECK(holds(first, "kiosk_crashes 2\n"));
  CHECK(holds(first, "kiosk_up_seconds 0\n"));

  CHECK_FALSE(desk.due(Millis{60'000}));
  CHECK(desk.rest(Millis{31'000}) == Millis{30'000});
  REQUIRE(desk.due(Millis{61'000}));
  desk.write(Millis{61'000}, {}, std::nullopt);
  CHECK(holds(read_bytes(file), "kiosk_up_seconds 60\n"));
  CHECK_FALSE(holds(read_bytes(file), "p99"));
  CHECK_FALSE(desk.take_trouble());
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("without a folder nothing is ever due") {
  const MetricsDesk desk({}, {}, Millis{0}, true);
  CHECK_FALSE(desk.due(Millis{1e9}));
  CHECK_FALSE(desk.rest(Millis{1e9}));
}

TEST_CASE("a folder that cannot be written is told once, and tried again") {
  const test::TemporaryFolder folder;
  // A file where the folder would be: no right of root's overcomes that.
  const fs::path place = folder.path() / "place";
  std::ofstream(place) << "x";
  MetricsDesk desk(place, {}, Millis{0}, true);
  desk.write(Millis{0}, {}, std::nullopt);
  const auto trouble = desk.take_trouble();
  REQUIRE(trouble);
  CHECK(holds(*trouble, "kiosk.prom"));
  desk.write(Millis{60'000}, {}, std::nullopt);
  CHECK_FALSE(desk.take_trouble());
  fs::remove(place);
  desk.write(Millis{120'000}, {}, std::nullopt);
  CHECK(fs::exists(metrics_file_of(place)));
}
