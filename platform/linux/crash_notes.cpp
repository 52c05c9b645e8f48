#include "platform/linux/crash_notes.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <ctime>
#include <exception>
#include <utility>

#include "kiosk/base/check.h"
#include "platform/linux/system_files.h"

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

constexpr off_t kNotesBegin = 1024;  // after what is written at the start
constexpr off_t kFileSize = 4096;
constexpr std::size_t kLongestSentence = 511;

struct FatalSignal {
  int number;
  const char* name;
};
constexpr std::array<FatalSignal, 7> kFatal{{{SIGSEGV, "SIGSEGV"},
                                             {SIGABRT, "SIGABRT"},
                                             {SIGBUS, "SIGBUS"},
                                             {SIGILL, "SIGILL"},
                                             {SIGFPE, "SIGFPE"},
                                             {SIGSYS, "SIGSYS"},
                                             {SIGTRAP, "SIGTRAP"}}};

// Characters one by one, because a signal may look in the middle of their being written.
template <std::size_t kLongest>
class SharedText {
 public:
  void set(std::string_view text) {
    const std::size_t count = std::min(text.size(), kLongest);
    for (std::size_t i = 0; i < count; ++i) {
      const bool plain = text[i] >= ' ' && text[i] <= '~';
      m_letters[i].store(plain ? text[i] : '?', std::memory_order_relaxed);
    }
    m_letters[count].store('\0', std::memory_order_release);
  }
  [[nodiscard]] char at(std::size_t i) const { return m_letters[i].load(); }
  [[nodiscard]] bool empty() const { return at(0) == '\0'; }

 private:
  std::array<std::atomic<char>, kLongest + 1> m_letters{};
};

// All that the handler knows.
struct Desk {
  std::atomic<int> descriptor = -1;
  std::atomic<pid_t> owner = 0;     // a child that was forked off has the handlers too
  std::atomic<bool> taken = false;  // the first fatal signal's
  // The one that counts is never written to.
  std::array<SharedText<kLongestContext>, 2> contexts;
  std::atomic<std::size_t> context = 0;
  std::atomic<const char*> cause = "signal";
  SharedText<kLongestSentence> sentence;
};
constinit Desk g_desk;

// What to restore at an orderly end.
struct Before {
  std::array<struct sigaction, kFatal.size()> actions;
  std::terminate_handler terminate;
};
Before g_before;
alignas(16) std::array<std::byte, 64 * 1024> g_stack;  // for a handler whose own is used up

std::int64_t now_of(clockid_t clock, std::int64_t parts_in_second) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * parts_in_second + now.tv_nsec / (1'000'000'000 / parts_in_second);
}
std::int64_t since_boot() { return now_of(CLOCK_BOOTTIME, 1000); }

// Lines put together without memory from the heap.
class NoteLines {
 public:
  void line(const char* key, const char* value) {
    text(key);
    put(' ');
    text(value);
    put('\n');
  }
  void line(const char* key, std::int64_t value) {
    std::array<char, 24> digits{};
    std::size_t at = digits.size() - 1;
    for (; value > 9; value /= 10) digits[--at] = static_cast<char>('0' + value % 10);
    digits[--at] = static_cast<char>('0' + std::max<std::int64_t>(value, 0));
    line(key, digits.data() + at);
  }
  template <std::size_t kLongest>
  void line(const char* key, const SharedText<kLongest>& value) {
    text(key);
    put(' ');
    for (std::size_t i = 0; i < kLongest && value.at(i) != '\0'; ++i) put(value.at(i));
    put('\n');
  }
  [[nodiscard]] bool write_at(int descriptor, off_t place) const {
    const ssize_t written = ::pwrite(descriptor, m_bytes.data(), m_count, place);
    return written == static_cast<ssize_t>(m_count);
  }

 private:
  void text(const char* value) {
    for (; *value != '\0'; ++value) put(*value);
  }
  void put(char letter) {
    if (m_count < m_bytes.size()) m_bytes[m_count++] = letter;
  }

  std::array<char, kNotesBegin> m_bytes{};
  std::size_t m_count = 0;
};

const char* name_of(int signal) {
  for (const FatalSignal& fatal : kFatal) {
    if (fatal.number == signal) return fatal.name;
  }
  return "a signal";
}

// Only what POSIX allows in a signal's handler.
void note(int signal) {
  NoteLines lines;
  lines.line("signal", name_of(signal));
  lines.line("cause", g_desk.cause.load());
  lines.line("ended", since_boot());
  lines.line("context", g_desk.contexts[g_desk.context.load()]);
  if (!g_desk.sentence.empty()) lines.line("sentence", g_desk.sentence);
  static_cast<void>(lines.write_at(g_desk.descriptor.load(), kNotesBegin));
}

extern "C" void on_fatal_signal(int signal) {
  const int error = errno;
  if (::getpid() != g_desk.owner.load()) {
    // Its end is not the program's.
  } else if (!g_desk.taken.exchange(true)) {
    note(signal);
  } else {
    // Another thread is dying, and writes: it shall not be cut off.
    const timespec second{1, 0};
    ::nanosleep(&second, nullptr);
  }
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  ::sigaction(signal, &standard, nullptr);
  ::raise(signal);  // held back until this returns; then it ends the program as it would have
  errno = error;
}

