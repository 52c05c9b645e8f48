#include "kiosk/tool/kiosk_import_attempts.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

#include "kiosk/decoding/other_user.h"
#include "kiosk/imaging/wire.h"

namespace kiosk::tool {

namespace {

using namespace kiosk::decoding;

constexpr int kGap = 1;
constexpr const char* kTrace = "/tmp/kiosk-import-was-here";

int run_memory() {
  void* page =
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return page == MAP_FAILED ? -1 : 0;
}

constexpr std::array kForbidden{
    Attempt{"open", [] { return ::open("/etc/passwd", O_RDONLY); }},
    Attempt{"list", [] { return ::open("/", O_RDONLY | O_DIRECTORY); }},
    Attempt{"create", [] { return ::open(kTrace, O_CREAT | O_WRONLY, 0600); }},
    Attempt{"make-folder", [] { return ::mkdir(kTrace, 0700); }},
    Attempt{"unlink", [] { return ::unlink(kTrace); }},
    Attempt{"rename", [] { return ::rename(kTrace, "/tmp/kiosk-import-was-there"); }},
    Attempt{"link", [] { return ::symlink("/etc/passwd", kTrace); }},
    Attempt{"chmod", [] { return ::chmod(kTrace, 0777); }},
    Attempt{"exec", [] { return ::execl("/bin/true", "true", nullptr); }},
    Attempt{"socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0); }},
    Attempt{"fork", [] { return static_cast<int>(::fork()); }},
    Attempt{"kill", [] { return ::kill(::getppid(), 0); }},
    Attempt{"ptrace",
            [] { return static_cast<int>(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }},
    Attempt{"mount", [] { return ::mount(nullptr, nullptr, nullptr, 0, nullptr); }},
    Attempt{"become-root", [] { return ::setuid(0); }},
    Attempt{"read-elsewhere",
            [] {
              char byte = 0;
              return static_cast<int>(::read(STDERR_FILENO, &byte, 1));
            }},
    Attempt{"write-elsewhere", [] { return static_cast<int>(::write(STDERR_FILENO, "x", 1)); }},
    Attempt{"run-memory", run_memory},
};

// Stays until its input ends, for those who look at it from outside.
int wait_inside() {
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}

void say(const std::string& line) {
  static_cast<void>(::write(STDOUT_FILENO, line.data(), line.size()));
}

// The wait status of what is done in a process of its own.
template <typename Task>
int status_of(Task task) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(task());
  int status = -1;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

bool dies_of_it(std::string_view name) {
  const int status =
      status_of([&] { return enter_sandbox({}) ? attempt(name) : kWorkerHasNoSandbox; });
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

std::string user_line(UserChange change, const UserNumbers& other) {
  switch (change) {
    case UserChange::kChanged:
      return "user: " + std::to_string(other.user) + ", group: " + std::to_string(other.group) +
             ", no others, no capabilities\n";
    case UserChange::kMayNot:
      return "user: not in force: started by one who may not choose another; no capabilities\n";
    default:
      return "user: not in force: this container knows no other user; no capabilities\n";
  }
}

// Of the walls that a machine may lack, and whether they hold: without a filter, so that it may
// speak and try, and without limits, which would refuse files as well.
int tell_of_walls() {
  const UserNumbers other = worker_user();
  const auto sandbox = enter_sandbox({.limits = false, .calls = false});
  if (!sandbox) return kWorkerHasNoSandbox;
  say(user_line(sandbox->user, other));
  const bool changed = sandbox->user == UserChange::kChanged;
  const bool user_holds = !changed || (::getuid() == other.user && ::setuid(0) < 0);
  if (!user_holds) say("user: it does not hold\n");
  if (sandbox->landlock == 0) {
    say("paths: not in force: this kernel has no Landlock\n");
    return user_holds ? 0 : kGap;
  }
  say("paths: Landlock " + std::to_string(sandbox->landlock) + "\n");
  const bool paths_hold = ::open("/etc/passwd", O_RDONLY) < 0 && ::open("/", O_RDONLY) < 0;
  if (!paths_hold) say("paths: Landlock does not hold\n");
  return user_holds && paths_hold ? 0 : kGap;
}

}  // namespace

std::span<const Attempt> forbidden_attempts() { return kForbidden; }

int attempt(std::string_view name) {
  if (name == "wait") return wait_inside();
  const auto* found = std::ranges::find(kForbidden, name, &Attempt::name);
  if (found == kForbidden.end()) return kNoSuchAttempt;
  return found->run() < 0 ? errno : kGotThrough;
}

int self_test() {
  if (const int status = status_of([] { return enter_sandbox() ? 0 : kWorkerHasNoSandbox; });
      !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    say("calls: not in force: no sandbox can be built here, and no picture is read\n");
    return kWorkerHasNoSandbox;
  }
  bool whole = true;
  for (const Attempt& one : kForbidden) {
    if (dies_of_it(one.name)) continue;
    say("calls: \"" + std::string(one.name) + "\" does not end in SIGSYS\n");
    whole = false;
  }
  say("calls: seccomp, " + std::to_string(kForbidden.size()) + " forbidden ones tried\n");
  const int walls = status_of(tell_of_walls);
  say("limits: memory " + std::to_string(kMostMemory >> 20U) + " MiB, time " +
      std::to_string(kMostSeconds) + " s, no files, no processes\n");
  return whole && WIFEXITED(walls) && WEXITSTATUS(walls) == 0 ? 0 : kGap;
}

}  // namespace kiosk::tool
