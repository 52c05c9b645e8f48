// The helper and the kiosk's end of its wire, over a real socket; and peers that are no kiosk.
#include "platform/helper/helper_service.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "platform/headless/noted_power.h"
#include "platform/helper/helper_link.h"
#include "tests/linux/made_up_root.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

constexpr std::chrono::seconds kPatience{10};

template <typename Wanted>
bool soon(const Wanted& wanted) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!wanted()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

Volume some_volume(const std::string& id) {
  Volume volume;
  volume.id = id;
  volume.label = "Clé \"وصال\"\n";
  volume.device = "/dev/sda1";
  volume.file_system = "vfat";
  volume.size_bytes = UINT64_C(18446744073709551615);
  volume.free_bytes = 12;
  volume.folder = "/run/kiosk/media/" + id;
  volume.access = VolumeAccess::kRead;
  volume.trouble = {VolumeTroubleKind::kFull, "is full"};
  return volume;
}

// What the test and the helper's thread both see.
struct World {
  std::mutex lock;
  std::vector<Volume> plugged;
  std::vector<std::string> wants;
  std::vector<std::string> log;
  std::vector<bool> staff;
  std::vector<std::int64_t> clocks;
  std::vector<Owner> owners;
  int volumes_open = 0;
  Bell changed;

  void plug(std::vector<Volume> volumes) {
    const std::scoped_lock held(lock);
    plugged = std::move(volumes);
    changed.ring();
  }
  template <typename Look>
  auto see(Look look) {
    const std::scoped_lock held(lock);
    return look(*this);
  }
  bool logged(const std::string& words) {
    const std::scoped_lock held(lock);
    return std::any_of(log.begin(), log.end(), [&](const std::string& line) {
      return line.find(words) != std::string::npos;
    });
  }
};

class StubVolumes final : public Volumes {
 public:
  explicit StubVolumes(World& world) : m_world(world) {
    const std::scoped_lock held(m_world.lock);
    ++m_world.volumes_open;
    m_world.changed.ring();
  }
  ~StubVolumes() override {
    const std::scoped_lock held(m_world.lock);
    --m_world.volumes_open;
  }
  bool poll() override {
    const std::scoped_lock held(m_world.lock);
    m_world.changed.silence();
    if (m_volumes == m_world.plugged) return false;
    m_volumes = m_world.plugged;
    return true;
  }
  const std::vector<Volume>& volumes() const override { return m_volumes; }
  void want(const std::string& id, VolumeAccess access) override {
    const std::scoped_lock held(m_world.lock);
    m_world.wants.push_back(id + (access == VolumeAccess::kWrite ? " write" : " other"));
  }
  int descriptor() const override { return m_world.changed.number(); }

 private:
  World& m_world;
  std::vector<Volume> m_volumes;
};

// The helper, on a thread of its own.
class Helper {
 public:
  Helper(World& world, const std::filesystem::path& socket, uid_t user = ::geteuid())
      : m_world(world) {
    auto listening = listen_at(socket, ::getegid());
    REQUIRE(listening);
    HelperService::Parts parts;
    parts.open_volumes = [&world](
                             const Owner& owner,
                             HelperService::Parts::Say say) -> Result<std::unique_ptr<Volumes>> {
      world.see([&](World& seen) { seen.owners.push_back(owner); });
      say("sticks are watched.");
      return std::unique_ptr<Volumes>(std::make_unique<StubVolumes>(world));
    };
    parts.power = &power;
    parts.set_clock = [&world](std::int64_t seconds) -> Result<void> {
      world.see([&](World& seen) { seen.clocks.push_back(seconds); });
      return {};
    };
    parts.staff = [&world](bool inside) {
      world.see([&](World& seen) { seen.staff.push_back(inside); });
    };
    parts.log = [&world](const std::string& line) {
      world.see([&](World& seen) { seen.log.push_back(line); });
    };
    m_thread =
        std::thread([this, user, held = std::move(*listening), given = std::move(parts)]() mutable {
          HelperService service(std::move(held), user, std::move(given));
          service.serve_until(m_end.number());
        });
  }
  ~Helper() {
    m_end.ring();
    m_thread.join();
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  NotedPower power;

 private:
  World& m_world;
  Bell m_end;
  std::thread m_thread;
};

HelperLink::Options options_for(const std::filesystem::path& socket) {
  HelperLink::Options options;
  options.socket = socket;
  options.retry = Millis{20};
  options.patience = Millis{100};
  options.longest_answer = Millis{3000};
  return options;
}

// A peer that says just these bytes, and what came back until its end was closed.
class Peer {
 public:
  explicit Peer(const std::filesystem::path& socket) : m_socket(connect_to(socket)) {
    REQUIRE(m_socket);
  }
  void say(const std::string& bytes) const {
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t part =
          ::send(m_socket.number(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (part < 0 && errno != EAGAIN) return;
      if (part > 0) sent += static_cast<std::size_t>(part);
    }
  }
  // True: the helper hung up.
  bool dropped(std::chrono::milliseconds within = kPatience) {
    const auto end = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < end) {
      pollfd news{m_socket.number(), POLLIN, 0};
      if (::poll(&news, 1, 20) <= 0) continue;
      char bytes[4096];
      const ssize_t got = ::recv(m_socket.number(), bytes, sizeof bytes, 0);
      if (got <= 0) return true;
      heard.append(bytes, static_cast<std::size_t>(got));
    }
    return false;
  }
  std::string heard;

