// What is shown is watched over: rot is found where it is met and in quiet hours, and gives the
// pack up when nobody is there; a trial's end waits for who holds the state.
#include "kiosk/refresh/pack_guard.h"

#include <doctest/doctest.h>

#include <string>

#include "kiosk/refresh/state_lock.h"
#include "tests/refresh/device.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::Device;
using test::read_bytes;
using test::write_bytes;

namespace {

constexpr const char* kOne = "town.1.00000000";
constexpr const char* kTwo = "town.2.00000000";
constexpr const char* kPicture = "pictures/one.jpg";
constexpr bool kVacant = true;
constexpr bool kVisited = false;

void spoil(const fs::path& file) {
  std::string bytes = read_bytes(file);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  write_bytes(file, bytes);
}

// A device with two packs, the second of which is shown and guarded.
class Guarded : public Device {
 public:
  Guarded() {
    install("town", 1);
    REQUIRE(mark_healthy(state(), kOne).has_value());
    install("town", 2);
    REQUIRE(mark_healthy(state(), kTwo).has_value());
    guard.guard(pack(kTwo), {});
  }
  // That many seconds of ticks, ten a second; what was said.
  std::string pass(double seconds, bool vacant) {
    std::string said;
    for (int i = 0; i < static_cast<int>(seconds * 10); ++i) {
      now += Millis{100};
      said += guard.ticked(now, 1, vacant);
    }
    return said;
  }
  PackGuard guard{state(), true};
  Millis now{0};
};

}  // namespace

TEST_CASE("older packs go once what is shown has proved itself and nobody is there") {
  Guarded device;
  device.install("town", 3);
  const std::string three = "town.3.00000000";
  device.guard.guard(device.pack(three), TrialRun(device.state(), three));
  CHECK(device.pass(30, kVacant).empty());
  CHECK(fs::exists(device.pack(kOne)));  // three is on trial
  CHECK(device.pass(60, kVisited).empty());
  CHECK(fs::exists(device.pack(kOne)));  // somebody is there
  {
    const auto lock = StateLock::take(device.state());
    REQUIRE(lock.has_value());
    CHECK(device.pass(1, kVacant).empty());
    CHECK(fs::exists(device.pack(kOne)));  // staff are installing
  }
  CHECK(device.pass(25.0 * 3600, kVacant).empty());
  CHECK_FALSE(fs::exists(device.pack(kOne)));
  CHECK(fs::exists(device.pack(kTwo)));
  CHECK(fs::exists(device.pack(three)));
  CHECK(device.read().previous->folder == kTwo);
}

TEST_CASE("nor where a trial is written down that this start could not note") {
  Guarded device;
  device.install("town", 3);
  device.guard.guard(device.pack("town.3.00000000"), TrialRun());
  CHECK(device.pass(60, kVacant).empty());
  CHECK(fs::exists(device.pack(kOne)));
}

TEST_CASE("a picture that is not what was installed is not opened, others are") {
  Guarded device;
  CHECK(device.guard.may_open(device.pack(kTwo) / kPicture));
  CHECK(device.guard.may_open("/anywhere/else.jpg"));
  CHECK(device.guard.may_open(device.pack(kTwo) / "pictures/unknown.jpg"));
  device.guard.guard(device.pack(kTwo), {});
  spoil(device.pack(kTwo) / kPicture);
  CHECK_FALSE(device.guard.may_open(device.pack(kTwo) / kPicture));
}

TEST_CASE("rot that was met gives the pack up once nobody is there") {
  Guarded device;
  spoil(device.pack(kTwo) / kPicture);
  CHECK_FALSE(device.guard.may_open(device.pack(kTwo) / kPicture));
  CHECK(device.pass(60, kVisited).empty());
  CHECK_FALSE(device.guard.take_shown().has_value());
  CHECK(device.read().current->folder == kTwo);
  CHECK(device.pass(1, kVacant) ==
        "town.2.00000000: pictures/one.jpg is not what was installed; another pack is shown.");
  CHECK(device.guard.take_shown() == device.pack(kOne));
  CHECK_FALSE(device.guard.take_shown().has_value());
  CHECK(device.read().current->folder == kOne);
}

