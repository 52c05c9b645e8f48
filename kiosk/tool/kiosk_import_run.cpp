#include "kiosk/tool/kiosk_import_run.h"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/decoding/row_sink.h"
#include "kiosk/imaging/picture_format.h"
#include "kiosk/tool/kiosk_import_attempts.h"

namespace kiosk::tool {

namespace {

using namespace kiosk::decoding;

constexpr int kFine = 0;
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

std::optional<int> number_in(std::string_view text, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

}  // namespace

int run_import(int argc, char** argv, Walls walls) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (argc == 2 && first == "--self-test") return self_test();
  if (argc == 3 && first == "--attempt") {
    return enter_sandbox(walls) ? attempt(argv[2]) : kWorkerHasNoSandbox;
  }
  const auto side = number_in(first, kLargestDrawing);
  const auto seconds = argc == 3 ? number_in(argv[2], kMostSeconds) : std::nullopt;
  if (!side || !seconds) return kWorkerNotUnderstood;
  walls.seconds = static_cast<unsigned>(*seconds);
  const std::string bytes = read_input();
  if (format_of(bytes) == PictureFormat::kSvg) warm_up_drawing();
  // Little CMS asks for the date, and the C library then for the time zone's file.
  const std::time_t now = 0;
  std::tm ignored{};
  static_cast<void>(gmtime_r(&now, &ignored));
  if (!enter_sandbox(walls)) return kWorkerHasNoSandbox;
  read_picture(bytes, *side);
  // Without the libraries' farewells, which would ask for more than the sandbox allows.
  ::_exit(kFine);
}

}  // namespace kiosk::tool