 private:
  OpenFile m_socket;
};

std::filesystem::path socket_in(const MadeUpRoot& root) { return root.path() / "helper.socket"; }

const std::string kHello = line_of(HelloWish{kWireVersion});

}  // namespace

TEST_CASE("each wish and each piece of news comes through whole") {
  for (const Wish& wish :
       {Wish(HelloWish{1}), Wish(VolumeWish{"sda1.7", VolumeAccess::kWrite}), Wish(StaffWish{true}),
        Wish(PowerWish{PowerDeed::kOff, 9}), Wish(ClockWish{kEarliestClock, 10})}) {
    const std::string line = line_of(wish);
    CHECK(line.ends_with("\n"));
    CHECK(line.size() < kLongestWish);
    const auto read = wish_from(line.substr(0, line.size() - 1));
    REQUIRE_MESSAGE(read, line);
    CHECK(line_of(*read) == line);
  }
  for (const News& news :
       {News(HelloNews{1}), News(VolumesNews{{some_volume("a"), {}}}), News(AnswerNews{3, ""}),
        News(AnswerNews{4, "no: \"this\"\n"}), News(SaidNews{"usb"}), News(RefusedNews{"no"})}) {
    const std::string line = line_of(news);
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
    const auto read = news_from(line);
    REQUIRE_MESSAGE(read, line);
    CHECK(line_of(*read) == line);
  }
  const auto list = news_from(line_of(VolumesNews{{some_volume("a")}}));
  CHECK(std::get<VolumesNews>(*list).volumes.at(0) == some_volume("a"));
}

TEST_CASE("a wish has its own narrow form, and nothing else is one") {
  const std::string deep(1000, '[');
  for (const std::string& line : {
           std::string(),
           std::string("{}"),
           std::string("null"),
           std::string("[]"),
           std::string("7"),
           std::string("\"hello\""),
           deep,
           std::string("{\"hello\":[1]}"),
           std::string("{\"hello\":{\"version\":1}}"),
           std::string("{\"hello\":1.5}"),
           std::string("{\"hello\":true}"),
           std::string("{\"hello\":null}"),
           std::string("{\"hello\":18446744073709551615}"),
           std::string("{\"hello\":1}{\"hello\":1}"),
           std::string("{\"hello\":1,\"hello\":1}"),
           std::string("{\"hello\":1,\"more\":2}"),
           std::string("{\"hello\":1"),
           std::string("\xef\xbb\xbf{\"hello\":1}"),
           std::string("{\"staff\":1}"),
           std::string("{\"staff\":\"true\"}"),
           std::string("{\"want\":\"a\"}"),
           std::string("{\"want\":\"a\",\"access\":\"execute\"}"),
           std::string("{\"want\":7,\"access\":\"read\"}"),
           std::string("{\"want\":\"") + std::string(200, 'a') + "\",\"access\":\"read\"}",
           std::string("{\"power\":\"off\"}"),
           std::string("{\"power\":\"halt\",\"number\":1}"),
           std::string("{\"power\":\"off\",\"number\":\"1\"}"),
           std::string("{\"clock\":1,\"number\":1}"),
           std::string("{\"clock\":-1,\"number\":1}"),
           std::string("{\"clock\":9223372036854775807,\"number\":1}"),
           std::string("{\"clock\":4102444800,\"number\":1}"),
           std::string("{\"mount\":\"/etc\"}"),
           std::string("{\"hello\":1}") + std::string(2000, ' '),
       }) {
    CHECK_FALSE_MESSAGE(wish_from(line), line.substr(0, 80));
  }
  CHECK(wish_from("{\"clock\":1704067200,\"number\":1}"));
}

