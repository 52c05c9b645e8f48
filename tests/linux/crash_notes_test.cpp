#include "platform/linux/crash_notes.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <new>
#include <thread>
#include <vector>

#include "kiosk/base/check.h"
#include "made_up_root.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

namespace fs = std::filesystem;

// A run of a program in a process of its own; returns how it ended, as waitpid tells.
int run(const std::function<void()>& program) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDERR_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    program();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

int run_noted(const MadeUpRoot& state, const std::function<void(CrashNotes&)>& program) {
  return run([&] {
    const auto notes = CrashNotes::begin(state.path(), "0.1.0");
    if (!notes) ::_exit(9);
    (*notes)->doing("map");
    program(**notes);
  });
}

// What the next start finds.
std::optional<Crash> crash_of(const MadeUpRoot& state,
                              const std::function<void(CrashNotes&)>& program) {
  static_cast<void>(run_noted(state, program));
  const auto next = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE(next);
  return (*next)->last_run();
}

std::uint64_t writes_so_far() {
  std::ifstream io("/proc/self/io");
  std::string key;
  std::uint64_t value = 0;
  while (io >> key >> value) {
    if (key == "syscw:") return value;
  }
  FAIL("/proc/self/io tells no writes");
  return 0;
}

volatile int g_sink = 0;
// NOLINTNEXTLINE(misc-no-recursion)
int overflow(int depth) {
  if (g_sink == 1) return 0;  // never
  volatile char room[4096];
  room[0] = static_cast<char>(depth);
  const int below = overflow(depth + 1);
  return below + room[0];
}

}  // namespace

TEST_CASE("an orderly end leaves nothing behind") {
  const MadeUpRoot state;
  CHECK_FALSE(crash_of(state, [](CrashNotes&) {}).has_value());
  const int ended = run([&] {
    const auto notes = CrashNotes::begin(state.path(), "0.1.0");
    if (!notes || !fs::exists(state.path() / "running")) ::_exit(9);
  });
  CHECK(ended == 0);
  CHECK(fs::is_empty(state.path()));
}

TEST_CASE("a fatal signal is named, with what the program was doing and for how long it ran") {
  const MadeUpRoot state;
  const auto crash = crash_of(state, [](CrashNotes& notes) {
    notes.doing("city agadir");
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    ::raise(SIGSEGV);
  });
  REQUIRE(crash);
  CHECK(crash->ending == Ending::kSignal);
  CHECK(crash->signal == "SIGSEGV");
  CHECK(crash->context == "city agadir");
  CHECK(crash->version == "0.1.0");
  REQUIRE(crash->ran);
  CHECK(crash->ran->count() >= 29);
  CHECK(crash->ran->count() < 60'000);
  CHECK(crash->started_seconds > 1'700'000'000);
  CHECK_FALSE(crash->machine_restarted);
  CHECK(reason(*crash) == "ended by SIGSEGV, at city agadir");
  CHECK(last_crashes(state.path()) == std::vector<Crash>{*crash});
}

TEST_CASE("the program still dies of the signal that it noted") {
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGSYS, SIGTRAP}) {
    CAPTURE(signal);
    const MadeUpRoot state;
    const int raised = run_noted(state, [&](CrashNotes&) { ::raise(signal); });
    CHECK(WIFSIGNALED(raised));
    CHECK(WTERMSIG(raised) == signal);
    const int sent = run_noted(state, [&](CrashNotes&) {
      ::kill(::getpid(), signal);  // as another program would
      std::this_thread::sleep_for(std::chrono::seconds(5));
    });
    CHECK(WIFSIGNALED(sent));
    CHECK(WTERMSIG(sent) == signal);
  }
}

TEST_CASE("real faults: a null pointer, a stack that overflows, a fault in another thread") {
  const auto signal_of = [](const std::function<void(CrashNotes&)>& program) {
    const MadeUpRoot state;
    const auto crash = crash_of(state, program);
    return crash ? crash->signal : "(none)";
  };
  CHECK(signal_of([](CrashNotes&) {
          volatile int* nowhere = nullptr;
          *nowhere = 1;
        }) == "SIGSEGV");
  CHECK(signal_of([](CrashNotes&) { g_sink = overflow(0); }) == "SIGSEGV");
  CHECK(signal_of([](CrashNotes&) {
          std::thread([] {
            volatile int* nowhere = nullptr;
            *nowhere = 1;
          }).join();
        }) == "SIGSEGV");
  CHECK(signal_of([](CrashNotes&) { std::abort(); }) == "SIGABRT");
}

TEST_CASE("a child of the program that dies is not the program that dies") {
  const MadeUpRoot state;
  const auto crash = crash_of(state, [](CrashNotes&) {
    const pid_t child = ::fork();
    if (child == 0) ::raise(SIGSEGV);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV) ::_exit(9);
    ::raise(SIGKILL);
  });
  REQUIRE(crash);
  CHECK(crash->ending == Ending::kWithoutAWord);
}

