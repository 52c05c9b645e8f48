// Whether the files of an installed pack are still what was installed: cards and disks spoil
// bytes silently, and a picture that decodes to noise is worse than the one of last year.
//
// An installed pack holds installed.json: size and BLAKE2b of each of its files as they are on
// this device. The travelling manifest's would not fit: pictures are encoded anew on installing.
// The list bears a hash of itself, so that its own rot is not taken for a file's.
//
// A file is held against it when it is first opened, and all of them one by one in quiet hours;
// never at the start. What to do about rot: give_up_rotten (trial.h) at the next idle.
// Blocking; only the asked file is read. A value: one thread each, copies are free to differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr const char* kInstalledFile = "installed.json";

// Lists every file under the folder; to be written before the folder is synced.
[[nodiscard]] PackResult<void> write_installed_list(const std::filesystem::path& folder);

enum class Wholeness {
  kWhole,
  kRotten,  // other bytes, another size, not there, or not to be read
  kUnknown  // not in the list: nobody can say
};

class InstalledFiles {
 public:
  // Of a pack that has no list (the bundled one, a folder, one installed by an older program):
  // nothing is known of any file. An error: the list itself is spoilt.
  [[nodiscard]] static PackResult<InstalledFiles> of(const std::filesystem::path& folder);

  // `file` relative to the folder, as the pack names it. Read the first time; after that what was
  // found then is said again.
  [[nodiscard]] Wholeness matches(const std::string& file);

  [[nodiscard]] std::size_t count() const { return m_files.size(); }
  [[nodiscard]] const std::string& name(std::size_t at) const { return m_files[at].path; }
  // Always read, and from the disk rather than from what the system still remembers of it.
  [[nodiscard]] Wholeness read_anew(std::size_t at);

 private:
  struct File {
    std::string path;
    std::uint64_t size = 0;
    std::string hash;
    std::optional<Wholeness> found;
  };
  [[nodiscard]] Wholeness look_at(const File& file) const;
  [[nodiscard]] static std::optional<std::vector<File>> files_from(const std::string& bytes);

  std::filesystem::path m_folder;
  std::vector<File> m_files;  // sorted by path
};

// All files of a pack, one a call, always of the same one: for quiet hours.
class QuietCheck {
 public:
  // The name of the next file if it is rotten.
  [[nodiscard]] std::optional<std::string> check_next(InstalledFiles& files);
  [[nodiscard]] bool done(const InstalledFiles& files) const { return m_next >= files.count(); }
  void begin_again() { m_next = 0; }

 private:
  std::size_t m_next = 0;
};

// Everything in it at once, read from the disk, and the list fit to be believed: the name of the
// first file that is not what was installed. A pack without a list counts as whole.
[[nodiscard]] std::optional<std::string> first_rotten(const std::filesystem::path& folder);
[[nodiscard]] bool is_whole(const std::filesystem::path& folder);

}  // namespace kiosk
