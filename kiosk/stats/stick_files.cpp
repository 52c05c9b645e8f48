#include "kiosk/stats/stick_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "kiosk/durable/durable_files.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestPart = 40;
constexpr int kFolderMode = 0755;

PackFailure stick_failure(int error, const fs::path& stick) {
  const std::string name = stick.string();
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return {FailureKind::kNoSpace,
              name +
                  ": there is no room left on the stick. Remove something from it, or use "
                  "another one."};
    case EROFS:
    case EPERM:
    case EACCES:
      return {FailureKind::kFailed,
              name + ": the stick is write-protected. Move its switch, or use another one."};
    case EIO:
    case ENODEV:
    case ENXIO:
    case ENOENT:
    case ENOTDIR:
      return {FailureKind::kFailed,
              name +
                  ": the stick was taken out, or is failing. Plug it in again, or use another "
                  "one."};
    default:
      return {FailureKind::kFailed, name + ": the stick cannot be written: " +
                                        std::strerror(error) + ". Use another one."};
  }
}

// What is being written, and what is to go again if it does not all succeed.
class Writing {
 public:
  Writing(const fs::path& stick, const std::string& folder)
      : m_stick(stick), m_folder(stick / folder) {}
  ~Writing() { take_back(); }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

  [[nodiscard]] bool begin() {
    struct stat facts {};
    if (::stat(m_stick.c_str(), &facts) != 0) return false;
    m_made_folder = ::mkdir(m_folder.c_str(), kFolderMode) == 0;
    return m_made_folder || errno == EEXIST;
  }
  [[nodiscard]] bool write(const StickFile& file) {
    const fs::path part = part_of(file);
    m_parts.push_back(part);
    const OpenFile out(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW);
    return out.opened() && out.write(file.bytes) && out.sync();
  }
  [[nodiscard]] bool put_in_place(const StickFile& file) {
    const fs::path place = m_folder / file.name;
    struct stat facts {};
    const bool was_there = ::lstat(place.c_str(), &facts) == 0;
    if (std::rename(part_of(file).c_str(), place.c_str()) != 0) return false;
    if (!was_there) m_parts.push_back(place);
    return true;
  }
  [[nodiscard]] bool sync() const {
    for (const fs::path& folder : {m_folder, m_stick}) {
      const OpenFile open(folder, O_RDONLY | O_CLOEXEC);
      if (!open.opened() || !open.sync()) return false;
    }
    return true;
  }
  void keep() {
    m_parts.clear();
    m_made_folder = false;
  }

 private:
  [[nodiscard]] fs::path part_of(const StickFile& file) const {
    return m_folder / ("." + file.name + ".part");
  }
  void take_back() const {
    for (const fs::path& part : m_parts) ::unlink(part.c_str());
    if (m_made_folder) ::rmdir(m_folder.c_str());
  }

  fs::path m_stick;
  fs::path m_folder;
  bool m_made_folder = false;
  std::vector<fs::path> m_parts;
};

bool write_all(Writing& writing, const std::vector<StickFile>& files) {
  if (!writing.begin()) return false;
  for (const StickFile& file : files) {
    if (!writing.write(file)) return false;
  }
  for (const StickFile& file : files) {
    if (!writing.put_in_place(file)) return false;
  }
  return writing.sync();
}

}  // namespace

PackResult<void> put_on_stick(const fs::path& stick, const std::string& folder,
                              const std::vector<StickFile>& files) {
  Writing writing(stick, folder);
  if (!write_all(writing, files)) return tl::unexpected(stick_failure(errno, stick));
  writing.keep();
  return {};
}

std::string file_name_part(std::string_view device_name) {
  std::string part;
  for (const char c : device_name) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (plain) {
      part += small;
    } else if (!part.empty() && part.back() != '-') {
      part += '-';
    }
    if (part.size() == kLongestPart) break;
  }
  while (!part.empty() && part.back() == '-') part.pop_back();
  return part.empty() ? "kiosk" : part;
}

}  // namespace kiosk
