// Packs out of a folder that others fill: taken once they are whole, shown at the next idle,
// refused once, and nothing in the folder changed.
#include "kiosk/staff/inbox_desk.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/archive.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/installing.h"
#include "kiosk/refresh/state_lock.h"
#include "platform/headless/noted_folder.h"
#include "tests/authoring/picture_making.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::making;
using test::read_bytes;
using test::write_bytes;

namespace {

// A device with an inbox, and its author with packs.
class Site {
 public:
  Site() {
    test::copy_over(test::test_packs() / "good", content());
    write_bytes(content() / "photos/delta/market.png",
                read_bytes(test::test_packs() / "market.jpg"));
    fs::create_directories(inbox());
    fs::create_directories(state());
    REQUIRE(enrol_key(state(), m_key.public_key(), "author").has_value());
    start();
  }
  [[nodiscard]] fs::path content() const { return m_folder.path() / "content"; }
  [[nodiscard]] fs::path state() const { return m_folder.path() / "state"; }
  [[nodiscard]] fs::path inbox() const { return m_folder.path() / "inbox"; }

  // The program begins anew.
  void start(const PictureMaking& how = making()) {
    m_desk.reset();
    m_desk = std::make_unique<InboxDesk>(
        InboxSite{inbox(), state(), m_folder.path() / "bundled", how, true}, &m_watch);
  }
  [[nodiscard]] std::string pack(int serial) const { return pack(serial, m_key); }
  [[nodiscard]] std::string pack(int serial, const SecretKey& key) const {
    std::string text = read_bytes(content() / "pack.json");
    const std::size_t at = text.find("\"serial\": ") + 10;
    text.replace(at, text.find(',', at) - at, std::to_string(serial));
    write_bytes(content() / "pack.json", text);
    const fs::path tree = m_folder.path() / "tree";
    auto built = build_pack(content(), tree, making());
    REQUIRE(built.has_value());
    const fs::path file = m_folder.path() / "made.kpack";
    REQUIRE(write_archive(file, tree, built->manifest, key).has_value());
    fs::remove_all(tree);
    return read_bytes(file);
  }
  void bring(const std::string& name, const std::string& bytes) {
    write_bytes(inbox() / name, bytes);
    m_watch.note();
  }
  // So many seconds, a tick each.
  void pass(int seconds, bool vacant = true, bool free = true) {
    for (int second = 0; second < seconds; ++second) {
      m_now += Millis{1000};
      m_desk->poll(m_now, vacant, free);
    }
  }
  [[nodiscard]] std::int64_t installed() const {
    const auto now = read_device_state(state());
    REQUIRE(now.has_value());
    return now->current ? now->current->serial : 0;
  }
  [[nodiscard]] std::vector<HistoryEntry> record() const {
    std::vector<HistoryEntry> entries = read_history(state()).value_or(std::vector<HistoryEntry>());
    std::erase_if(entries, [](const HistoryEntry& entry) {
      return entry.what != HistoryKind::kInstalled && entry.what != HistoryKind::kRefused;
    });
    return entries;
  }
  [[nodiscard]] InboxDesk& desk() { return *m_desk; }
  [[nodiscard]] Millis now() const { return m_now; }
  [[nodiscard]] const SecretKey& key() const { return m_key; }

 private:
  test::TemporaryFolder m_folder;
  SecretKey m_key = make_secret_key();
  platform::NotedFolder m_watch;
  Millis m_now{0};
  std::unique_ptr<InboxDesk> m_desk;
};

}  // namespace

TEST_CASE("a pack that comes is shown at the next idle, and the record says how it came") {
  Site site;
  site.pass(5, false);
  site.bring("nouveau.kpack", site.pack(3));
  site.pass(10, false);
  CHECK(site.installed() == 3);
  CHECK_FALSE(site.desk().take_shown());
  site.pass(1, true);
  const auto shown = site.desk().take_shown();
  REQUIRE(shown);
  CHECK(shown->parent_path() == site.state() / "packs");
  CHECK_FALSE(site.desk().take_shown());
  REQUIRE(site.record().size() == 1);
  CHECK(site.record()[0].what == HistoryKind::kInstalled);
  CHECK(site.record()[0].way == kByInbox);
  CHECK(fs::exists(site.inbox() / "nouveau.kpack"));
  CHECK(site.desk().take_said().empty());
}

