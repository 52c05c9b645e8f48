// Files that survive a power cut: written beside their place, synced, renamed, and the folder
// synced, in that order. A rename alone may come back without the bytes; bytes synced without
// their folder may come back without a name (see the README on power).
//
// Blocking; any thread. A failed sync is never tried again: what the disk then holds is not
// known, so the caller gives up and removes what it made. Errors name the file.
#pragma once

#include <filesystem>
#include <string_view>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

// The file holds these bytes, or what it held before.
[[nodiscard]] PackResult<void> write_durably(const std::filesystem::path& file,
                                             std::string_view bytes);
// Every file and folder under it, then the folder itself.
[[nodiscard]] PackResult<void> sync_tree(const std::filesystem::path& folder);
// Both names lie on one file system; the target's folder is synced afterwards.
[[nodiscard]] PackResult<void> rename_durably(const std::filesystem::path& from,
                                              const std::filesystem::path& to);

[[nodiscard]] PackFailure failure_of(int error, const std::filesystem::path& file,
                                     std::string_view what);

}  // namespace kiosk