TEST_CASE("many threads that die at once leave one whole note") {
  for (int i = 0; i < 10; ++i) {
    const MadeUpRoot state;
    const auto crash = crash_of(state, [](CrashNotes&) {
      std::vector<std::thread> threads;
      for (int t = 0; t < 8; ++t) threads.emplace_back([] { ::raise(SIGBUS); });
      for (std::thread& thread : threads) thread.join();
    });
    REQUIRE(crash);
    CHECK(crash->signal == "SIGBUS");
    CHECK(crash->context == "map");
  }
}

TEST_CASE("a broken invariant and an exception leave their sentences") {
  const MadeUpRoot state;
  auto crash = crash_of(state, [](CrashNotes&) { KIOSK_CHECK(1 + 1 == 3); });
  REQUIRE(crash);
  CHECK(crash->ending == Ending::kBrokenInvariant);
  CHECK(crash->signal == "SIGABRT");
  CHECK(crash->sentence.starts_with("broken invariant: 1 + 1 == 3 ("));
  CHECK(crash->sentence.find("crash_notes_test.cpp:") != std::string::npos);
  CHECK(reason(*crash).ends_with(", at map"));
  crash = crash_of(state, [](CrashNotes&) { std::thread([] { throw std::bad_alloc(); }).join(); });
  REQUIRE(crash);
  CHECK(crash->ending == Ending::kException);
  CHECK(crash->sentence == "std::bad_alloc");
}

namespace {

// What the tests of silent ends stand on. `also`: what a broken twin does after the start.
bool is_noticed(int signal, const std::function<void(const MadeUpRoot&)>& also) {
  const MadeUpRoot state;
  static_cast<void>(run_noted(state, [&](CrashNotes&) {
    also(state);
    ::raise(signal);
  }));
  const auto next = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE(next);
  return (*next)->last_run().has_value();
}

}  // namespace

TEST_CASE("SIGKILL ends it without a word, and that is told") {
  const MadeUpRoot state;
  const auto crash = crash_of(state, [](CrashNotes&) { ::raise(SIGKILL); });
  REQUIRE(crash);
  CHECK(crash->ending == Ending::kWithoutAWord);
  CHECK(crash->signal.empty());
  CHECK(crash->context.empty());
  CHECK_FALSE(crash->ran);
  CHECK(crash->version == "0.1.0");
  CHECK(reason(*crash).starts_with("ended without a word (SIGKILL"));
  CHECK(is_noticed(SIGKILL, [](const MadeUpRoot&) {}));
  CHECK(is_noticed(SIGTERM, [](const MadeUpRoot&) {}));
}

TEST_CASE("broken twin: without the file that marks a run, SIGKILL is missed") {
  CHECK_FALSE(
      is_noticed(SIGKILL, [](const MadeUpRoot& state) { fs::remove(state.path() / "running"); }));
}

TEST_CASE("another boot of the machine tells a power cut from a kill") {
  MadeUpRoot state;
  state.write(
      "running",
      "version 0.0.9\nboot 11111111-2222-3333-4444-555555555555\nstarted 5000\nwall 1790000000\n");
  auto notes = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE(notes);
  REQUIRE((*notes)->last_run());
  CHECK((*notes)->last_run()->machine_restarted);
  CHECK((*notes)->last_run()->version == "0.0.9");
  CHECK(reason(*(*notes)->last_run()).starts_with("ended without a word (power"));
}

TEST_CASE("the last ten are kept, the newest first, each once") {
  MadeUpRoot state;
  for (int i = 0; i < 13; ++i) {
    Crash crash;
    crash.run = "boot/" + std::to_string(i);
    crash.context = "screen\t" + std::to_string(i) + "\n\xC3\xA9";
    REQUIRE(keep_crash(state.path(), crash));
    REQUIRE(keep_crash(state.path(), crash));
  }
  const auto found = last_crashes(state.path());
  REQUIRE(found.size() == kMostCrashes);
  CHECK(found.front().run == "boot/12");
  CHECK(found.back().run == "boot/3");
  CHECK(found.front().context == "screen?12???");
  // Lines that are none, and a file that is cut, cost themselves alone.
  state.write("crashes", "nonsense\n" + state.read("crashes") + "signal\tSIGSE");
  CHECK(last_crashes(state.path()) == found);
  state.write("crashes", std::string(1'000'000, 'x'));
  CHECK(last_crashes(state.path()).empty());
  CHECK(last_crashes("/nowhere at all").empty());
}

