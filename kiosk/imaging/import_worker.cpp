#include "kiosk/imaging/import_worker.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kReadAtOnce = 1024 * 1024;

tl::unexpected<PictureRefusal> refuse(std::string what, std::string remedy) {
  return tl::unexpected(PictureRefusal{std::move(what), std::move(remedy)});
}

tl::unexpected<PictureRefusal> cannot_start(const char* what) {
  return refuse(
      std::string("the picture reader cannot start (") + what + ": " + std::strerror(errno) + ")",
      "Install the program again.");
}

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : m_number(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_number, other.m_number);
    return *this;
  }
  [[nodiscard]] int get() const { return m_number; }
  void close() {
    if (m_number >= 0) ::close(m_number);
    m_number = -1;
  }

 private:
  int m_number;
};

// The picture in memory that only the worker sees, at its beginning.
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

// Owns the process: it is gone when this is.
class Process {
 public:
  explicit Process(pid_t pid) : m_pid(pid) {}
  ~Process() {
    if (m_pid <= 0) return;
    ::kill(m_pid, SIGKILL);
    static_cast<void>(wait());
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Its wait status; -1 if there is none.
  int wait() {
    int status = -1;
    while (m_pid > 0 && ::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    m_pid = -1;
    return status;
  }

 private:
  pid_t m_pid;
};

// Reads exact amounts until the deadline.
class Reader {
 public:
  Reader(int descriptor, Millis patience)
      : m_descriptor(descriptor),
        m_deadline(std::chrono::steady_clock::now() +
                   std::chrono::duration_cast<std::chrono::steady_clock::duration>(patience)) {}

  [[nodiscard]] bool exactly(void* into, std::size_t bytes) {
    auto* at = static_cast<char*>(into);
    while (bytes > 0) {
      if (m_from == m_until && !fill()) return false;
      const std::size_t share = std::min(bytes, m_until - m_from);
      std::memcpy(at, m_buffer.data() + m_from, share);
      m_from += share;
      at += share;
      bytes -= share;
    }
    return true;
  }
  // Nothing more may come.
  [[nodiscard]] bool ends() { return m_from == m_until && !fill() && !m_late; }
  [[nodiscard]] bool late() const { return m_late; }

 private:
  bool fill() {
    while (true) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          m_deadline - std::chrono::steady_clock::now());
      pollfd wait{m_descriptor, POLLIN, 0};
      const int ready =
          left.count() <= 0 ? 0 : ::poll(&wait, 1, static_cast<int>(left.count()) + 1);
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) {
        m_late = true;
        return false;
      }
      const ssize_t got = ::read(m_descriptor, m_buffer.data(), m_buffer.size());
      if (got < 0 && errno == EINTR) continue;
      m_from = 0;
      m_until = got > 0 ? static_cast<std::size_t>(got) : 0;
      return got > 0;
    }
  }

  int m_descriptor;
  std::chrono::steady_clock::time_point m_deadline;
  std::vector<char> m_buffer = std::vector<char>(kReadAtOnce);
  std::size_t m_from = 0;
  std::size_t m_until = 0;
  bool m_late = false;
};

tl::unexpected<PictureRefusal> explain(const WireHeader& header, bool drawing) {
  switch (header.status) {
    case WireStatus::kTooLarge:
      return refuse("the picture has " + std::to_string(header.width) + " × " +
                        std::to_string(header.height) +
                        " pixels; at most 24 million are taken, and 8192 a side",
                    "Save it smaller: 4000 pixels a side are plenty.");
    case WireStatus::kTooMuchMemory:
      return refuse("the picture needs too much memory to be opened",
                    "Save it anew as a plain JPEG (RGB, not progressive).");
    case WireStatus::kNotAPicture:
      return refuse("this is not a JPEG, PNG or SVG picture",
                    "Open it in a picture program and save it as JPEG or PNG.");
    default:
      if (drawing) return refuse("the drawing is no whole SVG", "Save it anew as SVG.");
      return refuse("the picture is damaged", "Copy it again from the camera.");
  }
}

bool is_sane(const WireHeader& header) {
  return header.magic == kWireMagic && header.width >= 1 && header.height >= 1 &&
         header.width <= kMaxImageSide && header.height <= kMaxImageSide &&
         std::uint64_t{header.width} * header.height <= kMaxImagePixels &&
         header.orientation >= 1 && header.orientation <= 8;
}

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {Descriptor(), Descriptor()};
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

pid_t spawn(const ImportWorker& worker, int input, int output) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string program = worker.program.string();
  std::string side = std::to_string(worker.drawing_side);
  std::array<char*, 3> arguments{program.data(), side.data(), nullptr};
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

fs::path find_import_worker() {
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  // Beside the program, in the folder above (tests), or where packages put helpers.
  for (const fs::path& place : {folder / "kiosk-import", folder.parent_path() / "kiosk-import",
                                folder.parent_path() / "libexec" / "kiosk" / "kiosk-import"}) {
    if (fs::exists(place, error)) return place;
  }
  return folder / "kiosk-import";
}

tl::expected<WireHeader, PictureRefusal> import_picture(const ImportWorker& worker,
                                                        std::string_view bytes,
                                                        const PixelReceiver& receiver) {
  if (auto refusal = refusal_of_format(bytes)) return tl::unexpected(std::move(*refusal));
  if (bytes.size() > kMaxImageBytes) {
    return refuse("the picture is " + std::to_string(bytes.size()) + " bytes large, more than " +
                      std::to_string(kMaxImageBytes),
                  "Save it smaller.");
  }
  const bool drawing = format_of(bytes) == PictureFormat::kSvg;
  if (drawing) {
    if (auto refusal = refusal_of_drawing(bytes)) return tl::unexpected(std::move(*refusal));
  }
  Descriptor input = as_file(bytes);
  if (input.get() < 0) return cannot_start("memory");
  Pipe pipe = make_pipe();
  if (pipe.read.get() < 0) return cannot_start("pipe");
  const pid_t pid = spawn(worker, input.get(), pipe.write.get());
  if (pid < 0) return cannot_start(worker.program.c_str());
  Process process(pid);
  pipe.write.close();
  input.close();

  Reader reader(pipe.read.get(), worker.patience);
  const auto broke_off = [&]() -> tl::unexpected<PictureRefusal> {
    if (reader.late()) {
      return refuse("the picture took too long to read", "Save it anew as a plain JPEG.");
    }
    return refuse("the picture cannot be read: the reader broke off",
                  "Open it in a picture program and save it as JPEG or PNG.");
  };
  WireHeader header;
  if (!reader.exactly(&header, sizeof header)) return broke_off();
  if (header.magic != kWireMagic) return broke_off();
  if (header.status != WireStatus::kFine) return explain(header, drawing);
  if (!is_sane(header)) return broke_off();
  if (!receiver.begin(header)) return header;
  std::vector<std::uint8_t> row(std::size_t{header.width} * 3);
  for (std::uint32_t y = 0; y < header.height; ++y) {
    if (!reader.exactly(row.data(), row.size())) return broke_off();
    receiver.row(row);
  }
  WireTrailer trailer;
  if (!reader.exactly(&trailer, sizeof trailer) || trailer.magic != kWireMagic) return broke_off();
  if (trailer.status != WireStatus::kFine) {
    return refuse("the picture is damaged or cut short", "Copy it again from the camera.");
  }
  if (!reader.ends() || process.wait() != 0) return broke_off();
  return header;
}

}  // namespace kiosk
