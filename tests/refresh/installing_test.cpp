// Installing on a device: what is shown changes wholly or not at all.
#include "kiosk/refresh/installing.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/integrity.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;
using test::write_bytes;

namespace {

class Desk {
 public:
  Desk() {
    test::copy_over(test::test_packs() / "good", content());
    write_bytes(content() / "photos/delta/market.png",
                read_bytes(test::test_packs() / "market.jpg"));
  }
  [[nodiscard]] fs::path content() const { return m_folder.path() / "content"; }
  [[nodiscard]] fs::path state() const { return m_folder.path() / "state"; }
  [[nodiscard]] const SecretKey& key() const { return m_key; }

  void set_serial(int serial) const {
    std::string text = read_bytes(content() / "pack.json");
    const std::size_t at = text.find("\"serial\": ") + 10;
    text.replace(at, text.find(',', at) - at, std::to_string(serial));
    write_bytes(content() / "pack.json", text);
  }
  [[nodiscard]] fs::path packed(const std::string& name) const { return packed_by(m_key, name); }
  [[nodiscard]] fs::path packed_by(const SecretKey& key, const std::string& name) const {
    const fs::path tree = m_folder.path() / ("tree-" + name);
    auto built = build_pack(content(), tree, making());
    REQUIRE(built.has_value());
    REQUIRE(built->check.problems.empty());
    const fs::path file = m_folder.path() / (name + ".kpack");
    REQUIRE(write_archive(file, tree, built->manifest, key).has_value());
    return file;
  }
  [[nodiscard]] static PictureMaking making() {
    PictureMaking how;
    how.worker.program = find_import_worker();
    return how;
  }
  [[nodiscard]] PackResult<InstallReport> install(const fs::path& source, bool trusted = true,
                                                  bool older = false, bool strict = false) const {
    InstallRequest request;
    request.source = source;
    request.state = state();
    if (trusted) request.trust.push_back(m_key.public_key());
    request.allow_older = older;
    request.strict = strict;
    request.making = making();
    return install_pack(request);
  }
  [[nodiscard]] std::int64_t shown_serial() const {
    const auto now = read_device_state(state());
    REQUIRE(now.has_value());
    return now->current ? now->current->serial : 0;
  }
  [[nodiscard]] bool staging_is_empty() const { return fs::is_empty(state() / "staging"); }

 private:
  test::TemporaryFolder m_folder;
  SecretKey m_key = make_secret_key();
};

FailureKind kind_of(const PackResult<InstallReport>& report) {
  REQUIRE_FALSE(report.has_value());
  return report.error().kind;
}

}  // namespace

TEST_CASE("a signed pack is installed, shown, followed by another, and rolled back") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  CHECK(desk.shown_serial() == 3);
  const auto places = shown_packs(desk.state());
  REQUIRE(places.size() == 1);
  const auto pack = load_pack(places.front());
  REQUIRE(pack.has_value());
  CHECK(pack->city(CityId{"delta"})->photos.front().built.has_value());

  desk.set_serial(4);
  REQUIRE(desk.install(desk.packed("four")).has_value());
  CHECK(desk.shown_serial() == 4);
  REQUIRE(roll_back(desk.state()).has_value());
  CHECK(desk.shown_serial() == 3);
  REQUIRE(roll_back(desk.state()).has_value());
  CHECK(desk.shown_serial() == 4);
  CHECK(desk.staging_is_empty());
}

TEST_CASE("a pack that was spoilt while it lay there is not gone back to") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  const fs::path three = shown_packs(desk.state()).front();
  desk.set_serial(4);
  REQUIRE(desk.install(desk.packed("four")).has_value());
  const fs::path list = three / "installed.json";
  const std::string whole = test::read_bytes(list);
  test::write_bytes(list, "spoilt");
  const auto refused = roll_back(desk.state());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == FailureKind::kCorrupt);
  CHECK(desk.shown_serial() == 4);
  test::write_bytes(list, whole);
  CHECK(roll_back(desk.state()).has_value());
}

TEST_CASE("the pictures installed are our own encoder's, not the archive's") {
  const Desk desk;
  const fs::path file = desk.packed("three");
  REQUIRE(desk.install(file).has_value());
  const fs::path place = shown_packs(desk.state()).front();
  const std::string archive = read_bytes(file);
  for (const auto& entry : fs::directory_iterator(place / "pictures")) {
    CHECK(archive.find(read_bytes(entry.path()).substr(600, 200)) == std::string::npos);
  }
}

