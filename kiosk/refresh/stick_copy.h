// The one reading of a stranger's file or folder: from the stick into our own staging, once,
// with a cap.
//
// What is verified later is this copy, so a stick that changes, lies or leaves can do no harm.
// Nothing is believed that the stick says of the file but that it is a plain one: bytes are
// counted as they come. The copy is not synced: after a power cut it is worthless anyway.
//
// A folder is copied with all that lies in it but litter; a link as a link, for the check of the
// copy to refuse; anything that is neither is refused here.
//
// Blocking; any thread. A failed read is told of the stick's file (kFailed), a file that ends
// before its own size is kCorrupt, one over the cap too, and a failed write is told of ours
// (kNoSpace, kFailed). One that was given up is kFailed too. The caller removes what was copied.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

// A folder holds pictures as cameras write them: 200 of 12 megapixels are about 1 GiB.
inline constexpr std::uint64_t kMaxFolderBytes = 2048ULL * 1024 * 1024;
inline constexpr std::size_t kMaxFolderNames = 4000;  // twice what a pack may hold
inline constexpr int kMaxFolderDepth = 8;

// Both are called often, on the caller's thread.
struct CopyWatch {
  std::function<void(std::uint64_t bytes)> progress = {};  // so far, of all files together
  std::function<bool()> given_up = {};                     // nobody wants it any more
};

enum class SourceKind { kFile, kFolder };

// What stands there, or why that cannot be told.
[[nodiscard]] PackResult<SourceKind> kind_of_source(const std::filesystem::path& source);

// `to` must not be there yet. `cap` in bytes; the sentence names it in MiB.
[[nodiscard]] PackResult<void> copy_from_stick(const std::filesystem::path& from,
                                               const std::filesystem::path& to, std::uint64_t cap,
                                               const CopyWatch& watch = {});
// The same of a whole folder, with its caps above.
[[nodiscard]] PackResult<void> copy_folder_from_stick(const std::filesystem::path& from,
                                                      const std::filesystem::path& to,
                                                      const CopyWatch& watch = {});

}  // namespace kiosk
