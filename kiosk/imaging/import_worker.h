// The sandboxed worker, seen from outside: a picture's bytes go in, rows of pixels come out.
//
// A process a picture (about 2 ms to start). It is lent no file, no network and no more time
// and memory than one picture can need; whatever it says is held against the limits in wire.h.
// If it dies, hangs or lies, the picture is refused and nothing else happens. If it is missing, of
// another version or cannot be shut in, the refusal says so (PictureRefusal::of_reader).
//
// Thread: any, several at once. Blocks until the picture is read or refused. Linux.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>
#include <tl/expected.hpp>

#include "kiosk/base/time.h"
#include "kiosk/imaging/picture_format.h"
#include "kiosk/imaging/wire.h"

namespace kiosk {

struct ImportWorker {
  std::filesystem::path program;  // kiosk-import
  Millis patience{30'000};        // for one picture
  int drawing_side = 1920;        // px: drawings are rendered to fit a square of it
  // Of processor time. A drawing's library cannot be stopped from within, and what people draw
  // takes it a tenth of a second.
  unsigned picture_seconds = 30;
  unsigned drawing_seconds = 5;
};

// Called with the header first, which can refuse the picture by returning false, then with
// each row of header.width x 3 bytes.
struct PixelReceiver {
  std::function<bool(const WireHeader&)> begin;
  std::function<void(std::span<const std::uint8_t>)> row;
};

// Finds kiosk-import beside the running program, else under libexec.
[[nodiscard]] std::filesystem::path find_import_worker();

[[nodiscard]] tl::expected<WireHeader, PictureRefusal> import_picture(
    const ImportWorker& worker, std::string_view bytes, const PixelReceiver& receiver);

}  // namespace kiosk