TEST_CASE("what lies there at the start is found, and nothing wakes a kiosk that has it") {
  Site site;
  write_bytes(site.inbox() / "a.kpack", site.pack(3));
  site.pass(1);
  CHECK(site.installed() == 0);
  REQUIRE(site.desk().rest(site.now()));
  site.pass(3);
  CHECK(site.installed() == 3);
  CHECK(site.desk().rest(site.now()) == Millis{0});
  site.pass(1);
  CHECK(site.desk().take_shown());
  CHECK_FALSE(site.desk().rest(site.now()));
  // Without an inbox there is nothing at all.
  InboxDesk none({{}, site.state(), {}, making(), true}, nullptr);
  none.poll(Millis{0}, true, true);
  CHECK_FALSE(none.rest(Millis{0}));
}

TEST_CASE("a file that grows is left until it stays the same") {
  Site site;
  const std::string whole = site.pack(3);
  for (std::size_t part = 1; part < 6; ++part) {
    site.bring("a.kpack", whole.substr(0, whole.size() * part / 6));
    site.pass(2);
  }
  CHECK(site.record().empty());
  site.bring("a.kpack", whole);
  site.pass(8);
  CHECK(site.installed() == 3);
  CHECK(site.record().size() == 1);
}

TEST_CASE("what the distributors leave beside it is none") {
  Site site;
  const std::string bytes = site.pack(3);
  fs::create_directories(site.inbox() / ".stfolder");
  fs::create_directories(site.inbox() / ".stversions");
  for (const char* name : {".syncthing.a.kpack.tmp", ".a.kpack.Xy12ab", ".hidden.kpack",
                           ".stversions/a.kpack", "~syncthing~a.kpack.tmp", "a.kpack.part"}) {
    write_bytes(site.inbox() / name, bytes);
  }
  fs::create_symlink(site.inbox() / ".hidden.kpack", site.inbox() / "link.kpack");
  site.bring("a.txt", "x");
  site.pass(10);
  CHECK(site.installed() == 0);
  CHECK(site.record().empty());
}

TEST_CASE("a stranger's pack is refused once, across starts, until its key is enrolled") {
  Site site;
  const SecretKey stranger = make_secret_key();
  site.bring("b.kpack", site.pack(4, stranger));
  site.pass(10);
  CHECK(site.installed() == 0);
  REQUIRE(site.record().size() == 1);
  CHECK(site.record()[0].what == HistoryKind::kRefused);
  CHECK(site.record()[0].way == kByInbox);
  CHECK(site.record()[0].sentence.starts_with("b.kpack: "));
  CHECK(site.desk().take_said().size() == 1);
  site.pass(10, false);
  site.pass(10);
  site.start();
  site.pass(10);
  CHECK(site.record().size() == 1);
  CHECK(site.desk().take_said().empty());
  REQUIRE(enrol_key(site.state(), stranger.public_key(), "second").has_value());
  site.pass(10, false);
  site.pass(10);
  CHECK(site.installed() == 4);
}

TEST_CASE("damaged, older and cut short: a sentence each, and what is shown stays") {
  Site site;
  const std::string older = site.pack(3);
  const std::string next = site.pack(6);
  site.bring("a.kpack", site.pack(5));
  site.pass(10);
  REQUIRE(site.installed() == 5);
  std::string damaged = next;
  damaged[damaged.size() - 20'000] = static_cast<char>(damaged[damaged.size() - 20'000] ^ 1);
  site.bring("damaged.kpack", damaged);
  site.bring("half.kpack", next.substr(0, next.size() / 2));
  site.bring("older.kpack", older);
  site.pass(10);
  CHECK(site.installed() == 5);
  CHECK(site.record().size() == 4);
  CHECK(read_bytes(site.inbox() / "damaged.kpack") == damaged);
  site.start();
  site.pass(10);
  CHECK(site.record().size() == 4);
  // The same name with the right bytes is another file.
  site.bring("damaged.kpack", next);
  site.pass(10);
  CHECK(site.installed() == 6);
}