TEST_CASE("an unknown key, an older pack, a leap and a changed byte leave what is shown") {
  const Desk desk;
  const fs::path three = desk.packed("three");
  CHECK(kind_of(desk.install(three, false)) == FailureKind::kNotTrusted);
  CHECK(desk.shown_serial() == 0);
  desk.set_serial(5);
  REQUIRE(desk.install(desk.packed("five")).has_value());
  CHECK(kind_of(desk.install(three)) == FailureKind::kOlder);
  CHECK(desk.shown_serial() == 5);
  REQUIRE(desk.install(three, true, true).has_value());
  CHECK(desk.shown_serial() == 3);
  desk.set_serial(1'000'005);
  REQUIRE(desk.install(desk.packed("far")).has_value());
  desk.set_serial(2'000'006);
  CHECK(kind_of(desk.install(desk.packed("too-far"))) == FailureKind::kNotTrusted);
  CHECK(desk.shown_serial() == 1'000'005);

  std::string bytes = read_bytes(three);
  bytes[bytes.size() - 20'000] = static_cast<char>(bytes[bytes.size() - 20'000] ^ 1);
  const fs::path changed = desk.content().parent_path() / "changed.kpack";
  write_bytes(changed, bytes);
  CHECK(kind_of(desk.install(changed, true, true)) == FailureKind::kCorrupt);
  write_bytes(changed, bytes.substr(0, bytes.size() / 2));
  CHECK(kind_of(desk.install(changed, true, true)) == FailureKind::kCorrupt);
  CHECK(desk.shown_serial() == 1'000'005);
  CHECK(desk.staging_is_empty());
}

TEST_CASE("a key in trusted_keys is trusted") {
  const Desk desk;
  write_bytes(desk.state() / "trusted_keys/author.pub", to_file_text(desk.key().public_key()));
  write_bytes(desk.state() / "trusted_keys/broken.pub", "nonsense");
  CHECK(desk.install(desk.packed("three"), false).has_value());
}

TEST_CASE("a folder is checked, built and installed; with a problem nothing changes") {
  const Desk desk;
  const auto report = desk.install(desk.content());
  REQUIRE(report.has_value());
  REQUIRE(report->installed.has_value());
  CHECK(report->installed->origin == PackOrigin::kFolder);
  CHECK(desk.shown_serial() == 3);
  const auto again = desk.install(desk.content());
  REQUIRE(again.has_value());
  CHECK(again->was_current);
  write_bytes(desk.content() / "photos/delta/market.png", "GIF89a");
  const auto broken = desk.install(desk.content(), true, false, true);
  REQUIRE(broken.has_value());
  CHECK_FALSE(broken->installed.has_value());
  CHECK(broken->problems.size() == 1);
  CHECK(shown_packs(desk.state()).size() == 1);
  CHECK(desk.staging_is_empty());
}

TEST_CASE("who takes archives alone takes no folder, whatever it is called") {
  const Desk desk;
  InstallRequest request;
  request.source = desk.content();
  request.state = desk.state();
  request.making = Desk::making();
  request.only_archives = true;
  const auto refused = install_pack(request);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == FailureKind::kNotTrusted);
  CHECK(refused.error().message.starts_with(desk.content().string() + ": this is a folder"));
  CHECK(desk.shown_serial() == 0);
  request.only_archives = false;
  CHECK(install_pack(request).has_value());
}

TEST_CASE("of a folder's pictures a bad one is left out and a new one added, and both are told") {
  const Desk desk;
  write_bytes(desk.content() / "photos/delta/market.png", "GIF89a");
  write_bytes(desk.content() / "photos/port/vieux quai.JPG",
              read_bytes(test::test_packs() / "market.jpg"));
  const auto report = desk.install(desk.content());
  REQUIRE(report.has_value());
  REQUIRE(report->installed.has_value());
  CHECK(report->problems.empty());
  REQUIRE(report->pictures.size() == 2);
  CHECK(report->pictures[0].left_out.at(0).mentioned);
  CHECK(report->pictures[1].added.at(0).caption == "Vieux quai");
  const auto pack = load_pack(shown_packs(desk.state()).front());
  REQUIRE(pack.has_value());
  CHECK(pack->city(CityId{"delta"})->photos.empty());
  CHECK(pack->city(CityId{"port"})->photos.size() == 1);
  CHECK(desk.staging_is_empty());
}

TEST_CASE("staff see bytes copied and pictures made, of a pack and of a folder") {
  const Desk desk;
  for (const fs::path& source : {desk.packed("three"), desk.content()}) {
    InstallRequest request;
    request.source = source;
    request.state = desk.state();
    request.trust = {desk.key().public_key()};
    request.making = Desk::making();
    std::vector<std::string> told;
    std::uint64_t bytes = 0;
    std::size_t pictures = 0;
    request.copying = [&](std::uint64_t so_far) {
      bytes = so_far;
      if (told.empty()) told.emplace_back("copying");
    };
    request.copied = [&] { told.emplace_back("copied"); };
    request.making.progress = [&](std::size_t done, std::size_t all) {
      pictures = all;
      if (done == all) told.emplace_back("made");
    };
    request.approve = [&](const fs::path&, const InstalledPack&) {
      told.emplace_back("ready");
      return true;
    };
    REQUIRE(install_pack(request).has_value());
    CHECK(told == std::vector<std::string>{"copying", "copied", "made", "ready"});
    CHECK(pictures == (fs::is_directory(source) ? 1 : 2));
    if (!fs::is_directory(source)) CHECK(bytes == fs::file_size(source));
  }
}

