// The manifest of a pack that travels: every file in it with its size and hash. Its bytes
// are what is signed, so they are what is kept; parsing is only for reading.
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr std::size_t kMaxManifestBytes = 1024 * 1024;
inline constexpr std::size_t kMaxPackFiles = 2000;
inline constexpr std::size_t kMaxPackPathBytes = 96;
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kSignatureFile = "manifest.json.minisig";
inline constexpr const char* kTextType = "json";
inline constexpr const char* kPictureType = "jpeg";

struct ManifestFile {
  std::string path;
  std::uint64_t size = 0;
  std::string blake2b;  // 256 bits, hex
  std::string type;     // kTextType of *.json, kPictureType of *.jpg
};

struct Manifest {
  std::string pack_id;
  std::int64_t serial = 0;
  std::string created;  // ISO 8601, or empty: a build that gives the same bytes knows no clock
  std::string min_app;  // three numbers; a pack for a newer program is refused
  std::vector<ManifestFile> files;
};

[[nodiscard]] std::string to_json(const Manifest& manifest);
[[nodiscard]] PackResult<Manifest> parse_manifest(std::string_view bytes);

// [a-z0-9][a-z0-9_./-]*, no "..", no empty part, at most kMaxPackPathBytes.
[[nodiscard]] bool is_pack_path(std::string_view path);

}  // namespace kiosk
