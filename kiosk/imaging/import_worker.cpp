#include "kiosk/imaging/import_worker.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/imaging/reader_failure.h"
#include "kiosk/imaging/worker_process.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kReadAtOnce = 1024 * 1024;
// To end, once it has said everything: it only has to be unmapped.
constexpr std::chrono::seconds kToEnd{2};

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
  // Nothing came any more, as far as was read.
  [[nodiscard]] bool ended() const { return m_ended; }

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
      m_ended = got <= 0;
      return got > 0;
    }
  }

  int m_descriptor;
  std::chrono::steady_clock::time_point m_deadline;
  std::vector<char> m_buffer = std::vector<char>(kReadAtOnce);
  std::size_t m_from = 0;
  std::size_t m_until = 0;
  bool m_late = false;
  bool m_ended = false;
};

bool is_sane(const WireHeader& header) {
  return header.width >= 1 && header.height >= 1 && header.width <= kMaxImageSide &&
         header.height <= kMaxImageSide &&
         std::uint64_t{header.width} * header.height <= kMaxImagePixels &&
         header.orientation >= 1 && header.orientation <= 8;
}

bool is_ours(const WireMark& mark) {
  return mark.magic == kWireMagic && mark.version == kWireVersion;
}

// One picture's dialogue with its worker.
class Import {
 public:
  Import(const ImportWorker& worker, bool drawing, std::string_view bytes)
      : m_worker(worker),
        m_drawing(drawing),
        m_process(worker.program, worker.drawing_side,
                  drawing ? worker.drawing_seconds : worker.picture_seconds, bytes),
        m_reader(m_process.output(), worker.patience) {}

  tl::expected<WireHeader, PictureRefusal> run(const PixelReceiver& receiver) {
    if (!m_process.started()) {
      return tl::unexpected(reader_cannot_start(m_worker.program, m_process.error()));
    }
    WireHeader header;
    if (!m_reader.exactly(&header.mark, sizeof header.mark)) return broke_off();
    if (header.mark.magic == kWireMagic && !is_ours(header.mark)) {
      return tl::unexpected(reader_is_of_another_version(m_worker.program));
    }
    // What follows the mark of what has no mark is not looked at.
    char* rest = reinterpret_cast<char*>(&header) + sizeof header.mark;
    if (!is_ours(header.mark) || !m_reader.exactly(rest, sizeof header - sizeof header.mark)) {
      return broke_off();
    }
    if (header.status != WireStatus::kFine) {
      return tl::unexpected(refusal_of_status(header, m_drawing));
    }
    if (!is_sane(header)) return broke_off();
    if (!receiver.begin(header)) return header;
    return rows(header, receiver);
  }

 private:
  tl::expected<WireHeader, PictureRefusal> rows(const WireHeader& header,
                                                const PixelReceiver& receiver) {
    std::vector<std::uint8_t> row(std::size_t{header.width} * 3);
    for (std::uint32_t y = 0; y < header.height; ++y) {
      if (!m_reader.exactly(row.data(), row.size())) return broke_off();
      receiver.row(row);
    }
    WireTrailer trailer;
    if (!m_reader.exactly(&trailer, sizeof trailer) || !is_ours(trailer.mark)) return broke_off();
    if (trailer.status != WireStatus::kFine) {
      return tl::unexpected(
          PictureRefusal{"the picture is damaged or cut short", "Copy it again from the camera."});
    }
    if (!m_reader.ends() || end() != 0) return broke_off();
    return header;
  }

  // Its wait status; none: it does not end.
  std::optional<int> end() {
    if (!m_status) m_status = m_process.status_until(std::chrono::steady_clock::now() + kToEnd);
    return m_status;
  }

  tl::unexpected<PictureRefusal> broke_off() {
    if (m_reader.late()) return tl::unexpected(took_too_long(m_drawing));
    return tl::unexpected(
        reader_broke_off(m_worker.program, m_reader.ended() ? end() : std::nullopt, m_drawing));
  }

  const ImportWorker& m_worker;
  bool m_drawing;
  WorkerProcess m_process;
  Reader m_reader;
  std::optional<int> m_status;
};

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
    return tl::unexpected(PictureRefusal{"the picture is " + std::to_string(bytes.size()) +
                                             " bytes large, more than " +
                                             std::to_string(kMaxImageBytes),
                                         "Save it smaller."});
  }
  const bool drawing = format_of(bytes) == PictureFormat::kSvg;
  if (drawing) {
    if (auto refusal = refusal_of_drawing(bytes)) return tl::unexpected(std::move(*refusal));
  }
  return Import(worker, drawing, bytes).run(receiver);
}

}  // namespace kiosk
