// The sandbox from outside: whoever tries what it forbids dies of it. The same attempts without
// a sandbox do not, so it is the sandbox that kills.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "kiosk/imaging/import_worker.h"

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
  for (const char* attempt : {"open", "create", "socket", "fork", "exec", "kill", "ptrace",
                              "unlink", "write-elsewhere", "run-memory"}) {
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
