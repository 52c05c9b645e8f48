// Loading a content folder: every file, every schema, every reference, and then
// either a Pack or all that is wrong with it, at once and in a stable order.
//
// Who calls it: the composition root, kiosk-pack and refresh/. Blocking: it reads
// all files (pictures too, for the hash), so not on the frame's thread. Safe on a
// stranger's folder: bounded, and no name in it leads out of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <tl/expected.hpp>

#include "kiosk/model/pack.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

inline constexpr std::size_t kMaxPictureBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kMaxFiles = 2000;
inline constexpr std::size_t kMaxTextBytes = 32 * 1024 * 1024;  // of all JSON files together
inline constexpr std::size_t kMaxProblems = 2000;  // told; after as many, reading on ends

// PackValues::hash is the hex BLAKE2b-256 of one line "<path> <hex BLAKE2b-256>\n" for
// each content file (JSON and named pictures), sorted by path.
[[nodiscard]] tl::expected<Pack, Problems> load_pack(const std::filesystem::path& folder);

}  // namespace kiosk
