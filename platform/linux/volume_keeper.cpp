#include "platform/linux/volume_keeper.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "platform/linux/probed_device.h"

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

// A board may start from a USB disk: that is no stick, whichever of its parts is looked at.
constexpr std::array<std::string_view, 7> kSystemPlaces{"/",    "/usr",           "/var", "/boot",
                                                        "/efi", "/boot/firmware", "/home"};

std::string name_of(const Volume& volume) {
  return volume.label.empty() ? volume.device : volume.label + " (" + volume.device + ")";
}

bool is_on(const fs::path& point, dev_t device) {
  struct stat found {};
  return ::stat(point.c_str(), &found) == 0 && found.st_dev == device;
}

std::set<std::string> system_disks(const std::vector<BlockDevice>& devices,
                                   const std::vector<Mount>& mounts) {
  std::set<std::string> disks;
  for (const Mount& mount : mounts) {
    const bool system = std::find(kSystemPlaces.begin(), kSystemPlaces.end(),
                                  mount.point.string()) != kSystemPlaces.end();
    if (!system) continue;
    for (const BlockDevice& device : devices) {
      if (device.number == mount.device) disks.insert(device.disk);
    }
  }
  return disks;
}

}  // namespace

VolumeKeeper::VolumeKeeper(const fs::path& folder, Listener listener, const VolumeOwner& owner)
    : m_folder(folder), m_listener(std::move(listener)), m_owner(owner) {
  if (const int error = prepare_media_folder(folder); error != 0) {
    say_once(folder.string() + ": cannot be made for sticks: " + std::strerror(error) +
             ". Let the kiosk's service make it (RuntimeDirectory=).");
  }
  // The kernel tells mount points without links.
  std::error_code error;
  if (const fs::path real = fs::canonical(folder, error); !error) m_folder = real;
}

VolumeKeeper::~VolumeKeeper() {
  for (Kept& kept : m_kept) {
    if (kept.mounter != Mounter::kUs) continue;
    if (kept.volume.access == VolumeAccess::kWrite) {
      static_cast<void>(make_read_only(kept.volume.folder));
    }
    // Unmounting lazily still writes everything; only the name goes at once.
    abandon_volume(kept.volume.folder);
  }
}

void VolumeKeeper::show() {
  std::vector<Volume> now;
  for (const Kept& kept : m_kept) now.push_back(kept.volume);
  if (now == m_shown) return;
  m_shown = std::move(now);
  m_listener.show(m_shown);
}

void VolumeKeeper::say_once(const std::string& sentence) {
  if (std::find(m_said.begin(), m_said.end(), sentence) != m_said.end()) return;
  m_said.push_back(sentence);
  if (m_listener.say) m_listener.say(sentence);
}

void VolumeKeeper::look(const std::vector<BlockDevice>& devices, const std::vector<Mount>& mounts) {
  drop_gone(devices);
  for (Kept& kept : m_kept) follow_mounts(kept, mounts);
  show();
  const std::set<std::string> excluded = system_disks(devices, mounts);
  const std::size_t known = m_kept.size();
  for (const BlockDevice& device : devices) {
    const bool kept = std::any_of(m_kept.begin(), m_kept.end(),
                                  [&](const Kept& entry) { return entry.device.id == device.id; });
    if (kept || excluded.contains(device.disk)) continue;
    Kept entry;
    entry.device = device;
    entry.volume.id = device.id;
    entry.volume.device = device.node;
    entry.volume.size_bytes = device.size_bytes;
    entry.volume.busy = true;
    m_kept.push_back(std::move(entry));
  }
  show();  // all are there before the first is looked into, which may take long
  for (std::size_t index = known; index < m_kept.size(); ++index) take_in(index, mounts);
}

void VolumeKeeper::drop_gone(const std::vector<BlockDevice>& devices) {
  std::erase_if(m_kept, [&](const Kept& kept) {
    const bool there = std::any_of(devices.begin(), devices.end(), [&](const BlockDevice& device) {
      return device.id == kept.device.id;
    });
    if (!there && kept.mounter == Mounter::kUs) abandon_volume(kept.volume.folder);
    return !there;
  });
}

// Somebody else may mount what we could not, and unmount what we show.
void VolumeKeeper::follow_mounts(Kept& kept, const std::vector<Mount>& mounts) {
  if (kept.mounter == Mounter::kNobody) {
    const bool refused =
        kept.volume.trouble && kept.volume.trouble->kind == VolumeTroubleKind::kNotAllowed;
    if (refused) static_cast<void>(use_mount_of_others(kept, mounts));
    return;
  }
  const bool stands = std::any_of(mounts.begin(), mounts.end(), [&](const Mount& mount) {
    return mount.point == kept.volume.folder && mount.device == kept.device.number;
  });
  if (stands) return;
  if (kept.mounter == Mounter::kUs) abandon_volume(kept.volume.folder);
  let_go(kept);
}

void VolumeKeeper::take_in(std::size_t index, const std::vector<Mount>& mounts) {
  Kept& kept = m_kept[index];
  if (!use_mount_of_others(kept, mounts)) probe_and_mount(kept, false);
  kept.volume.busy = false;
  show();
}