TEST_CASE(
    "given up while copying or while pictures are made, nothing is installed and nothing left") {
  const Desk desk;
  for (const fs::path& source : {desk.packed("three"), desk.content()}) {
    for (const bool at_copying : {true, false}) {
      InstallRequest request;
      request.source = source;
      request.state = desk.state();
      request.trust = {desk.key().public_key()};
      request.making = Desk::making();
      std::atomic<bool> enough = false;
      bool asked = false;
      request.copying = [&](std::uint64_t) { enough = at_copying; };
      request.copied = [&] { enough = true; };
      request.given_up = [&] { return enough.load(); };
      request.approve = [&](const fs::path&, const InstalledPack&) { return asked = true; };
      const auto report = install_pack(request);
      REQUIRE(report.has_value());
      CHECK(report->declined);
      CHECK_FALSE(report->installed.has_value());
      CHECK_FALSE(asked);
      CHECK(desk.shown_serial() == 0);
      CHECK(desk.staging_is_empty());
      CHECK(fs::is_empty(desk.state() / "packs"));
    }
  }
}

TEST_CASE("given up at any of its questions, an installation is declined or was not asked again") {
  const Desk desk;
  const fs::path source = desk.packed("three");
  const auto install = [&](int give_up_at, std::atomic<int>& asked) {
    InstallRequest request;
    request.source = source;
    request.state = desk.state();
    request.trust = {desk.key().public_key()};
    request.making = Desk::making();
    request.making.threads = 1;
    request.given_up = [&asked, give_up_at] { return ++asked >= give_up_at; };
    return install_pack(request);
  };
  std::atomic<int> asked = 0;
  for (int at = 1;; ++at) {
    asked = 0;
    const auto report = install(at, asked);
    REQUIRE(report.has_value());
    CHECK(desk.staging_is_empty());
    if (asked < at) break;
    CHECK(report->declined);
    CHECK(desk.shown_serial() == 0);
  }
  CHECK(asked > 10);
  CHECK(desk.shown_serial() == 3);
}

TEST_CASE("who installs gently stands behind all others, and what he begins does so too") {
  const Desk desk;
  const fs::path source = desk.packed("three");
  int before = -1;
  int within = -1;
  std::thread([&] {
    InstallRequest request;
    request.source = source;
    request.state = desk.state();
    request.trust = {desk.key().public_key()};
    request.making = Desk::making();
    request.gently = true;
    before = ::sched_getscheduler(0);
    request.copied = [&] { std::thread([&] { within = ::sched_getscheduler(0); }).join(); };
    CHECK(install_pack(request).has_value());
  }).join();
  CHECK(before != SCHED_IDLE);
  CHECK(within == SCHED_IDLE);
  CHECK(::sched_getscheduler(0) != SCHED_IDLE);
  CHECK(desk.shown_serial() == 3);
}

TEST_CASE("what is not needed is cleaned away, and what is shown stays") {
  const Desk desk;
  for (const int serial : {3, 4, 5}) {
    desk.set_serial(serial);
    REQUIRE(desk.install(desk.packed(std::to_string(serial))).has_value());
  }
  write_bytes(desk.state() / "staging/left-over/file", "x");
  const auto removed = clean_up(desk.state());
  REQUIRE(removed.has_value());
  CHECK(removed->size() == 2);
  CHECK(desk.shown_serial() == 5);
  CHECK(shown_packs(desk.state()).size() == 2);
}

TEST_CASE("a broken state file and a second installer are told, and harm nothing") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  {
    const int lock = ::open((desk.state() / "lock").c_str(), O_RDWR);
    REQUIRE(::flock(lock, LOCK_EX) == 0);
    CHECK(kind_of(desk.install(desk.content())) == FailureKind::kFailed);
    ::close(lock);
  }
  write_bytes(desk.state() / "state.json",
              "{\"format\": 1, \"current\": {\"folder\": \"../../etc\"}}");
  CHECK(shown_packs(desk.state()).empty());
  write_bytes(desk.state() / "state.json", "rubbish");
  CHECK(kind_of(desk.install(desk.content())) == FailureKind::kFailed);
  CHECK(shown_packs(desk.state()).empty());
}

