#include "platform/linux/service_watch.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "made_up_root.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

// What systemd would hear.
class Manager {
 public:
  explicit Manager(const char* watchdog_us) {
    m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const std::string path = (m_root.path() / "notify").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    REQUIRE(::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    if (watchdog_us != nullptr) ::setenv("WATCHDOG_USEC", watchdog_us, 1);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  ~Manager() {
    ::close(m_socket);
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
  }
  std::vector<std::string> heard() {
    std::vector<std::string> words;
    std::array<char, 256> bytes{};
    for (ssize_t count = 0; (count = ::recv(m_socket, bytes.data(), bytes.size(), 0)) > 0;) {
      words.emplace_back(bytes.data(), static_cast<std::size_t>(count));
    }
    return words;
  }

 private:
  MadeUpRoot m_root;
  int m_socket = -1;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("the first turn says that the program is up, and each feeds the watchdog in time") {
  Manager manager("9000000");
  ServiceWatch watch;
  REQUIRE(watch.longest_rest());
  CHECK(watch.longest_rest()->count() == doctest::Approx(3000));
  CHECK(manager.heard() == Words{});
  watch.beat(Millis(100000));
  CHECK(manager.heard() == Words{"READY=1", "WATCHDOG=1"});
  watch.beat(Millis(100016));
  CHECK(manager.heard() == Words{});
  // As late as the loop can be that rests as long as it may.
  watch.beat(Millis(100016) + *watch.longest_rest());
  CHECK(manager.heard() == Words{"WATCHDOG=1"});
  CHECK(manager.heard() == Words{});
}

TEST_CASE("no two words are further apart than the watchdog's patience, at any pace of frames") {
  for (const double frame : {4.0, 16.7, 900.0, 1499.0, 1501.0, 2999.0, 3000.0}) {
    Manager manager("9000000");
    ServiceWatch watch;
    double last = 0;
    double longest = 0;
    for (double now = 0; now < 60000; now += frame) {
      watch.beat(Millis(now));
      if (manager.heard().empty()) continue;
      longest = std::max(longest, now - last);
      last = now;
    }
    CHECK(last > 50000);
    CHECK(longest < 9000 / 2);
  }
}

TEST_CASE("without a watchdog it is only said to be up, and the loop may rest for ever") {
  Manager manager(nullptr);
  ServiceWatch watch;
  CHECK_FALSE(watch.longest_rest());
  watch.beat(Millis(1));
  watch.beat(Millis(100000));
  CHECK(manager.heard() == Words{"READY=1"});
}

TEST_CASE("without a service manager nothing is said, and nothing is wrong") {
  ::unsetenv("NOTIFY_SOCKET");
  ServiceWatch watch;
  watch.beat(Millis(1));
  CHECK_FALSE(watch.longest_rest());
}
