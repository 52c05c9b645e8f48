#include "kiosk/refresh/stick_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

#include "kiosk/base/litter.h"
#include "kiosk/durable/durable_files.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kReadAtOnce = 256 * 1024;

tl::unexpected<PackFailure> unreadable(const fs::path& from, int error) {
  return fail(FailureKind::kFailed, from.string() + ": cannot be read: " + std::strerror(error) +
                                        ". Plug the stick in again, or copy this to it again.");
}

// What is copied, of which nobody takes more than so much; `bytes`: what is left of that.
struct Cap {
  const char* what;
  std::uint64_t of;
  std::uint64_t bytes;
};

tl::unexpected<PackFailure> too_large(const fs::path& from, const Cap& cap) {
  return fail(FailureKind::kCorrupt, from.string() + ": " + cap.what +
                                         std::to_string(cap.of >> 20U) +
                                         " MiB. Keep fewer pictures.");
}

// Its size. Pipes and devices are refused: they could block, or never end.
PackResult<std::uint64_t> size_of(const OpenFile& file, const fs::path& from, const Cap& cap) {
  struct stat facts {};
  if (!file.opened() || ::fstat(file.descriptor(), &facts) != 0) return unreadable(from, errno);
  if (!S_ISREG(facts.st_mode)) {
    return fail(FailureKind::kCorrupt,
                from.string() + ": this is no plain file. Copy the pack to the stick again.");
  }
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  if (size > cap.bytes) return too_large(from, cap);
  return size;
}

// Copies up to the cap; how many there were comes back. `before`: those of other files.
PackResult<std::uint64_t> copy_bytes(const fs::path& from, const fs::path& to, const Cap& cap,
                                     const CopyWatch& watch, std::uint64_t before) {
  const OpenFile in(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const auto size = size_of(in, from, cap);
  if (!size) return size;
  const OpenFile out(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (!out.opened()) return tl::unexpected(failure_of(errno, to, "cannot be written"));
  std::vector<char> buffer(kReadAtOnce);
  std::uint64_t copied = 0;
  while (true) {
    if (watch.given_up && watch.given_up()) {
      return fail(FailureKind::kFailed, from.string() + ": its copying was given up.");
    }
    const ssize_t got = ::read(in.descriptor(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(from, errno);
    if (got == 0) break;
    copied += static_cast<std::uint64_t>(got);
    if (copied > *size) {
      return fail(FailureKind::kCorrupt,
                  from.string() + ": it grew while it was copied. Let its copying to the stick " +
                      "end, then try again.");
    }
    if (!out.write({buffer.data(), static_cast<std::size_t>(got)})) {
      return tl::unexpected(failure_of(errno, to, "cannot be written"));
    }
    if (watch.progress) watch.progress(before + copied);
  }
  if (copied < *size) {
    return fail(FailureKind::kCorrupt, from.string() + ": it ends after " + std::to_string(copied) +
                                           " of " + std::to_string(*size) +
                                           " bytes. Copy it to the stick again.");
  }
  return copied;
}

// Copies one folder and, by calling itself, those in it. Counts over all of them.
class FolderCopy {
 public:
  explicit FolderCopy(const CopyWatch& watch) : m_watch(watch) {}
  [[nodiscard]] PackResult<void> copy(const fs::path& from, const fs::path& to, int depth) {
    std::error_code error;
    if (!fs::create_directory(to, error)) {
      return tl::unexpected(failure_of(error.value(), to, "cannot be made"));
    }
    fs::directory_iterator entry(from, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      const fs::path name = entry->path().filename();
      if (is_litter(name.string())) continue;
      if (++m_names > kMaxFolderNames || depth >= kMaxFolderDepth) return too_many(from);
      if (auto copied = copy_entry(entry->path(), to / name, depth); !copied) return copied;
    }
    if (error) return unreadable(from, error.value());
    return {};
  }

 private:
  static tl::unexpected<PackFailure> too_many(const fs::path& from) {
    return fail(FailureKind::kCorrupt,
                from.string() + ": the folder holds more than " + std::to_string(kMaxFolderNames) +
                    " names, or folders more than " + std::to_string(kMaxFolderDepth) +
                    " deep. Keep only the exhibition in it.");
  }
  [[nodiscard]] PackResult<void> copy_entry(const fs::path& from, const fs::path& to, int depth) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(from, error);
    if (error) return unreadable(from, error.value());
    if (fs::is_directory(status)) return copy(from, to, depth + 1);
    if (fs::is_symlink(status)) {
      const fs::path target = fs::read_symlink(from, error);
      if (error) return unreadable(from, error.value());
      fs::create_symlink(target, to, error);
      if (error) return tl::unexpected(failure_of(error.value(), to, "cannot be made"));
      return {};
    }
    const auto copied = copy_bytes(
        from, to,
        {"with this file the folder is larger than ", kMaxFolderBytes, kMaxFolderBytes - m_bytes},
        m_watch, m_bytes);
    if (!copied) return tl::unexpected(copied.error());
    m_bytes += *copied;
    return {};
  }

  const CopyWatch& m_watch;
  std::size_t m_names = 0;
  std::uint64_t m_bytes = 0;
};

}  // namespace

PackResult<SourceKind> kind_of_source(const fs::path& source) {
  struct stat facts {};
  if (::stat(source.c_str(), &facts) != 0) return unreadable(source, errno);
  return S_ISDIR(facts.st_mode) ? SourceKind::kFolder : SourceKind::kFile;
}

PackResult<void> copy_from_stick(const fs::path& from, const fs::path& to, std::uint64_t cap,
                                 const CopyWatch& watch) {
  const auto copied = copy_bytes(from, to, {"the pack is larger than ", cap, cap}, watch, 0);
  if (!copied) return tl::unexpected(copied.error());
  return {};
}

PackResult<void> copy_folder_from_stick(const fs::path& from, const fs::path& to,
                                        const CopyWatch& watch) {
  return FolderCopy(watch).copy(from, to, 0);
}

}  // namespace kiosk
