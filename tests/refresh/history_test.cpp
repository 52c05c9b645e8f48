// The history: bounded, whole after a cut, and never in the way.
#include "kiosk/refresh/history.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "kiosk/refresh/installing.h"
#include "tests/refresh/device.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::Device;
using test::read_bytes;
using test::write_bytes;

namespace {

HistoryEntry installed(std::int64_t serial) {
  HistoryEntry entry;
  entry.id = "town";
  entry.serial = serial;
  entry.folder = "town." + std::to_string(serial) + ".00000000";
  entry.key = "lusab-babad";
  return entry;
}

std::vector<HistoryEntry> read(const fs::path& state) {
  const auto entries = read_history(state);
  REQUIRE(entries.has_value());
  return *entries;
}

}  // namespace

TEST_CASE("what is added is read back, oldest first") {
  const test::TemporaryFolder folder;
  CHECK(read(folder.path()).empty());
  HistoryEntry refused;
  refused.what = HistoryKind::kRefused;
  refused.sentence = "bad.kpack: \xD8\xA7 \"quoted\"\nin two lines";
  refused.when = {"boot", 12.5, ""};
  REQUIRE(add_to_history(folder.path(), installed(1)).has_value());
  REQUIRE(add_to_history(folder.path(), refused).has_value());
  const auto entries = read(folder.path());
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].serial == 1);
  CHECK(entries[1] == refused);
  const std::string bytes = read_bytes(history_file_of(folder.path()));
  CHECK(std::ranges::count(bytes, '\n') == 2);
}

TEST_CASE("a moment tells the run of the machine, and the wall's time only if that is known") {
  const Moment first = moment_now();
  const Moment second = moment_now();
  CHECK(first.boot.size() == 36);
  CHECK(first.boot == second.boot);
  CHECK(first.since_boot_s > 0);
  CHECK(second.since_boot_s >= first.since_boot_s);
  if (!first.wall.empty()) CHECK(first.wall.size() == 20);
  HistoryEntry entry = installed(1);
  entry.when.wall.clear();
  CHECK(line_of(entry).find("wall") == std::string::npos);
}

TEST_CASE("the last 200 are kept, and a long sentence is cut between two characters") {
  const test::TemporaryFolder folder;
  std::string lines;
  for (std::int64_t serial = 1; serial <= 200; ++serial) lines += line_of(installed(serial)) + "\n";
  write_bytes(history_file_of(folder.path()), lines);
  HistoryEntry last = installed(201);
  for (std::size_t i = 0; i < kLongestSentence; ++i) last.sentence += "\xC3\xA9";
  last.sentence = "x" + last.sentence;
  REQUIRE(add_to_history(folder.path(), last).has_value());
  const auto entries = read(folder.path());
  REQUIRE(entries.size() == kMostHistory);
  CHECK(entries.front().serial == 2);
  CHECK(entries.back().serial == 201);
  CHECK(entries.back().sentence.size() == kLongestSentence - 1);
  CHECK(entries.back().sentence.ends_with("\xC3\xA9"));
}

TEST_CASE("lines that were spoilt are passed over, and gone with the next one") {
  const test::TemporaryFolder folder;
  write_bytes(history_file_of(folder.path()),
              line_of(installed(1)) +
                  "\n{\"what\": \"installed\", \"serial\": \"one\"}\nrubbish\n[]\n" +
                  "{\"what\": \"eaten\"}\n" + line_of(installed(2)).substr(0, 30));
  CHECK(read(folder.path()).size() == 1);
  REQUIRE(add_to_history(folder.path(), installed(3)).has_value());
  CHECK(read(folder.path()).size() == 2);
  const std::string bytes = read_bytes(history_file_of(folder.path()));
  CHECK(std::ranges::count(bytes, '\n') == 2);
}

TEST_CASE("names that are not UTF-8 harm nothing") {
  const test::TemporaryFolder folder;
  HistoryEntry entry = installed(1);
  entry.sentence = "/media/\xFF\xFE.kpack: no";
  REQUIRE(add_to_history(folder.path(), entry).has_value());
  REQUIRE(read(folder.path()).size() == 1);
  CHECK(read(folder.path()).front().sentence.find(".kpack: no") != std::string::npos);
}

TEST_CASE("rolling back is noted, a refusal only when it is asked for") {
  const Device device;
  device.install("town", 1);
  REQUIRE(roll_back(device.state()).has_value());
  CHECK(read(device.state()).back().what == HistoryKind::kRolledBack);
  CHECK(read(device.state()).back().id.empty());  // to the bundled content
  InstallRequest request;
  request.source = device.state() / "nowhere.kpack";
  request.state = device.state();
  CHECK_FALSE(install_pack(request).has_value());
  CHECK(read(device.state()).size() == 1);
  REQUIRE(note_refusal(device.state(), "it is cut short.").has_value());
  CHECK(read(device.state()).back().what == HistoryKind::kRefused);
  CHECK(read(device.state()).back().sentence == "it is cut short.");
}

TEST_CASE("a history that cannot be written or read stands in nobody's way") {
  const Device device;
  device.install("town", 1);
  device.install("town", 2);
  fs::create_directories(history_file_of(device.state()) / "in-the-way");
  const auto state = roll_back(device.state());
  REQUIRE(state.has_value());
  CHECK(state->current->serial == 1);
  CHECK_FALSE(read_history(device.state()).has_value());
  CHECK_FALSE(note_refusal(device.state(), "no").has_value());
}
