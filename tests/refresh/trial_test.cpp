// A pack on trial: three starts, then the one before, the bundled one, the card.
#include "kiosk/refresh/trial.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "kiosk/refresh/health_watch.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/installing.h"
#include "tests/refresh/device.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::Device;
using test::write_bytes;

namespace {

constexpr const char* kProgram = "1.2.3";
constexpr const char* kOne = "town.1.00000000";
constexpr const char* kTwo = "town.2.00000000";

Start start(const Device& device) { return begin_start(device.state(), kProgram); }

// The name of what would be shown first; "bundled" or "card" without a pack.
std::string first_of(const Start& start) {
  if (!start.packs.empty()) return start.packs.front().filename().string();
  return start.bundled ? "bundled" : "card";
}

// One healthy pack and one that was installed after it.
class TwoPacks : public Device {
 public:
  TwoPacks() {
    install("town", 1);
    REQUIRE(mark_healthy(state(), kOne).has_value());
    install("town", 2);
  }
};

}  // namespace

TEST_CASE("a start on trial is on the disk before anything is loaded; a minute ends the trial") {
  const Device device;
  device.install("town", 1);
  CHECK(device.read().trial == Trial{kOne, 0});
  const Start first = start(device);
  CHECK(first.trouble.empty());
  CHECK(first.on_trial == kOne);
  CHECK(first_of(first) == kOne);
  CHECK(device.read().trial == Trial{kOne, 1});
  REQUIRE(mark_healthy(device.state(), kOne).has_value());
  CHECK_FALSE(device.read().trial.has_value());
}

TEST_CASE("a pack that is known to be good costs no write, and neither does an empty device") {
  const Device device;
  device.install("town", 1);
  REQUIRE(start(device).on_trial.has_value());
  REQUIRE(mark_healthy(device.state(), kOne).has_value());
  const auto before = device.picture();
  const auto changed = fs::last_write_time(device.state());
  for (int i = 0; i < 5; ++i) {
    const Start again = start(device);
    CHECK_FALSE(again.on_trial.has_value());
    CHECK(first_of(again) == kOne);
    REQUIRE(mark_healthy(device.state(), kOne).has_value());
    REQUIRE(take_back_start(device.state(), kOne).has_value());
  }
  CHECK(device.picture() == before);
  CHECK(fs::last_write_time(device.state()) == changed);

  const test::TemporaryFolder folder;
  const Start none = begin_start(folder.path() / "nowhere", kProgram);
  CHECK(first_of(none) == "bundled");
  CHECK(none.trouble.empty());
  CHECK_FALSE(fs::exists(folder.path() / "nowhere"));
}

TEST_CASE("three failed starts each: the pack before, the bundled one, the card") {
  const TwoPacks device;
  std::string shown;
  for (int i = 0; i < 11; ++i) shown += first_of(start(device)) + " ";
  CHECK(shown == std::string(kTwo) + " " + kTwo + " " + kTwo + " " + kOne + " " + kOne + " " +
                     kOne + " bundled bundled bundled card card ");
  const DeviceState state = device.read();
  CHECK_FALSE(state.current.has_value());
  CHECK_FALSE(state.trial.has_value());
  REQUIRE(state.given_up.size() == 3);
  CHECK(state.given_up[0].folder == kTwo);
  CHECK(state.given_up[0].why.find("started 3 times") != std::string::npos);
  CHECK(state.given_up[2].folder == bundled_name(kProgram));
  const auto history = read_history(device.state());
  REQUIRE(history.has_value());
  REQUIRE(history->size() == 3);
  CHECK(history->front().what == HistoryKind::kGivenUp);
  CHECK(history->front().serial == 2);
  CHECK(history->front().key == "lusab-babad");

  // Another program's bundled pack is another pack.
  CHECK(begin_start(device.state(), "1.2.4").bundled);
}

TEST_CASE("what was given up is tried again only when it is installed anew") {
  const TwoPacks device;
  for (int i = 0; i < 4; ++i) static_cast<void>(start(device));
  REQUIRE(mark_healthy(device.state(), kOne).has_value());
  CHECK(first_of(start(device)) == kOne);
  CHECK_FALSE(device.read().previous.has_value());
  CHECK(was_given_up(device.read(), kTwo));
  device.install("town", 2);
  CHECK_FALSE(was_given_up(device.read(), kTwo));
  CHECK(first_of(start(device)) == kTwo);
  CHECK(device.read().previous->folder == kOne);
}

TEST_CASE("a pack that failed to start is no refuge while there is a better one") {
  for (const int starts : {1, 2}) {
    CAPTURE(starts);
    const TwoPacks device;
    for (int i = 0; i < starts; ++i) static_cast<void>(start(device));
    device.install("town", 3);
    CHECK(device.read().previous->serial == (starts == 1 ? 2 : 1));
  }
  const TwoPacks device;
  for (int i = 0; i < 2; ++i) static_cast<void>(start(device));
  device.install("town", 1);
  CHECK(device.read().current->serial == 1);
  CHECK(device.read().previous->serial == 2);
}

TEST_CASE("a mark for another pack than the one on trial changes nothing") {
  const TwoPacks device;
  static_cast<void>(start(device));
  REQUIRE(mark_healthy(device.state(), kOne).has_value());
  REQUIRE(mark_healthy(device.state(), "").has_value());
  CHECK(device.read().trial == Trial{kTwo, 1});
}

TEST_CASE("a program that ends in order has not failed to start") {
  const TwoPacks device;
  for (int i = 0; i < 6; ++i) {
    const Start begun = start(device);
    REQUIRE(begun.on_trial == kTwo);
    const TrialRun run(device.state(), *begun.on_trial);
  }
  CHECK(device.read().trial == Trial{kTwo, 0});
}