void on_broken_invariant(const char* sentence) {
  g_desk.sentence.set(sentence);
  g_desk.cause.store("invariant");
}

void on_terminate() {
  g_desk.cause.store("exception");
  g_desk.sentence.set("ended by an exception");
  if (const std::exception_ptr exception = std::current_exception()) {
    try {
      std::rethrow_exception(exception);
    } catch (const std::exception& known) {
      g_desk.sentence.set(known.what());
    } catch (...) {  // its name is all that it has
    }
  }
  g_before.terminate();
}

void watch(int descriptor) {
  g_desk.descriptor.store(descriptor);
  g_desk.owner.store(::getpid());
  g_desk.taken.store(false);
  g_desk.cause.store("signal");
  g_desk.sentence.set("");
  g_desk.contexts[g_desk.context.load()].set("");
  stack_t stack{};
  stack.ss_sp = g_stack.data();
  stack.ss_size = g_stack.size();
  ::sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_handler = on_fatal_signal;
  action.sa_flags = SA_ONSTACK;
  for (std::size_t i = 0; i < kFatal.size(); ++i) {
    ::sigaction(kFatal[i].number, &action, &g_before.actions[i]);
  }
  g_before.terminate = std::set_terminate(on_terminate);
  set_check_witness(on_broken_invariant);
}

void watch_no_more() {
  set_check_witness(nullptr);
  std::set_terminate(g_before.terminate);
  for (std::size_t i = 0; i < kFatal.size(); ++i) {
    ::sigaction(kFatal[i].number, &g_before.actions[i], nullptr);
  }
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
  g_desk.descriptor.store(-1);
}

bool sync_folder(const fs::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return false;
  const bool synced = ::fsync(opened) == 0;
  ::close(opened);
  return synced;
}

std::string boot_id() {
  return read_system_line("/proc/sys/kernel/random/boot_id").value_or("unknown");
}

tl::unexpected<Error> not_written(const fs::path& file) {
  return fail(file.string() + ": cannot be written: " + std::strerror(errno) +
              ". Check the state folder and the space on its disk.");
}

// What the run before left, if it did not take its file away.
Result<std::optional<Crash>> take_up(const fs::path& file) {
  const int left = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (left < 0 && errno == ENOENT) return std::nullopt;
  if (left < 0) return not_written(file);
  const bool mine = ::flock(left, LOCK_EX | LOCK_NB) == 0;
  std::string notes(static_cast<std::size_t>(kFileSize), '\0');
  const ssize_t count = mine ? ::pread(left, notes.data(), notes.size(), 0) : 0;
  ::close(left);
  if (!mine) {
    return fail(file.string() +
                ": belongs to a kiosk that is running. End that one, or choose another --state.");
  }
  notes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  Crash crash = crash_from_notes(notes, boot_id());
  if (auto kept = keep_crash(file.parent_path(), crash); !kept) {
    return tl::unexpected(kept.error());
  }
  return crash;
}

// The new run's file, in its place and locked, with room for the last words.
Result<int> lay_down(const fs::path& file, const std::string& version) {
  const fs::path beside = file.string() + ".new";
  const int made = ::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (made < 0) return not_written(file);
  NoteLines lines;
  lines.line("version", version.c_str());
  lines.line("boot", boot_id().c_str());
  lines.line("started", since_boot());
  lines.line("wall", now_of(CLOCK_REALTIME, 1));
  errno = ::posix_fallocate(made, 0, kFileSize);
  const bool whole = errno == 0 && ::flock(made, LOCK_EX | LOCK_NB) == 0 &&
                     lines.write_at(made, 0) && ::fsync(made) == 0 &&
                     ::rename(beside.c_str(), file.c_str()) == 0 && sync_folder(file.parent_path());
  if (whole) return made;
  const auto failure = not_written(file);
  ::close(made);
  ::unlink(beside.c_str());
  return failure;
}

}  // namespace

Result<std::unique_ptr<CrashNotes>> CrashNotes::begin(const fs::path& state,
                                                      const std::string& version) {
  KIOSK_CHECK(g_desk.descriptor.load() < 0);
  const fs::path file = state / "running";
  Result<std::optional<Crash>> last = take_up(file);
  if (!last) return tl::unexpected(last.error());
  const Result<int> descriptor = lay_down(file, version);
  if (!descriptor) return tl::unexpected(descriptor.error());
  watch(*descriptor);
  return std::unique_ptr<CrashNotes>(new CrashNotes(file, *descriptor, std::move(*last)));
}

CrashNotes::~CrashNotes() {
  watch_no_more();
  ::unlink(m_file.c_str());
  // Lost at worst: then a power cut right now counts as one while the kiosk ran.
  static_cast<void>(sync_folder(m_file.parent_path()));
  ::close(m_descriptor);
}

void CrashNotes::doing(std::string_view context) {
  const std::size_t other = 1 - g_desk.context.load();
  g_desk.contexts[other].set(context);
  g_desk.context.store(other);
}

}  // namespace kiosk::platform