TEST_CASE("the kiosk sees the helper's volumes, and its wishes are granted") {
  const MadeUpRoot root;
  World world;
  world.plug({some_volume("a.1")});
  const Helper helper(world, socket_in(root));
  struct stat found {};
  REQUIRE(::stat(socket_in(root).c_str(), &found) == 0);
  CHECK((found.st_mode & 07777) == 0660);

  std::vector<std::string> said;
  std::mutex saying;
  auto options = options_for(socket_in(root));
  options.say = [&](const std::string& sentence) {
    const std::scoped_lock held(saying);
    said.push_back(sentence);
  };
  HelperLink link(options);
  HelperVolumes volumes(link);
  REQUIRE(soon([&] { return volumes.poll() && volumes.volumes().size() == 1; }));
  CHECK(volumes.volumes()[0] == some_volume("a.1"));
  CHECK(world.see([](World& seen) { return seen.owners; }) ==
        std::vector<Owner>{{::geteuid(), ::getegid()}});
  volumes.want("a.1", VolumeAccess::kWrite);
  CHECK(soon([&] { return world.see([](World& seen) { return seen.wants.size() == 1; }); }));
  CHECK(world.see([](World& seen) { return seen.wants[0]; }) == "a.1 write");
  world.plug({});
  pollfd news{volumes.descriptor(), POLLIN, 0};
  CHECK(::poll(&news, 1, 5000) == 1);
  CHECK(soon([&] { return volumes.poll() && volumes.volumes().empty(); }));
  // One that was told, and is gone, is no offence.
  volumes.want("a.1", VolumeAccess::kNone);

  HelperPower power(link);
  CHECK(power.power_off());
  CHECK(power.restart_machine());
  CHECK(link.set_clock(kEarliestClock + 5));
  CHECK_FALSE(link.set_clock(kEarliestClock - 1));
  CHECK(helper.power.wishes() == std::vector<std::string>{"power_off", "restart_machine"});
  CHECK(world.see([](World& seen) { return seen.clocks; }) ==
        std::vector<std::int64_t>{kEarliestClock + 5});
  HelperUsbGate gate(link);
  gate.staff_are_in(true);
  gate.staff_are_in(false);
  CHECK(soon([&] { return world.see([](World& seen) { return seen.staff.size() == 2; }); }));
  CHECK(soon([&] {
    const std::scoped_lock held(saying);
    return std::find(said.begin(), said.end(), "sticks are watched.") != said.end();
  }));
}

TEST_CASE("what the system refuses comes back as its sentence") {
  const MadeUpRoot root;
  World world;
  Helper helper(world, socket_in(root));
  helper.power.refuse("systemctl: was refused.");
  HelperLink link(options_for(socket_in(root)));
  HelperPower power(link);
  Result<void> refused;
  CHECK(soon([&] {
    refused = power.power_off();
    return !refused && refused.error().message == "systemctl: was refused.";
  }));
}

TEST_CASE("volumes go with the helper, staff are told after a while, and all comes back") {
  const MadeUpRoot root;
  World world;
  world.plug({some_volume("a.1")});
  auto helper = std::make_unique<Helper>(world, socket_in(root));
  HelperLink link(options_for(socket_in(root)));
  HelperVolumes volumes(link);
  REQUIRE(soon([&] { return volumes.poll() && volumes.volumes().size() == 1; }));
  link.staff_are_in(true);
  CHECK(soon([&] { return world.see([](World& seen) { return !seen.staff.empty(); }); }));
  helper.reset();
  CHECK(world.see([](World& seen) { return seen.volumes_open; }) == 0);
  CHECK(world.see([](World& seen) { return seen.staff; }) == std::vector<bool>{true, false});
  CHECK(soon([&] {
    static_cast<void>(volumes.poll());
    return volumes.volumes().size() == 1 && volumes.volumes()[0].id == "helper";
  }));
  const Volume stands_for_it = volumes.volumes()[0];
  REQUIRE(stands_for_it.trouble);
  CHECK(stands_for_it.trouble->sentence.find("the kiosk's helper is not reachable") !=
        std::string::npos);
  CHECK(stands_for_it.access == VolumeAccess::kNone);
  volumes.want("helper", VolumeAccess::kRead);
  HelperPower power(link);
  const auto refused = power.power_off();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("is not reachable") != std::string::npos);

  helper = std::make_unique<Helper>(world, socket_in(root));
  CHECK(soon([&] {
    static_cast<void>(volumes.poll());
    return volumes.volumes().size() == 1 && volumes.volumes()[0].id == "a.1";
  }));
  // Staff are in their room still.
  CHECK(soon([&] { return world.see([](World& seen) { return seen.staff.size() == 3; }); }));
  CHECK(world.see([](World& seen) { return bool(seen.staff.back()); }));
}

TEST_CASE("with the kiosk go its volumes and its staff, and the next one is let in") {
  const MadeUpRoot root;
  World world;
  const Helper helper(world, socket_in(root));
  for (int turn = 0; turn < 3; ++turn) {
    HelperLink link(options_for(socket_in(root)));
    link.staff_are_in(true);
    CHECK(soon([&] { return world.see([](World& seen) { return seen.volumes_open == 1; }); }));
    CHECK(soon([&] {
      return world.see([&](World& seen) { return !seen.staff.empty() && seen.staff.back(); });
    }));
  }
  CHECK(soon([&] { return world.see([](World& seen) { return seen.volumes_open == 0; }); }));
  CHECK(soon([&] { return world.see([](World& seen) { return !seen.staff.back(); }); }));
}

