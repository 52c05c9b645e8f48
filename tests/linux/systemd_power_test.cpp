#include "platform/linux/systemd_power.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "made_up_root.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

namespace fs = std::filesystem;

constexpr int kLeftOpen = 200;

// A systemctl that notes how it was called, then does as the lines say.
fs::path made_up_systemctl(MadeUpRoot& root, const std::string& lines) {
  root.write("systemctl", "#!/bin/sh\nprintf '%s|' \"$0\" \"$@\" > '" +
                              (root.path() / "called").string() + "'\nenv >> '" +
                              (root.path() / "called").string() + "'\n" + lines + "\n");
  const fs::path file = root.path() / "systemctl";
  fs::permissions(file, fs::perms::owner_all);
  return file;
}

}  // namespace

TEST_CASE("the machine is asked in fixed words, with nothing of our environment") {
  MadeUpRoot root;
  ::setenv("KIOSK_TEST_SECRET", "shall not be handed on", 1);
  SystemdPower power(made_up_systemctl(root, "exit 0"));
  REQUIRE(power.restart_machine());
  std::string called = root.read("called");
  CHECK(called.starts_with((root.path() / "systemctl").string() +
                           "|reboot|--no-block|--no-ask-password|"));
  CHECK(called.find("KIOSK_TEST_SECRET") == std::string::npos);
  CHECK(called.find("LC_ALL=C") != std::string::npos);
  REQUIRE(power.power_off());
  called = root.read("called");
  CHECK(called.find("|poweroff|--no-block|") != std::string::npos);
  CHECK_FALSE(power.program_shall_end());
  ::unsetenv("KIOSK_TEST_SECRET");
}

TEST_CASE("a refusal is told in the system's words and ours, on one line") {
  MadeUpRoot root;
  SystemdPower power(
      made_up_systemctl(root, "printf 'Call to Reboot failed:\\nAccess denied\\n' >&2\nexit 1"));
  const auto refused = power.restart_machine();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        (root.path() / "systemctl").string() +
            " reboot: was refused: Call to Reboot failed: Access denied. Run the kiosk by its "
            "service, or use the machine's switch.");
  SystemdPower talkative(
      made_up_systemctl(root, "head -c 100000 /dev/zero | tr '\\0' 'x'\nexit 3"));
  const auto long_words = talkative.power_off();
  REQUIRE_FALSE(long_words);
  CHECK(long_words.error().message.size() < 700);
}

TEST_CASE("where there is no systemd, and where it does not answer") {
  const auto missing = SystemdPower("/nowhere/systemctl").restart_machine();
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("cannot be run: No such file") != std::string::npos);
  MadeUpRoot root;
  SystemdPower silent(made_up_systemctl(root, "exec sleep 60"), Millis{300});
  const auto begin = std::chrono::steady_clock::now();
  const auto unanswered = silent.power_off();
  REQUIRE_FALSE(unanswered);
  CHECK(unanswered.error().message.find("does not answer") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // nobody is left behind
}

TEST_CASE("restarting the program is a wish that its loop sees") {
  SystemdPower power("/nowhere/systemctl");
  CHECK_FALSE(power.program_shall_end());
  power.restart_program();
  CHECK(power.program_shall_end());
}

TEST_CASE("the program starts again with its arguments, and without what was left open") {
  const MadeUpRoot root;
  const fs::path out = root.path() / "out";
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // Only this test's second life writes; see the case below.
    ::setenv("KIOSK_TEST_SECOND_LIFE", out.c_str(), 1);
    // Of a number that the second life itself does not come to use.
    if (::dup2(::open("/dev/null", O_RDONLY), kLeftOpen) != kLeftOpen) ::_exit(9);
    std::string name = "anew";
    std::string which = "--test-case=the second life of the program";
    std::string quiet = "--out=/dev/null";
    char* arguments[] = {name.data(), which.data(), quiet.data(), nullptr};
    static_cast<void>(start_again(arguments));
    ::_exit(9);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(root.read("out") == "closed");
}

TEST_CASE("the second life of the program") {
  const char* out = ::getenv("KIOSK_TEST_SECOND_LIFE");
  if (out == nullptr) return;  // the first life: the case above starts it
  const bool closed = ::fcntl(kLeftOpen, F_GETFD) == -1;
  std::ofstream(out) << (closed ? "closed" : "open");
}
