#include "kiosk/refresh/durable_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>

namespace kiosk {

namespace fs = std::filesystem;

namespace {

class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags) : m_descriptor(::open(path.c_str(), flags, 0644)) {}
  ~OpenFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] bool opened() const { return m_descriptor >= 0; }
  [[nodiscard]] bool sync() const { return ::fsync(m_descriptor) == 0; }
  [[nodiscard]] bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int m_descriptor;
};

PackResult<void> sync_one(const fs::path& path) {
  const OpenFile file(path, O_RDONLY | O_CLOEXEC);
  if (!file.opened() || !file.sync()) {
    return tl::unexpected(failure_of(errno, path, "cannot be synced to the disk"));
  }
  return {};
}

}  // namespace

PackFailure failure_of(int error, const fs::path& file, std::string_view what) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return {full ? FailureKind::kNoSpace : FailureKind::kFailed,
          file.string() + ": " + std::string(what) + ": " + std::strerror(error) +
              (full ? ". Make room and try again." : ". Check the disk and its permissions.")};
}

PackResult<void> write_durably(const fs::path& file, std::string_view bytes) {
  const fs::path beside = file.string() + ".part";
  {
    const OpenFile out(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    if (!out.opened() || !out.write(bytes) || !out.sync()) {
      const int error = errno;
      ::unlink(beside.c_str());
      return tl::unexpected(failure_of(error, file, "cannot be written"));
    }
  }
  return rename_durably(beside, file);
}

PackResult<void> sync_tree(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (auto synced = sync_one(entry->path()); !synced) return synced;
  }
  if (error) return tl::unexpected(failure_of(error.value(), folder, "cannot be read"));
  return sync_one(folder);
}

PackResult<void> rename_durably(const fs::path& from, const fs::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    const int error = errno;
    return tl::unexpected(failure_of(error, to, "cannot be put in place"));
  }
  return sync_one(to.parent_path());
}

}  // namespace kiosk
