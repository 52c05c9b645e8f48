// Files that survive a power cut: written beside their place, synced, renamed, and the folder
// synced, in that order. A rename alone may come back without the bytes; bytes synced without
// their folder may come back without a name (see the README on power).
//
// Blocking; any thread. A failed sync is never tried again: a second one may say that all is
// well while the bytes are gone, because the kernel forgets them after the first. So the caller
// gives up and removes what it made. Errors name the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

// Closes itself. What fails leaves its reason in errno.
class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] bool opened() const { return m_descriptor >= 0; }
  [[nodiscard]] int descriptor() const { return m_descriptor; }
  // All of it, or false.
  [[nodiscard]] bool write(std::string_view bytes) const;
  [[nodiscard]] bool sync() const;

 private:
  int m_descriptor;
};

// The file holds these bytes, or what it held before. If only the last sync fails it holds the
// new ones, but may hold the old ones again after a power cut: whole either way.
[[nodiscard]] PackResult<void> write_durably(const std::filesystem::path& file,
                                             std::string_view bytes);
// What an interrupted write_durably leaves beside its file; any writer may remove it.
[[nodiscard]] std::filesystem::path unfinished_of(const std::filesystem::path& file);

// All of a file of ours, up to one byte more than `longest`. Nothing: there is no such file,
// which is not the same as one that cannot be read now; who took the one for the other would
// clean away what is shown.
[[nodiscard]] PackResult<std::optional<std::string>> read_whole(const std::filesystem::path& file,
                                                                std::size_t longest);

// Every file and folder under it, then the folder itself.
[[nodiscard]] PackResult<void> sync_tree(const std::filesystem::path& folder);
[[nodiscard]] PackResult<void> sync_folder(const std::filesystem::path& folder);

// Makes the folder and those above it that are missing; each new name is synced.
[[nodiscard]] PackResult<void> make_durable_folder(const std::filesystem::path& folder);

// Puts the folder `from` in the place `to`, on the same file system, and syncs the new name.
// If something stands there it changes places with `from`. After a failure both are as before.
[[nodiscard]] PackResult<void> put_in_place(const std::filesystem::path& from,
                                            const std::filesystem::path& to);

[[nodiscard]] PackFailure failure_of(int error, const std::filesystem::path& file,
                                     std::string_view what);

}  // namespace kiosk
