#include "kiosk/settings/settings_file.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>

#include "any_settings.h"
#include "kiosk/settings/settings_document.h"

using namespace kiosk;
namespace fs = std::filesystem;

namespace {

class StateFolder {
 public:
  StateFolder() {
    std::string name = (fs::temp_directory_path() / "kiosk-settings_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    m_path = name;
  }
  ~StateFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
  }
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return m_path; }
  [[nodiscard]] fs::path file() const { return settings_file_of(m_path); }

 private:
  fs::path m_path;
};

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

Settings named(const std::string& name) {
  Settings settings;
  settings.device_name = name;
  return settings;
}

}  // namespace

TEST_CASE("settings file: none is the defaults, without a word") {
  const StateFolder state;
  for (const SettingsReading& reading :
       {read_settings(state.file()), start_with_settings(state.file())}) {
    CHECK(reading.condition == SettingsCondition::kMissing);
    CHECK(reading.settings == Settings());
    CHECK(reading.problems.empty());
    CHECK(reading.notes.empty());
  }
  CHECK(names_in(state.path()).empty());
}

TEST_CASE("settings file: what is written is read, by this start and the next") {
  const StateFolder state;
  AnySettings any(3);
  Settings before;
  for (int round = 0; round < 30; ++round) {
    const Settings after = any.next();
    REQUIRE(write_settings(state.file(), before, after));
    const SettingsReading reading = start_with_settings(state.file());
    CHECK(reading.condition == SettingsCondition::kFine);
    CHECK(reading.settings == after);
    before = after;
  }
  CHECK(names_in(state.path()) == std::set<std::string>{"settings.json"});
}

TEST_CASE("settings file: only what was changed is changed") {
  const StateFolder state;
  write(state.file(), R"({"zeta": [1, 2.50], "sound": {"later": null, "volume_percent": 20},
                         "alpha": "ⵣ", "trust": "never"})");
  SettingsReading reading = start_with_settings(state.file());
  CHECK(reading.condition == SettingsCondition::kPartly);
  // Somebody edits the file while staff stand before the panel.
  write(state.file(), R"({"zeta": [1, 2.50], "sound": {"later": null, "volume_percent": 20},
                         "alpha": "ⵣ", "trust": "never", "counters": false})");
  Settings after = reading.settings;
  after.volume_percent = 35;
  REQUIRE(write_settings(state.file(), reading.settings, after));
  CHECK(nlohmann::ordered_json::parse(read(state.file())).dump() ==
        R"({"zeta":[1,2.5],"sound":{"later":null,"volume_percent":35},"alpha":"ⵣ",)"
        R"("trust":"never","counters":false})");
  reading = read_settings(state.file());
  CHECK(reading.settings.volume_percent == 35);
  CHECK(!reading.settings.counters);
}

TEST_CASE("settings file: a broken one is set aside and told of until there is another") {
  const StateFolder state;
  write(state.file(), "{ broken");
  CHECK(read_settings(state.file()).condition == SettingsCondition::kBroken);
  CHECK(names_in(state.path()) ==
        std::set<std::string>{"settings.json"});  // reading changes nothing

  const SettingsReading first = start_with_settings(state.file());
  CHECK(first.condition == SettingsCondition::kSetAside);
  CHECK(first.settings == Settings());
  CHECK(first.set_aside == state.path() / "settings.json.broken-1");
  REQUIRE(first.problems.size() == 1);
  CHECK(first.problems[0].sentence() ==
        state.file().string() +
            ": line 1, column 3: unexpected 'broken'. Check the commas, quotes "
            "and brackets around it. It was set aside as " +
            first.set_aside.string() + "; the defaults apply.");
  CHECK(read(first.set_aside) == "{ broken");

  const SettingsReading second = start_with_settings(state.file());
  CHECK(second.condition == SettingsCondition::kSetAside);
  CHECK(second.set_aside == first.set_aside);
  REQUIRE(second.problems.size() == 1);
  CHECK(second.problems[0].sentence() ==
        state.file().string() +
            ": it could not be understood and was set aside, so the defaults apply. Correct " +
            first.set_aside.string() + " and rename it back, or set everything anew.");

  REQUIRE(write_settings(state.file(), Settings(), named("new")));
  CHECK(start_with_settings(state.file()).condition == SettingsCondition::kFine);
  CHECK(fs::exists(first.set_aside));
}

TEST_CASE("settings file: as many broken ones are kept as was said, the newest") {
  const StateFolder state;
  write(state.path() / "settings.json.broken-x", "not one of ours");
  write(state.path() / "settings.json.broken-99999999999", "nor this");
  for (int round = 1; round <= 12; ++round) {
    write(state.file(), "broken " + std::to_string(round));
    CHECK(start_with_settings(state.file()).condition == SettingsCondition::kSetAside);
  }
  CHECK(names_in(state.path()) ==
        std::set<std::string>{"settings.json.broken-x", "settings.json.broken-99999999999",
                              "settings.json.broken-8", "settings.json.broken-9",
                              "settings.json.broken-10", "settings.json.broken-11",
                              "settings.json.broken-12"});
  CHECK(read(state.path() / "settings.json.broken-12") == "broken 12");
}

TEST_CASE("settings file: a broken one is set aside before it is written over") {
  const StateFolder state;
  write(state.file(), "[1, 2]");
  REQUIRE(write_settings(state.file(), Settings(), named("Smara")));
  CHECK(read(state.path() / "settings.json.broken-1") == "[1, 2]");
  CHECK(read_settings(state.file()).settings == named("Smara"));
}