TEST_CASE("a run is healthy after a minute of pictures without a silence") {
  const TwoPacks device;
  TrialRun run(device.state(), *start(device).on_trial);
  CHECK(run.shortened(std::nullopt) == HealthWatch::kPulse);
  CHECK(run.shortened(Millis{5}) == Millis{5});
  double now = 0;
  const auto tick_for = [&](double seconds, std::uint64_t presents) {
    for (const double end = now + seconds * 1000; now < end; now += 1000) {
      CHECK(run.ticked(Millis{now}, presents) == "");
    }
  };
  tick_for(100, 0);  // nothing was shown yet
  CHECK(device.read().trial.has_value());
  tick_for(50, 1);
  now += 20'000;  // it hung
  tick_for(59, 1);
  CHECK(device.read().trial.has_value());
  tick_for(3, 1);
  CHECK_FALSE(device.read().trial.has_value());
  CHECK(run.shortened(std::nullopt) == std::nullopt);
  CHECK(run.ticked(Millis{now}, 1) == "");
}

TEST_CASE("a state folder that cannot be written keeps nobody from the exhibition") {
  const TwoPacks device;
  // Where the unfinished state would stand is a folder: no writing of it can begin.
  fs::create_directory(device.state() / "state.json.part");
  for (int i = 0; i < 6; ++i) {
    const Start untried = start(device);
    CHECK(first_of(untried) == kTwo);
    CHECK_FALSE(untried.on_trial.has_value());
    CHECK(untried.trouble.find("state.json") != std::string::npos);
  }
  fs::remove(device.state() / "state.json.part");
  for (int i = 0; i < 3; ++i) static_cast<void>(start(device));
  // Three noted starts count, also where the fourth cannot be noted.
  fs::create_directory(device.state() / "state.json.part");
  for (int i = 0; i < 3; ++i) CHECK(first_of(start(device)) == kOne);
  CHECK(device.read().current->folder == kTwo);
}

TEST_CASE("an installation under way, and a state that cannot be understood") {
  const TwoPacks device;
  static_cast<void>(start(device));  // makes the lock's file
  const int lock = ::open((device.state() / "lock").c_str(), O_RDWR);
  REQUIRE(::flock(lock, LOCK_EX) == 0);
  const Start meanwhile = start(device);
  CHECK(first_of(meanwhile) == kTwo);
  CHECK(meanwhile.trouble.find("under way") != std::string::npos);
  CHECK(device.read().trial == Trial{kTwo, 1});
  CHECK_FALSE(mark_healthy(device.state(), kTwo).has_value());
  ::close(lock);
  write_bytes(device.state() / "state.json", "rubbish");
  const Start lost = start(device);
  CHECK(first_of(lost) == "bundled");
  CHECK(lost.trouble.find("cannot be understood") != std::string::npos);
}

TEST_CASE("killed between any two steps of a start, the next one goes on") {
  const TwoPacks device;
  for (int i = 0; i < 3; ++i) static_cast<void>(start(device));
  // Before the state was renamed: half of it lies beside.
  write_bytes(device.state() / "state.json.part", "{\"format\": 1, \"curr");
  CHECK(first_of(start(device)) == kOne);
  // After it, before the history was written.
  fs::remove(device.state() / "history.jsonl");
  write_bytes(device.state() / "history.jsonl.part", "{\"what\":\"giv");
  CHECK(first_of(start(device)) == kOne);
  CHECK(device.read().trial == Trial{kOne, 2});
  REQUIRE(clean_up(device.state()).has_value());
  CHECK_FALSE(fs::exists(device.state() / "history.jsonl.part"));
  CHECK_FALSE(fs::exists(device.pack(kTwo)));
  CHECK(device.read().trial == Trial{kOne, 2});
  const auto clean = device.picture();
  REQUIRE(clean_up(device.state()).has_value());
  CHECK(device.picture() == clean);
}

TEST_CASE("rolling back puts what is shown on trial anew, and believes in the bundled pack again") {
  const TwoPacks device;
  REQUIRE(roll_back(device.state()).has_value());
  CHECK(device.read().trial == Trial{kOne, 0});
  for (int i = 0; i < 4; ++i) static_cast<void>(start(device));
  CHECK(first_of(start(device)) == kTwo);
  for (int i = 0; i < 8; ++i) static_cast<void>(start(device));
  CHECK(first_of(start(device)) == "card");
  device.install("town", 3);
  REQUIRE(roll_back(device.state()).has_value());
  CHECK(first_of(start(device)) == "bundled");
}

TEST_CASE("what ran well and is next in its turn is believed, and nothing else") {
  const TwoPacks device;
  CHECK_FALSE(start(device).believed.has_value());
  REQUIRE(mark_healthy(device.state(), kTwo).has_value());
  CHECK(start(device).believed == device.pack(kTwo));
  fs::remove_all(device.pack(kTwo));
  const Start instead = start(device);
  CHECK(instead.packs == std::vector{device.pack(kOne)});
  CHECK_FALSE(instead.believed.has_value());
}

TEST_CASE("a state of the wrong types has no trial that could lead elsewhere") {
  const Device device;
  device.install("town", 1);
  for (const char* trial :
       {"{\"folder\": \"../..\", \"starts\": 9}", "[]", "7", "{\"folder\": \"\", \"starts\": 9}"}) {
    std::string text = test::read_bytes(device.state() / "state.json");
    const std::size_t at = text.find("\"trial\":");
    write_bytes(device.state() / "state.json", text.substr(0, at) + "\"trial\": " + trial + "}");
    CHECK_FALSE(device.read().trial.has_value());
    CHECK(first_of(start(device)) == kOne);
    device.install("town", 1);
  }
}
