// Files of an installed pack against what was installed.
#include "kiosk/refresh/integrity.h"

#include <doctest/doctest.h>

#include <string>

#include "kiosk/refresh/history.h"
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

// One bit turned round, as cards do it.
void spoil(const fs::path& file, std::size_t at) {
  std::string bytes = read_bytes(file);
  REQUIRE(at < bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ 4);
  write_bytes(file, bytes);
}

InstalledFiles files_of(const fs::path& folder) {
  auto files = InstalledFiles::of(folder);
  REQUIRE(files.has_value());
  return std::move(*files);
}

}  // namespace

TEST_CASE("a file is what was installed, or it is not") {
  const Device device;
  device.install("town", 1);
  const fs::path pack = device.pack(kOne);
  CHECK(files_of(pack).count() == 2);
  CHECK(files_of(pack).matches(kPicture) == Wholeness::kWhole);
  CHECK(files_of(pack).matches("pictures/two.jpg") == Wholeness::kUnknown);
  CHECK(files_of(pack).matches("../../state.json") == Wholeness::kUnknown);
  CHECK(files_of(pack).matches(kInstalledFile) == Wholeness::kUnknown);
  for (const std::size_t at : {0, 2500, 4999}) {
    spoil(pack / kPicture, at);
    CHECK(files_of(pack).matches(kPicture) == Wholeness::kRotten);
    CHECK(files_of(pack).matches("pack.json") == Wholeness::kWhole);
    spoil(pack / kPicture, at);
  }
  CHECK(is_whole(pack));
  write_bytes(pack / kPicture, std::string(4999, 'p'));
  CHECK(files_of(pack).matches(kPicture) == Wholeness::kRotten);
  fs::remove(pack / kPicture);
  CHECK(files_of(pack).matches(kPicture) == Wholeness::kRotten);
  fs::create_directory(pack / kPicture);
  CHECK(files_of(pack).matches(kPicture) == Wholeness::kRotten);
  CHECK_FALSE(is_whole(pack));
}

TEST_CASE("a file is read when it is first asked for, and not again") {
  const Device device;
  device.install("town", 1);
  InstalledFiles files = files_of(device.pack(kOne));
  CHECK(files.matches(kPicture) == Wholeness::kWhole);
  spoil(device.pack(kOne) / kPicture, 7);
  CHECK(files.matches(kPicture) == Wholeness::kWhole);
  QuietCheck check;
  CHECK_FALSE(check.check_next(files).has_value());  // pack.json
  CHECK_FALSE(check.done(files));
  CHECK(check.check_next(files) == kPicture);
  CHECK(check.done(files));
  CHECK_FALSE(check.check_next(files).has_value());
  check.begin_again();
  CHECK_FALSE(check.check_next(files).has_value());
  CHECK(check.check_next(files) == kPicture);
}

TEST_CASE("any spoilt bit of the list is told as the list's, never as a file's") {
  const Device device;
  device.install("town", 1);
  const fs::path list = device.pack(kOne) / kInstalledFile;
  const std::string whole = read_bytes(list);
  for (std::size_t at = 0; at + 1 < whole.size(); ++at) {
    spoil(list, at);
    const auto files = InstalledFiles::of(device.pack(kOne));
    CHECK_MESSAGE(!files.has_value(), "byte " << at);
    if (!files) CHECK(files.error().message.find(list.string()) == 0);
    spoil(list, at);
  }
  write_bytes(list, whole.substr(0, whole.size() / 2));
  CHECK_FALSE(is_whole(device.pack(kOne)));
}

TEST_CASE("a pack without a list is not known to be anything") {
  const test::TemporaryFolder folder;
  write_bytes(folder.path() / "pack.json", "x");
  InstalledFiles files = files_of(folder.path());
  CHECK(files.matches("pack.json") == Wholeness::kUnknown);
  CHECK(QuietCheck().done(files));
  CHECK(is_whole(folder.path()));
}

TEST_CASE("a pack's own file or folder of the list's name is not believed") {
  const test::TemporaryFolder folder;
  write_bytes(folder.path() / "pack.json", "x");
  write_bytes(folder.path() / kInstalledFile / "nested.json", "{}");
  REQUIRE(write_installed_list(folder.path()).has_value());
  CHECK(files_of(folder.path()).count() == 1);
  REQUIRE(write_installed_list(folder.path()).has_value());
  CHECK(files_of(folder.path()).count() == 1);
  const auto nowhere = write_installed_list(folder.path() / "nowhere");
  REQUIRE_FALSE(nowhere.has_value());
  CHECK(nowhere.error().message.find("nowhere") != std::string::npos);
}

TEST_CASE("rot in what is shown: the pack before, if it is whole; else the bundled one") {
  for (const bool whole : {true, false}) {
    CAPTURE(whole);
    const Device device;
    device.install("town", 1);
    device.install("town", 2);
    REQUIRE(mark_healthy(device.state(), kTwo).has_value());
    if (!whole) spoil(device.pack(kOne) / "pack.json", 3);
    const auto now = give_up_rotten(device.state(), kTwo, kPicture);
    REQUIRE(now.has_value());
    CHECK(now->current.has_value() == whole);
    CHECK_FALSE(now->previous.has_value());
    CHECK(now->trial.has_value() == whole);
    CHECK(was_given_up(*now, kTwo));
    CHECK(now->given_up.front().why.find(kPicture) != std::string::npos);
    CHECK(device.read().given_up == now->given_up);
    const auto history = read_history(device.state());
    REQUIRE(history.has_value());
    CHECK(history->back().what == HistoryKind::kRotFound);
    CHECK(history->back().serial == 2);
  }
}

TEST_CASE("rot in the pack before costs what is shown nothing; rot in a stranger nothing at all") {
  const Device device;
  device.install("town", 1);
  device.install("town", 2);
  const auto now = give_up_rotten(device.state(), kOne, kPicture);
  REQUIRE(now.has_value());
  CHECK(now->current->folder == kTwo);
  CHECK_FALSE(now->previous.has_value());
  CHECK(now->trial == Trial{kTwo, 0});
  const auto before = device.picture();
  REQUIRE(give_up_rotten(device.state(), "town.9.00000000", kPicture).has_value());
  CHECK(device.picture() == before);
}