TEST_CASE("settings file: what is no file is neither opened nor written over") {
  const StateFolder state;
  const auto refused = [&] {
    const SettingsReading reading = start_with_settings(state.file());
    CHECK(reading.condition == SettingsCondition::kUnreadable);
    CHECK(reading.settings == Settings());
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].sentence() ==
          state.file().string() + ": this is no file. Put one in its place.");
    CHECK(!write_settings(state.file(), Settings(), named("x")));
    CHECK(names_in(state.path()) == std::set<std::string>{"settings.json"});
  };
  SUBCASE("a folder") {
    fs::create_directory(state.file());
    refused();
  }
  SUBCASE("a pipe, which would wait for ever") {
    REQUIRE(::mkfifo(state.file().c_str(), 0600) == 0);
    refused();
  }
}

TEST_CASE("settings file: a link is followed, and stays one") {
  const StateFolder state;
  const StateFolder elsewhere;
  const fs::path target = elsewhere.path() / "site.json";
  write(target, R"({"counters": false})");
  fs::create_symlink(target, state.file());
  Settings after;
  after.counters = false;
  CHECK(read_settings(state.file()).settings == after);
  Settings renamed = after;
  renamed.device_name = "Amgala";
  REQUIRE(write_settings(state.file(), after, renamed));
  CHECK(fs::is_symlink(state.file()));
  CHECK(read_settings(target).settings == renamed);
  write(target, "broken");
  CHECK(start_with_settings(state.file()).set_aside == elsewhere.path() / "site.json.broken-1");
  // The link leads nowhere now, and new settings go where it led.
  CHECK(start_with_settings(state.file()).condition == SettingsCondition::kSetAside);
  REQUIRE(write_settings(state.file(), Settings(), renamed));
  CHECK(fs::is_symlink(state.file()));
  CHECK(read_settings(target).settings == renamed);
}

TEST_CASE("settings file: settings beyond their bounds leave the file as it was") {
  const StateFolder state;
  REQUIRE(write_settings(state.file(), Settings(), named("as it was")));
  const std::string text = read(state.file());
  Settings after = named("as it was");
  after.screen.brightness_percent = 101;
  const auto written = write_settings(state.file(), named("as it was"), after);
  REQUIRE(!written);
  CHECK(written.error().kind == FailureKind::kContent);
  CHECK(written.error().message ==
        state.file().string() +
            ": screen.brightness_percent: 101 is too large. Give a number up to 100.");
  CHECK(read(state.file()) == text);
}

TEST_CASE("settings file: what would be too large to be read again is not written") {
  const StateFolder state;
  // Within the limit as it stands; beyond it once each of its numbers has its own line.
  std::string text = "{";
  for (int list = 0; list < 7; ++list) {
    text += (list == 0 ? "\"s" : ",\"s") + std::to_string(list) + "\":[1";
    for (int i = 1; i < 4000; ++i) text += ",1";
    text += "]";
  }
  text += "}";
  write(state.file(), text);
  REQUIRE(read_settings(state.file()).condition == SettingsCondition::kFine);
  const auto written = write_settings(state.file(), Settings(), named("x"));
  REQUIRE(!written);
  CHECK(written.error().kind == FailureKind::kContent);
  CHECK(written.error().message ==
        state.file().string() + ": it is more than 65536 bytes large. Make it smaller.");
  CHECK(read(state.file()) == text);
}

TEST_CASE("settings file: where no folder can be made, the failure says so") {
  const auto written = write_settings("/proc/nowhere/settings.json", Settings(), named("x"));
  REQUIRE(!written);
  CHECK(written.error().message.find("/proc/nowhere") != std::string::npos);
}

namespace {

enum class Ending { kKilled, kOnFullDisk };

// Lets a child write, of which a file may take that many bytes and no more: the child is killed at
// that byte, or told that there is no more room.
void write_with_room_for(rlim_t bytes, Ending ending, const std::function<void()>& writing) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit room{bytes, bytes};
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::signal(SIGXFSZ, ending == Ending::kKilled ? SIG_DFL : SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &room);
    writing();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
}

// How many of the endings leave a file that is neither as before nor as after.
int torn_files(Ending ending, const std::function<void(const fs::path&)>& writing) {
  Settings before = named("before");
  before.trust = TrustRule::kSigned;
  const Settings after = named("after");
  const StateFolder state;
  REQUIRE(write_settings(state.file(), Settings(), before));
  const std::string old = read(state.file());
  int torn = 0;
  for (rlim_t bytes = 0; bytes < 80; ++bytes) {
    write(state.file(), old);
    write_with_room_for(bytes, ending, [&] { writing(state.file()); });
    const SettingsReading reading = read_settings(state.file());
    const bool whole = reading.settings == before || reading.settings == after;
    if (reading.condition != SettingsCondition::kFine || !whole) ++torn;
  }
  return torn;
}

}  // namespace

TEST_CASE("settings file: a writing that ends at any byte leaves the old file or the new") {
  Settings before = named("before");
  before.trust = TrustRule::kSigned;
  for (const Ending ending : {Ending::kKilled, Ending::kOnFullDisk}) {
    CHECK(torn_files(ending, [&](const fs::path& file) {
            if (!write_settings(file, before, named("after"))) return;
          }) == 0);
    // The broken twin writes in place, and must be found out.
    const std::string text = text_of_document(whole_document(named("after")));
    CHECK(torn_files(ending, [&](const fs::path& file) { write(file, text); }) > 10);
  }
}
