// kiosk-import: the sandboxed worker. A picture's bytes on standard input, its pixels on
// standard output as imaging/wire.h says. Started by imaging/import_worker.cpp, a process a
// picture; takes one argument, the longer side (px) that drawings are rendered at.
//
// With "--attempt NAME" it enters the sandbox and then does what it must not be able to do:
// for the test that each attempt ends in SIGSYS.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>

#include "kiosk/decoding/row_sink.h"
#include "kiosk/decoding/sandbox.h"
#include "kiosk/imaging/picture_format.h"

namespace {

using namespace kiosk;
using namespace kiosk::decoding;

constexpr int kFine = 0;
constexpr int kNoSandbox = 4;
constexpr int kLargestDrawing = 4096;
constexpr std::size_t kReadAtOnce = 1024 * 1024;

// All of the input, up to one byte more than a picture may have.
std::string read_input() {
  std::string bytes;
  while (bytes.size() <= kMaxImageBytes) {
    const std::size_t had = bytes.size();
    bytes.resize(had + kReadAtOnce);
    const ssize_t got = ::read(STDIN_FILENO, bytes.data() + had, kReadAtOnce);
    bytes.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got <= 0) break;
  }
  return bytes;
}

void read_picture(std::string_view bytes, int side) {
  RowSink sink(STDOUT_FILENO);
  if (bytes.size() > kMaxImageBytes) return sink.refuse(WireStatus::kTooLarge);
  switch (format_of(bytes)) {
    case PictureFormat::kJpeg:
      return decode_jpeg(bytes, sink);
    case PictureFormat::kPng:
      return decode_png(bytes, sink);
    case PictureFormat::kSvg:
      return render_drawing(bytes, side, sink);
    case PictureFormat::kOther:
      return sink.refuse(WireStatus::kNotAPicture);
  }
}

// Never returns zero: whoever gets past the attempt has got out.
int attempt(std::string_view what) {
  if (!enter_sandbox()) return kNoSandbox;
  if (what == "open") return ::open("/etc/passwd", O_RDONLY) + 100;
  if (what == "create") return ::open("/tmp/kiosk-import-was-here", O_CREAT | O_WRONLY, 0600) + 100;
  if (what == "socket") return ::socket(AF_INET, SOCK_STREAM, 0) + 100;
  if (what == "fork") return ::fork() + 100;
  if (what == "exec") return ::execl("/bin/true", "true", nullptr) + 100;
  if (what == "kill") return ::kill(1, 0) + 100;
  if (what == "ptrace")
    return static_cast<int>(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)) + 100;
  if (what == "unlink") return ::unlink("/tmp/kiosk-import-was-here") + 100;
  if (what == "write-elsewhere") return static_cast<int>(::write(STDERR_FILENO, "x", 1)) + 100;
  if (what == "run-memory") {
    void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == nullptr ? 101 : 100;
  }
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--attempt") return attempt(argv[2]);
  int side = 0;
  if (argc == 2) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), side);
  if (side < 1 || side > kLargestDrawing) return 2;
  const std::string bytes = read_input();
  if (format_of(bytes) == PictureFormat::kSvg) warm_up_drawing();
  // Little CMS asks for the date, and the C library then for the time zone's file.
  const std::time_t now = 0;
  std::tm ignored{};
  static_cast<void>(gmtime_r(&now, &ignored));
  if (!enter_sandbox()) return kNoSandbox;
  read_picture(bytes, side);
  // Without the libraries' farewells, which would ask for more than the sandbox allows.
  ::_exit(kFine);
}
