#include "kiosk/imaging/worker_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <thread>

namespace kiosk {

namespace {

constexpr std::chrono::milliseconds kLookEvery{1};

// At its beginning.
Descriptor as_file(std::string_view bytes) {
  Descriptor file(::memfd_create("picture", MFD_CLOEXEC));
  std::string_view rest = bytes;
  while (file.get() >= 0 && !rest.empty()) {
    const ssize_t written = ::write(file.get(), rest.data(), rest.size());
    if (written <= 0) return Descriptor();
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.get() >= 0) ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

pid_t spawn(const std::filesystem::path& path, int drawing_side, unsigned seconds, int input,
            int output) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string program = path.string();
  std::string side = std::to_string(drawing_side);
  std::string time = std::to_string(seconds);
  std::array<char*, 4> arguments{program.data(), side.data(), time.data(), nullptr};
  // Nothing of the caller's surroundings: the same picture must give the same bytes.
  std::string locale = "LC_ALL=C.UTF-8";
  std::array<char*, 2> surroundings{locale.data(), nullptr};
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(),
                                  surroundings.data());
  ::posix_spawn_file_actions_destroy(&actions);
  errno = error;
  return error == 0 ? pid : -1;
}

}  // namespace

void Descriptor::close() {
  if (m_number >= 0) ::close(m_number);
  m_number = -1;
}

WorkerProcess::WorkerProcess(const std::filesystem::path& program, int drawing_side,
                             unsigned seconds, std::string_view bytes) {
  const Descriptor input = as_file(bytes);
  std::array<int, 2> ends{-1, -1};
  if (input.get() < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
    m_error = errno;
    return;
  }
  m_output = Descriptor(ends[0]);
  const Descriptor write(ends[1]);
  m_pid = spawn(program, drawing_side, seconds, input.get(), write.get());
  if (m_pid < 0) m_error = errno;
}

WorkerProcess::~WorkerProcess() {
  if (m_pid <= 0) return;
  ::kill(m_pid, SIGKILL);
  while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<int> WorkerProcess::status_until(std::chrono::steady_clock::time_point deadline) {
  while (m_pid > 0) {
    int status = -1;
    const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
    if (ended == m_pid) {
      m_pid = -1;
      return status;
    }
    if (ended < 0 && errno != EINTR) break;
    if (std::chrono::steady_clock::now() >= deadline) break;
    std::this_thread::sleep_for(kLookEvery);
  }
  return std::nullopt;
}

}  // namespace kiosk
