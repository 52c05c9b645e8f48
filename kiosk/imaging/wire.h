// Wire: what the sandboxed worker (tool/kiosk_import.cpp) says on its standard output.
//
// A WireMark, so that a worker of another version is known for one whatever it says then; the
// rest of a WireHeader; if its status is kFine, height rows of width x 3 bytes (sRGB, from the
// top, as stored: not turned by the orientation); then one WireTrailer. Both ends are built
// together and run on one machine, so plain structs in its byte order do. The reader believes
// none of it: sizes are held against the limits here, the rest is a number of known meaning.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace kiosk {

// Of one picture; kiosk-pack and the worker hold to the same.
inline constexpr std::size_t kMaxImageBytes = 32 * 1024 * 1024;
inline constexpr std::uint32_t kMaxImageSide = 8192;
inline constexpr std::uint64_t kMaxImagePixels = 24'000'000;

enum class WireStatus : std::uint32_t {
  kFine,
  kNotAPicture,  // neither JPEG nor PNG nor SVG
  kDamaged,      // begins like one and cannot be read to its end
  kTooLarge,     // more pixels than the limits above
  kTooMuchMemory,
};

inline constexpr std::size_t kMaxArtistBytes = 160;

inline constexpr std::array<char, 4> kWireMagic{'K', 'P', 'X', 'W'};
// Raise it with every change to what is said or asked: the structures, the meaning of a status,
// the worker's arguments.
inline constexpr std::uint32_t kWireVersion = 2;

struct WireMark {
  std::array<char, 4> magic = kWireMagic;
  std::uint32_t version = kWireVersion;
};

struct WireHeader {
  WireMark mark;
  WireStatus status = WireStatus::kFine;
  std::uint32_t width = 0;  // of the rows that follow; told with kTooLarge too
  std::uint32_t height = 0;
  std::uint32_t orientation = 1;    // EXIF, 1 to 8; anything else in the file is 1
  std::uint32_t natural_width = 0;  // of a drawing, as its author sized it
  // EXIF's artist, as its bytes come: a stranger's words, ending at the first 0 or the array's end.
  std::array<char, kMaxArtistBytes> artist{};
};

struct WireTrailer {
  WireMark mark;
  WireStatus status = WireStatus::kFine;  // kDamaged: the rows' end is made up
};

static_assert(sizeof(WireMark) == 8 && sizeof(WireHeader) == 28 + kMaxArtistBytes &&
                  sizeof(WireTrailer) == 12,
              "another structure is another kWireVersion");

// The worker's exit codes that say something about itself, not about the picture.
inline constexpr int kWorkerNotUnderstood = 2;  // its arguments: a parent of another version
inline constexpr int kWorkerHasNoSandbox = 4;   // it cannot be built here

}  // namespace kiosk
