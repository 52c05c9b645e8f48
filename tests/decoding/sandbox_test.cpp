// The sandbox from outside: whoever tries what it forbids dies of it. The same attempts without
// a sandbox do not, so it is the sandbox that kills.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string>

#include "kiosk/decoding/landlock.h"
#include "kiosk/decoding/other_user.h"
#include "kiosk/imaging/import_worker.h"

using namespace kiosk::decoding;

namespace {

int status_of(const std::string& attempt) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    const std::string program = kiosk::find_import_worker().string();
    ::execl(program.c_str(), program.c_str(), "--attempt", attempt.c_str(), nullptr);
    ::_exit(99);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return status;
}

template <typename Task>
int dies_or_exits(Task task) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(task());
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

template <typename Attempt>
bool survives_outside(Attempt attempt) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    attempt();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status);
}

}  // namespace

TEST_CASE("each thing that the worker must not do kills it with SIGSYS") {
  for (const char* attempt : {"open", "list", "create", "make-folder", "unlink", "rename", "link",
                              "chmod", "exec", "socket", "fork", "kill", "ptrace", "mount",
                              "become-root", "read-elsewhere", "write-elsewhere", "run-memory"}) {
    CAPTURE(attempt);
    const int status = status_of(attempt);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGSYS);
  }
}

TEST_CASE("the broken twin: without the sandbox the same attempts do not kill") {
  CHECK(survives_outside([] { static_cast<void>(::open("/etc/passwd", O_RDONLY)); }));
  CHECK(survives_outside([] { static_cast<void>(::socket(AF_INET, SOCK_STREAM, 0)); }));
  CHECK(survives_outside([] {
    if (::fork() == 0) ::_exit(0);
  }));
  // And an attempt that is none comes out of the worker alive.
  CHECK(WIFEXITED(status_of("nothing")));
}

TEST_CASE(
    "each version of Landlock that this kernel knows is taken, and nothing that it does not") {
  const int version = landlock_version();
  if (version == 0) MESSAGE("not run: this kernel has no Landlock");
  for (int asked = 1; asked <= std::min(version, kNewestLandlock); ++asked) {
    CAPTURE(asked);
    CHECK(dies_or_exits([&] {
            return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && forbid_paths(asked) &&
                           ::open("/etc/passwd", O_RDONLY) < 0
                       ? 0
                       : 1;
          }) == 0);
  }
  // Each version takes away what the one before it did.
  for (int asked = 1; asked <= kNewestLandlock; ++asked) {
    const LandlockRights less = landlock_rights(asked - 1);
    const LandlockRights more = landlock_rights(asked);
    CHECK((less.paths & ~more.paths) == 0);
    CHECK((less.network & ~more.network) == 0);
    CHECK((less.scopes & ~more.scopes) == 0);
  }
  CHECK(landlock_rights(1).paths == 0x1FFF);
  CHECK(landlock_rights(kNewestLandlock).paths == 0xFFFF);
  CHECK(landlock_rights(99).paths == 0xFFFF);
}

TEST_CASE("the worker's own user is found by name, then nobody; root never") {
  const auto of = [](const std::string& lines) {
    const std::string file = "/tmp/kiosk-users-" + std::to_string(::getpid());
    std::ofstream(file) << lines;
    const UserNumbers found = worker_user(file.c_str());
    ::unlink(file.c_str());
    return std::to_string(found.user) + ":" + std::to_string(found.group);
  };
  const std::string root = "root:x:0:0:root:/root:/bin/sh\n";
  const std::string nobody = "nobody:x:64000:64001:nobody:/:/bin/false\n";
  const std::string own = "kiosk-import:x:990:991::/:/bin/false\n";
  CHECK(of(root + nobody + own) == "990:991");
  CHECK(of(root + nobody) == "64000:64001");
  CHECK(of(root) == "65534:65534");
  CHECK(of("") == "65534:65534");
  CHECK(of(root + nobody + "kiosk-import:x:0:0::/:/bin/sh\n") == "64000:64001");
  CHECK(of("kiosk-import:x:990:0::/:/bin/sh\n") == "65534:65534");
}

TEST_CASE("where a service's filter forbids to drop capabilities, it counts that there are none") {
  if (::geteuid() != 0) return;  // only root holds what could be dropped
  const auto forbid_capset = [] {
    scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
    return ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(capset), 0) == 0 &&
           ::seccomp_load(filter) == 0;
  };
  // Root's own are still held: this process must not go on.
  CHECK(dies_or_exits([&] { return forbid_capset() ? int{drop_capabilities()} : 2; }) == 0);
  CHECK(dies_or_exits([&] {
          if (::setresuid(65534, 65534, 65534) != 0 || !forbid_capset()) return 2;
          return int{drop_capabilities()};
        }) == 1);
}