TEST_CASE("whatever stands in the file of the last run, the start goes on") {
  for (const std::string& text :
       {std::string(), std::string(4096, '\0'), std::string(9000, '\xff'), std::string("signal"),
        std::string("signal \nended x\nstarted 5\n"), std::string("started 9\nended 5\nsignal S\n"),
        "signal " + std::string(5000, 'S')}) {
    MadeUpRoot state;
    state.write("running", text);
    const auto notes = CrashNotes::begin(state.path(), "0.1.0");
    REQUIRE(notes);
    REQUIRE((*notes)->last_run());
    CHECK_FALSE((*notes)->last_run()->ran);
    CHECK(last_crashes(state.path()).size() == 1);
  }
}

TEST_CASE("two kiosks on one state folder: the second is told, and takes the first for no crash") {
  const MadeUpRoot state;
  int begun[2];
  int may_end[2];
  REQUIRE(::pipe(begun) == 0);
  REQUIRE(::pipe(may_end) == 0);
  char letter = 'x';
  const pid_t first = ::fork();
  REQUIRE(first >= 0);
  if (first == 0) {
    {
      const auto notes = CrashNotes::begin(state.path(), "0.1.0");
      if (!notes || ::write(begun[1], &letter, 1) != 1) ::_exit(9);
      if (::read(may_end[0], &letter, 1) != 1) ::_exit(9);
    }
    ::_exit(0);
  }
  REQUIRE(::read(begun[0], &letter, 1) == 1);
  const auto second = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE_FALSE(second);
  CHECK(second.error().message.ends_with(
      "belongs to a kiosk that is running. End that one, or choose another --state."));
  REQUIRE(::write(may_end[1], &letter, 1) == 1);
  int status = -1;
  REQUIRE(::waitpid(first, &status, 0) == first);
  CHECK(status == 0);
  for (const int end : {begun[0], begun[1], may_end[0], may_end[1]}) ::close(end);
  const auto third = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE(third);
  CHECK_FALSE((*third)->last_run());
}

TEST_CASE("where nothing can be written, one sentence says so") {
  const auto notes = CrashNotes::begin("/nowhere at all", "0.1.0");
  REQUIRE_FALSE(notes);
  CHECK(notes.error().message ==
        "/nowhere at all/running: cannot be written: No such file or directory. Check the state "
        "folder and the space on its disk.");
}

TEST_CASE("the last words fit on a disk that has filled up meanwhile") {
  const MadeUpRoot root;
  if (::mount("none", root.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
    MESSAGE("DID NOT RUN: only root can mount a small disk. Run it as root.");
    return;
  }
  const auto fill = [&] {
    std::ofstream filler(root.path() / "filler");
    filler << std::string(200'000, 'x') << std::flush;
    CHECK_FALSE(filler.good());
  };
  static_cast<void>(run_noted(root, [&](CrashNotes&) {
    fill();
    ::raise(SIGSEGV);
  }));
  fill();
  // Told at the first start for which there is room, and not lost before.
  const auto refused = CrashNotes::begin(root.path(), "0.1.0");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("No space left") != std::string::npos);
  fs::remove(root.path() / "filler");
  {
    const auto next = CrashNotes::begin(root.path(), "0.1.0");
    REQUIRE(next);
    REQUIRE((*next)->last_run());
    CHECK((*next)->last_run()->signal == "SIGSEGV");
    CHECK((*next)->last_run()->context == "map");
  }
  fill();
  const auto again = CrashNotes::begin(root.path(), "0.1.0");
  REQUIRE_FALSE(again);
  CHECK_FALSE(fs::exists(root.path() / "running"));  // a start that failed leaves no mark
  CHECK_FALSE(fs::exists(root.path() / "running.new"));
  REQUIRE(::umount2(root.path().c_str(), MNT_DETACH) == 0);
}

TEST_CASE("writes: one at the start, one more after a crash, none while it runs or ends") {
  const MadeUpRoot state;
  std::uint64_t before = writes_so_far();
  auto notes = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE(notes);
  CHECK(writes_so_far() - before == 1);
  before = writes_so_far();
  for (int i = 0; i < 10'000; ++i) (*notes)->doing(i % 2 == 0 ? "map" : "gallery");
  CHECK(writes_so_far() == before);
  notes->reset();
  CHECK(writes_so_far() == before);
  static_cast<void>(run_noted(state, [](CrashNotes&) { ::raise(SIGKILL); }));
  before = writes_so_far();
  notes = CrashNotes::begin(state.path(), "0.1.0");
  REQUIRE(notes);
  CHECK(writes_so_far() - before == 2);
}

TEST_CASE("what it does is cut at its length, and told without what is no plain text") {
  const MadeUpRoot state;
  const auto crash = crash_of(state, [](CrashNotes& notes) {
    notes.doing(std::string(50, 'a') + "\n\t\x01" + std::string(200, 'b'));
    ::raise(SIGSEGV);
  });
  REQUIRE(crash);
  CHECK(crash->context.size() == kLongestContext);
  CHECK(crash->context.starts_with(std::string(50, 'a') + "???b"));
}