TEST_CASE("rot that cannot be written down now is given up later, and told once") {
  Guarded device;
  spoil(device.pack(kTwo) / kPicture);
  CHECK_FALSE(device.guard.may_open(device.pack(kTwo) / kPicture));
  {
    const auto lock = StateLock::take(device.state());  // staff are installing
    REQUIRE(lock.has_value());
    CHECK_FALSE(device.pass(1, kVacant).empty());
    CHECK(device.pass(150, kVacant).empty());
    CHECK(device.read().current->folder == kTwo);
  }
  CHECK(device.pass(61, kVacant).starts_with("town.2.00000000: pictures/one.jpg is not"));
  CHECK(device.guard.take_shown() == device.pack(kOne));
}

TEST_CASE("without a whole pack before it the bundled one is shown") {
  Guarded device;
  spoil(device.pack(kOne) / kPicture);
  spoil(device.pack(kTwo) / "pack.json");
  // The texts are looked at as soon as there is a picture on the panel.
  CHECK_FALSE(device.pass(1, kVacant).empty());
  CHECK(device.guard.take_shown() == fs::path());
  CHECK_FALSE(device.read().current.has_value());
}

TEST_CASE("texts are not read before the first picture stands") {
  Guarded device;
  spoil(device.pack(kTwo) / "pack.json");
  for (int i = 0; i < 10; ++i) CHECK(device.guard.ticked(Millis{i * 16.0}, 0, kVacant).empty());
  CHECK(device.read().current->folder == kTwo);
  CHECK_FALSE(device.pass(1, kVacant).empty());
}

TEST_CASE("nor is the list of what was installed, whose own rot is found with theirs") {
  Guarded device;
  spoil(device.pack(kTwo) / kInstalledFile);
  for (int i = 0; i < 10; ++i) CHECK(device.guard.ticked(Millis{i * 16.0}, 0, kVacant).empty());
  CHECK(device.pass(1, kVacant) ==
        "town.2.00000000: installed.json is not what was installed; another pack is shown.");
  CHECK(device.guard.take_shown() == device.pack(kOne));
}

TEST_CASE("in quiet hours every file is read anew, a round a day") {
  Guarded device;
  CHECK(device.guard.may_open(device.pack(kTwo) / kPicture));
  spoil(device.pack(kTwo) / kPicture);
  // What was opened once counts as whole until the quiet hours.
  CHECK(device.guard.may_open(device.pack(kTwo) / kPicture));
  CHECK(device.pass(9 * 60, kVacant).empty());
  CHECK(device.pass(1, kVisited).empty());
  CHECK(device.pass(9 * 60, kVacant).empty());
  CHECK_FALSE(device.pass(2 * 60, kVacant).empty());
  CHECK(device.guard.take_shown() == device.pack(kOne));
  // The one that stands in is watched over from its first file.
  device.guard.guard(device.pack(kOne), {});
  CHECK(device.pass(12 * 60, kVacant).empty());
  spoil(device.pack(kOne) / kPicture);
  CHECK(device.pass(12 * 60, kVacant).empty());
  CHECK_FALSE(device.pass(25 * 3600, kVacant).empty());
}

TEST_CASE("on a thread of its own it finds the same") {
  Guarded device;
  PackGuard guard(device.state(), false);
  guard.guard(device.pack(kTwo), {});
  spoil(device.pack(kTwo) / "pack.json");
  std::optional<fs::path> shown;
  for (int i = 0; i < 100'000 && !shown; ++i) {
    static_cast<void>(guard.ticked(Millis{i * 1.0}, 1, kVacant));
    std::this_thread::sleep_for(Millis{1});
    shown = guard.take_shown();
  }
  CHECK(shown == device.pack(kOne));
}

TEST_CASE("a trial whose end cannot be written ends a healthy minute later") {
  const Device device;
  device.install("town", 1);
  const Start start = begin_start(device.state(), "1.2.3");
  REQUIRE(start.on_trial == kOne);
  TrialRun trial(device.state(), kOne);
  int said = 0;
  const auto run = [&](int from, int to) {
    for (int s = from; s < to; ++s) said += trial.ticked(Millis{s * 1000.0}, 1).empty() ? 0 : 1;
  };
  {
    const auto held = StateLock::take(device.state());
    REQUIRE(held.has_value());
    run(0, 150);
    CHECK(said == 1);
  }
  CHECK(device.read().trial.has_value());
  run(150, 220);
  CHECK(said == 1);
  CHECK_FALSE(device.read().trial.has_value());
}
