// Mounting and unmounting of volumes by the kernel's own calls: no helper program, no desktop.
//
// Always nosuid,nodev,noexec, and no symbolic link on it is followed. Blocking, for as long as
// a stick takes; any thread. Each returns an errno, 0: done.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace kiosk::platform {

// Whose the files shall be on a file system that knows no owners.
struct VolumeOwner {
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
};

// Makes the folder `point` and mounts on it; a failure leaves neither.
[[nodiscard]] int mount_volume(const std::string& device, const std::filesystem::path& point,
                               const std::string& file_system, bool writable,
                               const VolumeOwner& owner = {});
[[nodiscard]] int make_writable(const std::string& device, const std::filesystem::path& point,
                                const std::string& file_system, const VolumeOwner& owner = {});
// Syncs first. The folder reads on even when syncing failed; then what was written is not safe.
[[nodiscard]] int make_read_only(const std::filesystem::path& point);
// Waits a moment for files that are still open, then EBUSY. Removes the folder.
[[nodiscard]] int unmount_volume(const std::filesystem::path& point);
// For a stick that was pulled: takes the name away at once, whoever still has files open.
void abandon_volume(const std::filesystem::path& point);
// Mounts and empty folders that an earlier run left under `folder`, which is made if absent.
[[nodiscard]] int prepare_media_folder(const std::filesystem::path& folder);

}  // namespace kiosk::platform