bool VolumeKeeper::use_mount_of_others(Kept& kept, const std::vector<Mount>& mounts) {
  for (const Mount& mount : mounts) {
    if (mount.device != kept.device.number || mount.root != "/") continue;
    // Hidden by a later mount, or out of our reach.
    if (!is_on(mount.point, kept.device.number)) continue;
    kept.mounter = Mounter::kOther;
    kept.volume.folder = mount.point;
    kept.volume.file_system = mount.file_system;
    kept.volume.access = VolumeAccess::kRead;
    kept.volume.trouble.reset();
    const ProbedDevice probed = probe_device(kept.device.node);
    if (probed.error == 0) kept.volume.label = probed.label;
    measure(kept);
    return true;
  }
  return false;
}

void VolumeKeeper::probe_and_mount(Kept& kept, bool writable) {
  Volume& volume = kept.volume;
  const ProbedDevice probed = probe_device(kept.device.node);
  volume.label = probed.label;
  volume.file_system = probed.file_system;
  volume.trouble = why_unreadable(probed, name_of(volume));
  if (!volume.trouble) {
    const fs::path point = m_folder / kept.device.id;
    const int error = mount_volume(kept.device.node, point, probed.file_system, writable, m_owner);
    if (error == 0) {
      kept.mounter = Mounter::kUs;
      volume.folder = point;
      volume.access = writable ? VolumeAccess::kWrite : VolumeAccess::kRead;
      measure(kept);
      return;
    }
    blame(kept, error);
    if (error == ENODEV && fs::exists(kept.device.node)) {
      volume.trouble = {VolumeTroubleKind::kUnknownFileSystem,
                        name_of(volume) + ": this system has no driver for " + probed.file_system +
                            ". Install a kernel that has one."};
    }
  }
  if (volume.trouble->kind == VolumeTroubleKind::kNotAllowed) {
    say_once(
        "sticks: this process may not mount them. Those that the desktop mounts are read; for "
        "all others, run the kiosk by its service, or as root.");
  }
}

void VolumeKeeper::measure(Kept& kept) const {
  struct statvfs figures {};
  if (::statvfs(kept.volume.folder.c_str(), &figures) != 0) return;
  kept.volume.size_bytes = std::uint64_t{figures.f_blocks} * figures.f_frsize;
  kept.volume.free_bytes = std::uint64_t{figures.f_bavail} * figures.f_frsize;
}

void VolumeKeeper::blame(Kept& kept, int error) const {
  std::error_code ignored;
  // Whatever the kernel calls it: without its device, it was pulled.
  const bool there = fs::exists(kept.device.node, ignored);
  kept.volume.trouble = volume_trouble(there ? error : ENODEV, name_of(kept.volume));
}

void VolumeKeeper::let_go(Kept& kept) {
  kept.mounter = Mounter::kNobody;
  kept.volume.access = VolumeAccess::kNone;
  kept.volume.folder.clear();
  kept.volume.free_bytes = 0;
}

void VolumeKeeper::grant(const std::string& id, VolumeAccess access) {
  const auto kept = std::find_if(m_kept.begin(), m_kept.end(),
                                 [&](const Kept& entry) { return entry.volume.id == id; });
  if (kept == m_kept.end()) return;
  kept->volume.busy = true;
  show();
  kept->volume.trouble.reset();
  if (kept->mounter == Mounter::kOther) {
    grant_from_others(*kept, access);
  } else {
    grant_to(*kept, access);
  }
  kept->volume.busy = false;
  show();
}

void VolumeKeeper::grant_from_others(Kept& kept, VolumeAccess access) const {
  if (access == VolumeAccess::kRead) return;
  const bool write = access == VolumeAccess::kWrite;
  kept.volume.trouble = {write ? VolumeTroubleKind::kReadOnly : VolumeTroubleKind::kBusy,
                         name_of(kept.volume) + ": another program has mounted it at " +
                             kept.volume.folder.string() +
                             ", so the kiosk only reads it. Let that program eject it."};
}

void VolumeKeeper::grant_to(Kept& kept, VolumeAccess access) {
  Volume& volume = kept.volume;
  if (kept.mounter == Mounter::kNobody) {
    if (access != VolumeAccess::kNone) probe_and_mount(kept, access == VolumeAccess::kWrite);
    return;
  }
  if (access == VolumeAccess::kWrite && volume.access == VolumeAccess::kRead) {
    measure(kept);
    const int error = volume.free_bytes == 0 ? ENOSPC
                                             : make_writable(volume.device, volume.folder,
                                                             volume.file_system, m_owner);
    if (error == 0) volume.access = VolumeAccess::kWrite;
    if (error != 0) blame(kept, error);
    if (error == ENODEV) let_go(kept);
    return;
  }
  if (access != VolumeAccess::kWrite && volume.access == VolumeAccess::kWrite) {
    const int error = make_read_only(volume.folder);
    if (error != EBUSY) volume.access = VolumeAccess::kRead;
    measure(kept);
    if (error != 0) {
      blame(kept, error);
      return;  // staff shall read that before it is let go
    }
  }
  if (access == VolumeAccess::kNone) {
    if (const int error = unmount_volume(volume.folder); error != 0) {
      blame(kept, error);
    } else {
      let_go(kept);
    }
  }
}

}  // namespace kiosk::platform