TEST_CASE("rolled back to the bundled content, a device shows no pack of its own") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  REQUIRE(roll_back(desk.state()).has_value());
  CHECK(desk.shown_serial() == 0);
  CHECK(shown_packs(desk.state()).empty());
}

TEST_CASE("what killed installations left is gone with the next one or a clean-up") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  write_bytes(desk.state() / "staging/install_killed/tree/pack.json", "half");
  write_bytes(desk.state() / "state.json.part", "half");
  REQUIRE(desk.install(desk.packed("three")).has_value());
  CHECK(desk.staging_is_empty());
  write_bytes(desk.state() / "state.json.part", "half");
  REQUIRE(clean_up(desk.state()).has_value());
  CHECK_FALSE(fs::exists(desk.state() / "state.json.part"));
  CHECK(desk.shown_serial() == 3);
}

TEST_CASE("a pack spoilt on the card is made whole by installing it again") {
  const Desk desk;
  const fs::path file = desk.packed("three");
  REQUIRE(desk.install(file).has_value());
  const fs::path place = shown_packs(desk.state()).front();
  const std::string whole = read_bytes(place / "pack.json");
  write_bytes(place / "pack.json", "rot");
  const auto report = desk.install(file);
  REQUIRE(report.has_value());
  CHECK(report->was_current);
  CHECK(read_bytes(place / "pack.json") == whole);
  CHECK(desk.staging_is_empty());
}

TEST_CASE("a state file of the wrong types is told, and one that cannot be read is not empty") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  for (const char* text : {"{\"format\": \"one\"}", "{\"format\": 1, \"current\": {\"folder\": 3}}",
                           "[]", "{\"format\": 1, \"floors\": 7", ""}) {
    write_bytes(desk.state() / "state.json", text);
    CHECK_FALSE(read_device_state(desk.state()).has_value());
    CHECK_FALSE(clean_up(desk.state()).has_value());
  }
  fs::remove(desk.state() / "state.json");
  fs::create_directory(desk.state() / "state.json");  // opens, but cannot be read
  CHECK_FALSE(clean_up(desk.state()).has_value());
  CHECK_FALSE(fs::is_empty(desk.state() / "packs"));
}

TEST_CASE("what is installed bears its hashes, is on trial, and stands in the history") {
  const Desk desk;
  REQUIRE(desk.install(desk.packed("three")).has_value());
  const fs::path place = shown_packs(desk.state()).front();
  auto files = InstalledFiles::of(place);
  REQUIRE(files.has_value());
  std::size_t pictures = 0;
  for (const auto& entry : fs::recursive_directory_iterator(place)) {
    const std::string name = entry.path().lexically_relative(place).string();
    if (!entry.is_regular_file() || name == kInstalledFile) continue;
    CHECK(files->matches(name) == Wholeness::kWhole);
    pictures += entry.path().extension() == ".jpg" ? 1 : 0;
  }
  CHECK(pictures >= 2);  // encoded anew: these are not the manifest's bytes
  const auto state = read_device_state(desk.state());
  REQUIRE(state.has_value());
  CHECK(state->trial == Trial{place.filename().string(), 0});
  const auto history = read_history(desk.state());
  REQUIRE(history.has_value());
  REQUIRE(history->size() == 1);
  CHECK(history->front().what == HistoryKind::kInstalled);
  CHECK(history->front().serial == 3);
  CHECK(history->front().key == fingerprint_of(desk.key().public_key()));
}

TEST_CASE("a pack by a revoked key is refused, whoever trusts it and under whatever id") {
  const Desk desk;
  const SecretKey second = make_secret_key();
  const fs::path file = desk.packed("three");
  REQUIRE(enrol_key(desk.state(), desk.key().public_key(), "").has_value());
  REQUIRE(enrol_key(desk.state(), second.public_key(), "").has_value());
  REQUIRE(desk.install(file, false).has_value());
  const auto revocation = revocation_of(desk.key().public_key(), second);
  REQUIRE(revocation.has_value());
  REQUIRE(take_revocation(desk.state(), *revocation).has_value());
  for (const bool trusted : {false, true}) {
    const auto refused = desk.install(file, trusted);
    CHECK(kind_of(refused) == FailureKind::kNotTrusted);
    CHECK(refused.error().message.find(file.string() +
                                       ": it is signed by a key that was revoked") == 0);
  }
  SecretKey disguised = desk.key();
  disguised.id[3] ^= 1;
  InstallRequest request;
  request.state = desk.state();
  request.source = desk.packed_by(disguised, "disguised");
  request.trust = {disguised.public_key()};
  request.making = Desk::making();
  CHECK(kind_of(install_pack(request)) == FailureKind::kNotTrusted);
  CHECK(desk.shown_serial() == 3);
}
