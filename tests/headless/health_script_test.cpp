#include "platform/headless/health_script.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "platform/headless/fixed_health.h"
#include "platform/headless/replay.h"

using namespace kiosk;
using namespace kiosk::platform;
using nlohmann::json;

namespace {

std::string complaint(const char* text) {
  const auto health = health_from(json::parse(text));
  REQUIRE_FALSE(health);
  return health.error().message;
}

}  // namespace

TEST_CASE("what a script names replaces a healthy board's, null leaves it unsaid") {
  CHECK(health_from(json::object()) == healthy_board());
  const auto health = health_from(json::parse(R"({
    "temperature": 83.5, "under_voltage_now": true, "throttled_before": null, "free_bytes": 0,
    "wear": [{"device": "mmcblk1", "used_percent": 110, "reserve": "urgent"}, {"device": "b"}],
    "load": 2, "up_time": 60000, "kernel": null, "machine": "Board", "clock": "none"})"));
  REQUIRE(health);
  HealthSnapshot wanted = healthy_board();
  wanted.temperature = 83.5;
  wanted.under_voltage_now = true;
  wanted.throttled_before = std::nullopt;
  wanted.free_bytes = 0;
  wanted.wear = {{"mmcblk1", 110, Reserve::kUrgent}, {"b", std::nullopt, std::nullopt}};
  wanted.load = 2;
  wanted.up_time = Millis{60000};
  wanted.kernel.clear();
  wanted.machine = "Board";
  wanted.clock = ClockFooting::kNone;
  CHECK(*health == wanted);
  CHECK(health_from(json::parse(R"({"wear": null})"))->wear.empty());
}

TEST_CASE("a mistake in it is told by its key") {
  CHECK(complaint("[]") == "health is no object. Write {\"temperature\": 83} or so.");
  CHECK(complaint(R"({"heat": 3})") == "health.heat is nothing that a machine tells. Take it out.");
  CHECK(complaint(R"({"heat": null})").starts_with("health.heat is nothing"));
  CHECK(complaint(R"({"temperature": "hot"})") ==
        "health.temperature is no number. Write one, or null.");
  CHECK(complaint(R"({"free_bytes": -1})").starts_with("health.free_bytes is no whole number"));
  CHECK(complaint(R"({"throttled_now": 1})").starts_with("health.throttled_now is neither"));
  CHECK(complaint(R"({"kernel": 6})").starts_with("health.kernel is no text"));
  CHECK(complaint(R"({"clock": null})") ==
        "health.clock is none of its words. Use network, battery or none.");
  CHECK(complaint(R"({"wear": {}})").starts_with("health.wear is no list"));
  CHECK(complaint(R"({"wear": [{"reserve": "some"}]})")
            .starts_with("health.wear reserve: is none of its words. Use normal"));
  CHECK(complaint(R"({"wear": [{"used_percent": "ten"}]})").find("used_percent") !=
        std::string::npos);
}

TEST_CASE("a replay sets the health of the program that it plays") {
  const auto file = std::filesystem::temp_directory_path() / "kiosk-health-script-test.jsonl";
  std::ofstream(file) << "{\"health\": {\"temperature\": 90}}\n";
  const auto script = read_replay_script(file);
  REQUIRE(script);
  ManualClock clock;
  QueuedInput input(clock);
  PictureDisplay display({320, 320});
  FixedHealth health;
  ReplayedProgram program{[] {}, [] { return json::object(); }};
  const auto out = std::filesystem::temp_directory_path();
  const auto refused = Replay(clock, input, display, program).run(*script, out);
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].message.ends_with(":1: health: this program asks for none. Take the line out."));
  program.health = [&](const HealthSnapshot& set) { health.set(set); };
  CHECK(Replay(clock, input, display, program).run(*script, out).empty());
  CHECK(health.look("/").temperature == 90);
  std::ofstream(file) << "{\"health\": {\"temperature\": true}}\n";
  const auto wrong = read_replay_script(file);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.find(":1: health.temperature is no number") != std::string::npos);
}
