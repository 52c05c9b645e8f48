// A folder watched by the kernel: what wakes, and what does not.
#include "platform/linux/inotify_folder.h"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>

#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using platform::InotifyFolder;

namespace {

class Alarm {
 public:
  void ring() {
    const std::scoped_lock held(m_lock);
    ++m_rung;
    m_turn.notify_all();
  }
  // Within a generous while.
  [[nodiscard]] bool rings() {
    std::unique_lock held(m_lock);
    const bool rung = m_turn.wait_for(held, std::chrono::seconds(20), [&] { return m_rung > 0; });
    m_rung = 0;
    return rung;
  }
  // Until it has been silent for a moment.
  void fall_silent() {
    std::unique_lock held(m_lock);
    while (m_turn.wait_for(held, std::chrono::milliseconds(300), [&] { return m_rung > 0; })) {
      m_rung = 0;
    }
  }

 private:
  std::mutex m_lock;
  std::condition_variable m_turn;
  int m_rung = 0;
};

}  // namespace

TEST_CASE("a file that is written, or moved here, is a change") {
  const test::TemporaryFolder folder;
  Alarm alarm;
  InotifyFolder watch(folder.path(), "", [&] { alarm.ring(); });
  CHECK_FALSE(watch.poll());
  std::ofstream(folder.path() / "a.kpack") << "x";
  REQUIRE(alarm.rings());
  CHECK(watch.poll());
  const test::TemporaryFolder other;
  std::ofstream(other.path() / "b.kpack") << "x";
  alarm.fall_silent();
  fs::rename(other.path() / "b.kpack", folder.path() / "b.kpack");
  REQUIRE(alarm.rings());
}

TEST_CASE("another folder in the place of the watched one is watched instead") {
  const test::TemporaryFolder folder;
  const fs::path inbox = folder.path() / "inbox";
  fs::create_directory(inbox);
  Alarm alarm;
  InotifyFolder watch(inbox, "", [&] { alarm.ring(); });
  fs::create_directory(folder.path() / "next");
  fs::rename(folder.path() / "next", folder.path() / "ready");
  // In one step, as a symbolic link or an exchange would: the old one goes, the new one is there.
  fs::rename(folder.path() / "ready", inbox);
  REQUIRE(alarm.rings());
  alarm.fall_silent();
  std::ofstream(inbox / "a.kpack") << "x";
  REQUIRE(alarm.rings());
}

TEST_CASE("the inner folder is watched, there from the beginning or made later") {
  const test::TemporaryFolder folder;
  const fs::path inner = folder.path() / "kiosk";
  Alarm alarm;
  InotifyFolder watch(folder.path(), "kiosk", [&] { alarm.ring(); });
  fs::create_directory(inner);
  REQUIRE(alarm.rings());
  alarm.fall_silent();
  std::ofstream(inner / "a.kpack") << "x";
  REQUIRE(alarm.rings());
  alarm.fall_silent();
  fs::remove_all(inner);
  fs::create_directory(inner);
  alarm.fall_silent();
  std::ofstream(inner / "b.kpack") << "x";
  REQUIRE(alarm.rings());
  Alarm other;
  InotifyFolder later(folder.path(), "kiosk", [&] { other.ring(); });
  std::ofstream(inner / "c.kpack") << "x";
  REQUIRE(other.rings());
}

TEST_CASE("a folder that is not there keeps nobody from ending") {
  const InotifyFolder watch("/no/such/folder", "inner", {});
}
