#include "platform/headless/replay.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <filesystem>
#include <fstream>

using namespace kiosk;
using namespace kiosk::platform;

namespace {

std::filesystem::path script_file(const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() / "kiosk-replay-test.jsonl";
  std::ofstream(file) << text;
  return file;
}

std::string complaint(const std::string& text) {
  const auto script = read_replay_script(script_file(text));
  REQUIRE_FALSE(script.has_value());
  return script.error().message;
}

// A program that does nothing but remember what came in.
struct Recorder {
  ManualClock clock;
  QueuedInput input{clock};
  PictureDisplay display{{640, 480}};
  std::vector<Event> events;
  std::vector<double> ticks;
  nlohmann::json report = {{"screen", "map"},
                           {"camera", {{"lon", 10.0}, {"zoom", 2.0}}},
                           {"zones",
                            {{{"id", "a"}, {"rect", {0, 0, 100, 100}}, {"enabled", true}},
                             {{"id", "b"}, {"rect", {40, 40, 20, 20}}, {"enabled", true}},
                             {{"id", "c"}, {"rect", {200, 0, 10, 10}}, {"enabled", false}}}}};

  std::vector<Error> play(const std::string& text) {
    const auto script = read_replay_script(script_file(text));
    REQUIRE(script.has_value());
    Replay replay(clock, input, display,
                  {[this] {
                     ticks.push_back(clock.now().count());
                     input.poll(events);
                   },
                   [this] { return report; }});
    return replay.run(*script, std::filesystem::temp_directory_path());
  }

  std::vector<Contact> contacts() const {
    std::vector<Contact> found;
    for (const Event& event : events) {
      if (const auto* contact = std::get_if<Contact>(&event)) found.push_back(*contact);
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a mistake in a script is told by file, line and remedy before anything runs") {
  CHECK(complaint("{\"wait\": 5}\n{\"tapp\": 1}\n").find(":2: \"tapp\" is no step. Use wait") !=
        std::string::npos);
  CHECK(complaint("{\"wait\": -1}").find(":1: wait is out of range") != std::string::npos);
  CHECK(complaint("{\"wait\": 1} trailing").find("no JSON object") != std::string::npos);
  CHECK(complaint("{\"tap\": [1]}").find("tap is no point") != std::string::npos);
  CHECK(complaint("{\"key\": \"F1\"}").find("Use Tab") != std::string::npos);
  CHECK(complaint("{\"shot\": \"../x\"}").find("no file name") != std::string::npos);
  CHECK(complaint("{\"resize\": [10, 10]}").find("out of range") != std::string::npos);
  CHECK(complaint("{\"fingers\": [[0, 1, \"hover\", 2, 3]]}").find("no phase") !=
        std::string::npos);
  CHECK(complaint("{\"plug\": 3}").find(":1: plug is no folder. Write one") != std::string::npos);
  CHECK(complaint("{\"plug\": \"\"}").find("plug is no folder") != std::string::npos);
  CHECK(complaint("{\"plug\": \"a\\u0000b\"}").find("plug is no folder") != std::string::npos);
  CHECK(complaint("{\"unplug\": false}").find("unplug is not true") != std::string::npos);
  CHECK(complaint("{\"unplug\": 1}").find("unplug is not true") != std::string::npos);
  for (const char* bad : {"3", "\"\"", "{}", "{\"file\": 1}", "{\"file\": \"a\", \"bytes\": -1}",
                          "{\"file\": \"a\", \"name\": 1}"}) {
    CHECK(complaint("{\"inbox\": " + std::string(bad) + "}").find("inbox is no file") !=
          std::string::npos);
  }
  CHECK(complaint("{\"plugs\": 1}").find("plug, unplug") != std::string::npos);
  CHECK(complaint("").find("holds no step") != std::string::npos);
  CHECK(read_replay_script("/no/such/file").error().message.find("cannot be opened") !=
        std::string::npos);
}

TEST_CASE("time passes in ticks of a sixtieth of a second") {
  Recorder recorder;
  CHECK(recorder.play("{\"wait\": 1000}").empty());
  CHECK(recorder.ticks.size() == 61);
  CHECK(recorder.ticks.at(1) == doctest::Approx(50.0 / 3));
  CHECK(recorder.ticks.back() == doctest::Approx(1000));
}

TEST_CASE("a tap goes down and up in the middle of its zone") {
  Recorder recorder;
  CHECK(recorder.play("{\"tap\": \"b\"}").empty());
  const auto contacts = recorder.contacts();
  REQUIRE(contacts.size() == 2);
  CHECK(contacts[0].phase == ContactPhase::kDown);
  CHECK(contacts[0].position == Vec2{50, 50});
  CHECK(contacts[1].phase == ContactPhase::kUp);
  CHECK(contacts[1].at > contacts[0].at);
}

TEST_CASE("a zone that is absent, disabled or covered cannot be tapped") {
  Recorder recorder;
  const auto errors = recorder.play("{\"tap\": \"x\"}\n{\"tap\": \"c\"}\n{\"tap\": \"a\"}\n");
  REQUIRE(errors.size() == 3);
  CHECK(errors[0].message.find(":1: there is no zone \"x\"") != std::string::npos);
  CHECK(errors[1].message.find(":2: the zone \"c\" is disabled") != std::string::npos);
  CHECK(errors[2].message.find(":3: the zone \"a\" is covered by \"b\"") != std::string::npos);
  CHECK(recorder.contacts().empty());
}

TEST_CASE("an expectation that fails says what was found, and the script goes on") {
  Recorder recorder;
  const auto errors = recorder.play(
      "{\"expect\": {\"screen\": \"map\", \"camera\": {\"lon\": 10.0001}}}\n"
      "{\"expect\": {\"screen\": \"city\"}}\n"
      "{\"expect\": {\"zones_include\": [\"a\", \"z\"]}}\n"
      "{\"expect\": {\"zones_exclude\": [\"a\"]}}\n"
      "{\"expect\": {\"camera\": {\"zoom\": 2.5}}}\n"
      "{\"expect\": {\"weather\": 1}}\n");
  REQUIRE(errors.size() == 5);
  CHECK(errors[0].message.find(":2: screen is \"map\". Expected \"city\".") != std::string::npos);
  CHECK(errors[1].message.find("zone \"z\" is not there") != std::string::npos);
  CHECK(errors[2].message.find("zone \"a\" is there") != std::string::npos);
  CHECK(errors[3].message.find("camera is") != std::string::npos);
  CHECK(errors[4].message.find("nothing that can be expected") != std::string::npos);
}

TEST_CASE("a pinch moves two fingers apart by its scale") {
  Recorder recorder;
  CHECK(recorder.play("{\"pinch\": {\"at\": [300, 200], \"scale\": 2, \"ms\": 300}}").empty());
  const auto contacts = recorder.contacts();
  REQUIRE(contacts.size() > 10);
  const float first = contacts[1].position.x - contacts[0].position.x;
  const float last = contacts.back().position.x - contacts[contacts.size() - 2].position.x;
  CHECK(last / first == doctest::Approx(2));
}

TEST_CASE("events queued out of order come in the order of their times") {
  ManualClock clock;
  QueuedInput input(clock);
  input.put(Millis{20}, Quit{});
  input.put(Millis{10}, Exposed{});
  input.put(Millis{30}, Exposed{});
  clock.set(Millis{20});
  std::vector<Event> events;
  input.poll(events);
  REQUIRE(events.size() == 2);
  CHECK(std::holds_alternative<Exposed>(events[0]));
  CHECK(std::holds_alternative<Quit>(events[1]));
  CHECK_FALSE(input.empty());
}
