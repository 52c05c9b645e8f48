#include "platform/linux/volume_mounts.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <vector>

#include "platform/linux/mount_table.h"

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

// A stranger's ext4 may hold links to /etc; nothing of a stick is ever reached through one.
constexpr unsigned long kGuards = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOSYMFOLLOW;
constexpr unsigned long kReadOnly = MS_RDONLY;
constexpr int kTries = 10;
constexpr std::chrono::milliseconds kBetweenTries{200};

std::string options_for(const std::string& file_system, bool writable, const VolumeOwner& owner) {
  // A superblock may ask for a kernel panic on errors; ours is the word that counts.
  if (file_system == "ext4") {
    // Reading only shall write nothing: not even the journal's rest.
    return writable ? "errors=remount-ro" : "errors=remount-ro,noload";
  }
  return (file_system == "vfat" ? "utf8=1,errors=remount-ro" : "errors=remount-ro") +
         (",uid=" + std::to_string(owner.user) + ",gid=" + std::to_string(owner.group));
}

// A device is busy for a moment while udev or a desktop looks at it.
int mount_patiently(const std::string& device, const fs::path& point,
                    const std::string& file_system, bool writable, const VolumeOwner& owner) {
  const std::string options = options_for(file_system, writable, owner);
  const unsigned long flags = kGuards | (writable ? 0 : kReadOnly);
  for (int attempt = 1;; ++attempt) {
    if (::mount(device.c_str(), point.c_str(), file_system.c_str(), flags, options.c_str()) == 0) {
      return 0;
    }
    if (errno != EBUSY || attempt == kTries) return errno;
    std::this_thread::sleep_for(kBetweenTries);
  }
}

int unmount_patiently(const fs::path& point) {
  for (int attempt = 1;; ++attempt) {
    if (::umount2(point.c_str(), UMOUNT_NOFOLLOW) == 0) return 0;
    if (errno != EBUSY || attempt == kTries) return errno;
    std::this_thread::sleep_for(kBetweenTries);
  }
}

int remount(const fs::path& point, bool writable) {
  const unsigned long flags = MS_REMOUNT | kGuards | (writable ? 0 : kReadOnly);
  for (int attempt = 1;; ++attempt) {
    // The options of a file system stay as they are.
    if (::mount(nullptr, point.c_str(), nullptr, flags, nullptr) == 0) return 0;
    if (errno != EBUSY || attempt == kTries) return errno;
    std::this_thread::sleep_for(kBetweenTries);
  }
}

int sync_volume(const fs::path& point) {
  const int descriptor = ::open(point.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int error = ::syncfs(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return error;
}

bool lies_under(const fs::path& path, const fs::path& folder) {
  return path.string().starts_with(folder.string() + "/");
}

}  // namespace

int mount_volume(const std::string& device, const fs::path& point, const std::string& file_system,
                 bool writable, const VolumeOwner& owner) {
  if (::mkdir(point.c_str(), 0755) != 0 && errno != EEXIST) return errno;
  const int error = mount_patiently(device, point, file_system, writable, owner);
  if (error != 0) ::rmdir(point.c_str());
  return error;
}

int make_writable(const std::string& device, const fs::path& point, const std::string& file_system,
                  const VolumeOwner& owner) {
  if (file_system != "ext4") return remount(point, true);
  // It was mounted without its journal, and must not be written without: mounted anew.
  if (const int error = unmount_patiently(point); error != 0) return error;
  const int error = mount_patiently(device, point, file_system, true, owner);
  if (error == 0) return 0;
  return mount_patiently(device, point, file_system, false, owner) == 0 ? error : ENODEV;
}

int make_read_only(const fs::path& point) {
  const int synced = sync_volume(point);
  const int remounted = remount(point, false);
  return synced != 0 ? synced : remounted;
}

int unmount_volume(const fs::path& point) {
  const int error = unmount_patiently(point);
  if (error == 0) ::rmdir(point.c_str());
  return error;
}

void abandon_volume(const fs::path& point) {
  ::umount2(point.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW);
  ::rmdir(point.c_str());
}

int prepare_media_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return error.value();
  const fs::path real = fs::canonical(folder, error);
  if (error) return error.value();
  const std::vector<Mount> table = read_mount_table();
  // The last mounted first: it may lie on one before it.
  for (auto mount = table.rbegin(); mount != table.rend(); ++mount) {
    if (lies_under(mount->point, real)) ::umount2(mount->point.c_str(), MNT_DETACH);
  }
  std::vector<fs::path> left;
  for (fs::directory_iterator entry(real, error), end; !error && entry != end;
       entry.increment(error)) {
    left.push_back(entry->path());
  }
  // Only empty folders go: what somebody put there is not ours.
  for (const fs::path& path : left) ::rmdir(path.c_str());
  return 0;
}

}  // namespace kiosk::platform