TEST_CASE("of several the newest is taken, and staff who go back are not overruled") {
  Site site;
  write_bytes(site.inbox() / "a.kpack", site.pack(4));
  site.pass(5);
  write_bytes(site.inbox() / "b.kpack", site.pack(5));
  write_bytes(site.inbox() / "c.kpack", site.pack(6));
  site.pass(5, false);
  site.pass(10);
  CHECK(site.installed() == 6);
  // 5 was not put in place on the way: going back leads to 4.
  REQUIRE(roll_back(site.state()).has_value());
  CHECK(site.installed() == 4);
  site.start();
  site.pass(10);
  CHECK(site.installed() == 4);
  // Nor does another name make a pack new, nor a lost memory.
  fs::rename(site.inbox() / "c.kpack", site.inbox() / "d.kpack");
  fs::remove(inbox_memory_file_of(site.state()));
  site.start();
  site.pass(10);
  CHECK(site.installed() == 4);
}

TEST_CASE("staff come first") {
  Site site;
  site.bring("a.kpack", site.pack(3));
  site.pass(10, false, false);
  CHECK(site.installed() == 0);
  CHECK_FALSE(site.desk().rest(site.now()));
  site.pass(10, true, true);
  CHECK(site.installed() == 3);
}

TEST_CASE("an installation elsewhere is waited for") {
  Site site;
  {
    const auto lock = StateLock::take(site.state());
    REQUIRE(lock.has_value());
    site.bring("a.kpack", site.pack(3));
    site.pass(10);
    CHECK(site.record().empty());
  }
  site.pass(10, false);
  site.pass(10);
  CHECK(site.installed() == 3);
}

TEST_CASE("a pack that has become a folder since it was looked at is not taken for one") {
  Site site;
  write_bytes(site.inbox() / "first.kpack", site.pack(6));
  write_bytes(site.inbox() / "second.kpack", site.pack(5));
  PictureMaking how = making();
  how.progress = [&](std::size_t, std::size_t) {
    std::error_code ignored;
    if (!fs::remove(site.inbox() / "second.kpack", ignored)) return;
    test::copy_over(site.content(), site.inbox() / "second.kpack");
  };
  site.start(how);
  site.pass(10);
  CHECK(fs::is_directory(site.inbox() / "second.kpack"));
  const auto state = read_device_state(site.state());
  REQUIRE(state.has_value());
  REQUIRE(state->current);
  CHECK(state->current->origin == PackOrigin::kArchive);
  CHECK_FALSE(state->previous);
  REQUIRE(site.record().size() == 2);
  CHECK(site.record()[1].sentence.starts_with("second.kpack: this is a folder"));
}

TEST_CASE("what a passing trouble kept away is tried again, an hour later and not before") {
  Site site;
  const test::TemporaryFolder programs;
  PictureMaking how = making();
  const fs::path program = std::exchange(how.worker.program, programs.path() / "worker");
  site.start(how);
  site.bring("a.kpack", site.pack(3));
  site.pass(10);
  CHECK(site.installed() == 0);
  REQUIRE(site.record().size() == 1);
  fs::create_symlink(program, how.worker.program);
  site.pass(10, false);
  site.pass(10);
  CHECK(site.installed() == 0);
  site.pass(3600, false);
  site.pass(10);
  CHECK(site.installed() == 3);
  CHECK(site.record().size() == 2);  // told once
}

TEST_CASE("a folder that is not there is said once") {
  Site site;
  fs::remove(site.inbox());
  site.pass(10);
  site.pass(10, false);
  site.pass(10);
  REQUIRE(site.desk().take_said().size() == 1);
}
