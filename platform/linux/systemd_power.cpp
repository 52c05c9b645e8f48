#include "platform/linux/systemd_power.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLongestWords = 400;  // of what systemctl says

struct Pipe {
  int read = -1;
  int write = -1;
  Pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
      read = ends[0];
      write = ends[1];
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(read);
    close(write);
  }
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

// Its words go into the pipe, and it reads nothing. 0, or an errno.
int spawn(const fs::path& program, const char* verb, const Pipe& pipe, pid_t& child) {
  std::string name = program.filename().string();
  std::string order = verb;
  std::string no_block = "--no-block";
  std::string no_questions = "--no-ask-password";
  std::string locale = "LC_ALL=C";
  const std::array<char*, 5> arguments{name.data(), order.data(), no_block.data(),
                                       no_questions.data(), nullptr};
  const std::array<char*, 2> environment{locale.data(), nullptr};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, pipe.write, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipe.write, STDERR_FILENO);
  const int error = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(),
                                  environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

// What it says until it closes the pipe or the time is over.
std::string words_of(int pipe, Clock::time_point end) {
  std::string words;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd news{pipe, POLLIN, 0};
    if (left <= 0 || ::poll(&news, 1, static_cast<int>(left)) <= 0) return words;
    std::array<char, 256> bytes{};
    const ssize_t count = ::read(pipe, bytes.data(), bytes.size());
    if (count <= 0) return words;
    const std::size_t room = kLongestWords - words.size();
    words.append(bytes.data(), std::min(static_cast<std::size_t>(count), room));
  }
}

// How it ended, as waitpid tells; nothing: it did not, and was killed.
std::optional<int> end_of(pid_t child, Clock::time_point end) {
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (Clock::now() >= end) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return std::nullopt;
    }
    ::usleep(2000);
  }
  return status;
}

// On one line, plain.
std::string tidied(std::string words) {
  while (!words.empty() && static_cast<unsigned char>(words.back()) <= ' ') words.pop_back();
  for (char& letter : words) {
    if (letter < ' ' || letter > '~') letter = ' ';
  }
  return words;
}

Result<void> ask(const fs::path& systemctl, const char* verb, Millis longest) {
  const std::string subject = systemctl.string() + " " + verb;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(longest);
  Pipe pipe;
  pid_t child = -1;
  const int error = pipe.write < 0 ? errno : spawn(systemctl, verb, pipe, child);
  if (error != 0) {
    return fail(subject + ": cannot be run: " + std::strerror(error) +
                ". Is this a machine with systemd? Use its switch.");
  }
  Pipe::close(pipe.write);
  const std::string words = tidied(words_of(pipe.read, end));
  const std::optional<int> status = end_of(child, end);
  if (!status) {
    return fail(subject + ": does not answer. Wait a minute, then use the machine's switch.");
  }
  if (WIFEXITED(*status) && WEXITSTATUS(*status) == 0) return {};
  return fail(subject + ": was refused" + (words.empty() ? "" : ": " + words) +
              ". Run the kiosk by its service, or use the machine's switch.");
}

}  // namespace

Result<void> SystemdPower::restart_machine() {
  return ask(m_systemctl, "reboot", m_longest_answer);
}

Result<void> SystemdPower::power_off() { return ask(m_systemctl, "poweroff", m_longest_answer); }

Error start_again(char* const* arguments) {
  std::error_code error;
  std::string program = fs::read_symlink("/proc/self/exe", error).string();
  // So the kernel calls a file that was replaced meanwhile; the new one has its old name.
  constexpr std::string_view kReplaced = " (deleted)";
  if (program.ends_with(kReplaced)) program.resize(program.size() - kReplaced.size());
  // What a library left open shall not be carried from run to run.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (!program.empty()) ::execv(program.c_str(), arguments);
  return {(program.empty() ? "/proc/self/exe" : program) + ": cannot be started anew: " +
          std::strerror(program.empty() ? error.value() : errno) + ". Start the kiosk by hand."};
}

}  // namespace kiosk::platform
