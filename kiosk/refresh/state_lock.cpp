#include "kiosk/refresh/state_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace kiosk {

namespace fs = std::filesystem;

PackResult<StateLock> StateLock::take(const fs::path& folder) {
  for (const fs::path& name : {folder, folder / kPacksFolder, folder / kStagingFolder}) {
    if (auto made = make_durable_folder(name); !made) return tl::unexpected(made.error());
  }
  const fs::path file = folder / "lock";
  StateLock lock(std::make_unique<OpenFile>(file, O_RDWR | O_CREAT | O_CLOEXEC));
  if (!lock.m_file->opened()) {
    return tl::unexpected(failure_of(errno, file, "cannot be written"));
  }
  if (::flock(lock.m_file->descriptor(), LOCK_EX | LOCK_NB) != 0) {
    return fail(FailureKind::kFailed, folder.string() +
                                          ": another installation is under way. Wait for it to "
                                          "end, then try again.");
  }
  return lock;
}

}  // namespace kiosk
