#include "kiosk/durable/durable_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr int kFileMode = 0644;
constexpr int kFolderMode = 0755;
constexpr std::size_t kReadAtOnce = 64 * 1024;

PackResult<void> sync_one(const fs::path& path) {
  const OpenFile file(path, O_RDONLY | O_CLOEXEC);
  if (!file.opened() || !file.sync()) {
    return tl::unexpected(failure_of(errno, path, "cannot be synced to the disk"));
  }
  return {};
}

fs::path parent_of(const fs::path& path) {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

}  // namespace

OpenFile::OpenFile(const fs::path& path, int flags)
    : m_descriptor(::open(path.c_str(), flags, kFileMode)) {}

OpenFile::~OpenFile() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

bool OpenFile::sync() const { return ::fsync(m_descriptor) == 0; }

bool OpenFile::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

PackFailure failure_of(int error, const fs::path& file, std::string_view what) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return {full ? FailureKind::kNoSpace : FailureKind::kFailed,
          file.string() + ": " + std::string(what) + ": " + std::strerror(error) +
              (full ? ". Make room and try again." : ". Check the disk and its permissions.")};
}

fs::path unfinished_of(const fs::path& file) { return file.string() + ".part"; }

PackResult<void> write_durably(const fs::path& file, std::string_view bytes) {
  const fs::path beside = unfinished_of(file);
  const auto give_up = [&](const char* what) {
    const int error = errno;
    ::unlink(beside.c_str());
    return tl::unexpected(failure_of(error, file, what));
  };
  {
    const OpenFile out(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    if (!out.opened() || !out.write(bytes) || !out.sync()) return give_up("cannot be written");
  }
  if (std::rename(beside.c_str(), file.c_str()) != 0) return give_up("cannot be put in place");
  return sync_one(parent_of(file));
}

PackResult<std::optional<std::string>> read_whole(const fs::path& file, std::size_t longest) {
  const auto unreadable = [&] { return tl::unexpected(failure_of(errno, file, "cannot be read")); };
  const OpenFile in(file, O_RDONLY | O_CLOEXEC);
  if (!in.opened() && errno == ENOENT) return std::optional<std::string>();
  if (!in.opened()) return unreadable();
  std::string bytes;
  std::vector<char> buffer(kReadAtOnce);
  while (bytes.size() <= longest) {
    const std::size_t share = std::min(buffer.size(), longest + 1 - bytes.size());
    const ssize_t got = ::read(in.descriptor(), buffer.data(), share);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable();
    if (got == 0) break;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return bytes;
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

PackResult<void> sync_folder(const fs::path& folder) { return sync_one(folder); }

PackResult<void> make_durable_folder(const fs::path& folder) {
  int error = ::mkdir(folder.c_str(), kFolderMode) == 0 ? 0 : errno;
  if (error == ENOENT && parent_of(folder) != folder) {
    if (auto above = make_durable_folder(parent_of(folder)); !above) return above;
    error = ::mkdir(folder.c_str(), kFolderMode) == 0 ? 0 : errno;
  }
  std::error_code ignored;
  const bool was_there = error == EEXIST && fs::is_directory(folder, ignored);
  if (error != 0 && !was_there) {
    return tl::unexpected(failure_of(error, folder, "cannot be made"));
  }
  // Also of one that was there: who made it may have been killed before this.
  const OpenFile above(parent_of(folder), O_RDONLY | O_CLOEXEC);
  if (above.opened() && above.sync()) return {};
  if (was_there && !above.opened() && errno == EACCES) return {};  // not ours to sync
  return tl::unexpected(failure_of(errno, parent_of(folder), "cannot be synced to the disk"));
}

PackResult<void> put_in_place(const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  const unsigned how = fs::exists(fs::symlink_status(to, ignored)) ? RENAME_EXCHANGE : 0U;
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), how) != 0) {
    return tl::unexpected(failure_of(errno, to, "cannot be put in place"));
  }
  auto synced = sync_one(parent_of(to));
  // Taken back by its name: were it to stay, the next one would find it and believe in it.
  if (!synced) ::renameat2(AT_FDCWD, to.c_str(), AT_FDCWD, from.c_str(), how);
  return synced;
}

}  // namespace kiosk