TEST_CASE("a second kiosk is refused, and the first one is not disturbed") {
  const MadeUpRoot root;
  World world;
  world.plug({some_volume("a.1")});
  const Helper helper(world, socket_in(root));
  HelperLink link(options_for(socket_in(root)));
  HelperVolumes volumes(link);
  REQUIRE(soon([&] { return volumes.poll() && volumes.volumes().size() == 1; }));
  Peer second(socket_in(root));
  second.say(kHello);
  CHECK(second.dropped());
  CHECK(second.heard.find("\"refused\":\"another kiosk is running") != std::string::npos);
  HelperPower power(link);
  CHECK(power.power_off());
}

TEST_CASE("peers that are no kiosk are dropped, each with one sentence, and harm nobody") {
  const MadeUpRoot root;
  World world;
  world.plug({some_volume("a.1")});
  const Helper helper(world, socket_in(root));
  struct Case {
    std::string bytes;
    std::string logged;
  };
  std::string storm = kHello;
  for (int turn = 0; turn < 400; ++turn) storm += line_of(StaffWish{turn % 2 == 0});
  for (const Case& one : std::vector<Case>{
           {"GET / HTTP/1.1\r\n\r\n", "is no flat JSON object"},
           {std::string(5000, 'x'), "a line is too long"},
           {std::string(5000, '\0') + "\n", "a line is too long"},
           {line_of(StaffWish{true}), "it wishes before it greets"},
           {line_of(PowerWish{PowerDeed::kOff, 1}), "it wishes before it greets"},
           {kHello + kHello, "it greets twice"},
           {"{\"hello\":2}\n", "it speaks version 2, not 1"},
           {kHello + "{\"want\":\"sda1.1\",\"access\":\"write\"}\n", "that it was not told of"},
           {kHello + "{\"want\":\"../../etc\",\"access\":\"write\"}\n", "that it was not told of"},
           {kHello + "{\"clock\":0,\"number\":1}\n", "beyond what may be wished"},
           {kHello + "{\"run\":\"/bin/sh\"}\n", "is no wish that is known here"},
           {kHello + "\n", "is no flat JSON object"},
           {storm, "it wishes faster than a hand could"},
       }) {
    world.see([](World& seen) { seen.log.clear(); });
    Peer peer(socket_in(root));
    peer.say(one.bytes);
    CHECK_MESSAGE(peer.dropped(), one.logged);
    CHECK_MESSAGE(soon([&] { return world.logged(one.logged); }), one.logged);
    CHECK(soon([&] { return world.see([](World& seen) { return seen.volumes_open == 0; }); }));
  }
  CHECK(helper.power.wishes().empty());
  CHECK(world.see([](World& seen) { return seen.wants.empty() && seen.clocks.empty(); }));
  // Whoever says nothing makes way for a kiosk.
  world.see([](World& seen) { seen.log.clear(); });
  Peer silent(socket_in(root));
  HelperLink link(options_for(socket_in(root)));
  HelperVolumes volumes(link);
  CHECK(soon([&] {
    static_cast<void>(volumes.poll());
    return volumes.volumes().size() == 1 && volumes.volumes()[0].id == "a.1";
  }));
  CHECK(world.logged("that does not greet"));
}

TEST_CASE("whoever is another user is not let in") {
  if (::geteuid() != 0) {
    MESSAGE("DID NOT RUN: only root can be served as another user here.");
    return;
  }
  const MadeUpRoot root;
  World world;
  const Helper helper(world, socket_in(root), 4242);
  REQUIRE(::chmod(socket_in(root).c_str(), 0666) == 0);
  REQUIRE(::chmod(root.path().c_str(), 0755) == 0);
  const auto connect_as = [&](uid_t user) {
    const pid_t child = ::fork();
    if (child == 0) {
      if (::setresuid(user, user, user) != 0) ::_exit(3);
      const OpenFile socket = connect_to(socket_in(root));
      if (!socket) ::_exit(2);
      // A stranger may be shown the door before the greeting is out, or after.
      if (!send_line(socket, kHello)) ::_exit(1);
      pollfd news{socket.number(), POLLIN, 0};
      ::poll(&news, 1, 5000);
      char byte = 0;
      ::_exit(::recv(socket.number(), &byte, 1, 0) == 1 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  CHECK(connect_as(4243) == 1);
  CHECK(soon([&] { return world.logged("a stranger is not let in: user 4243."); }));
  CHECK(connect_as(4242) == 0);
}
