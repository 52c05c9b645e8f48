// VolumeKeeper: what is done with the sticks that are there: looked at, mounted, made writable,
// let go. UdevVolumes tells it what came, and shows what it says.
//
// Every call may block as long as a stick does; all of them from one thread (UdevVolumes' own),
// which `show` and `say` are called on, too.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "platform/linux/block_devices.h"
#include "platform/linux/mount_table.h"
#include "platform/linux/volume_mounts.h"
#include "platform/volumes.h"

namespace kiosk::platform {

class VolumeKeeper {
 public:
  struct Listener {
    std::function<void(const std::vector<Volume>&)> show;  // whenever something differs
    std::function<void(const std::string&)> say;  // a sentence for the log, each at most once
  };

  // folder: for mount points; ours alone. What an earlier run left there is cleaned up.
  VolumeKeeper(const std::filesystem::path& folder, Listener listener,
               const VolumeOwner& owner = {});
  VolumeKeeper(const VolumeKeeper&) = delete;
  VolumeKeeper& operator=(const VolumeKeeper&) = delete;
  // Syncs and unmounts what it mounted.
  ~VolumeKeeper();

  // What is plugged in and mounted now.
  void look(const std::vector<BlockDevice>& devices, const std::vector<Mount>& mounts);
  void grant(const std::string& id, VolumeAccess access);

 private:
  enum class Mounter { kNobody, kUs, kOther };
  struct Kept {
    BlockDevice device;
    Volume volume;
    Mounter mounter = Mounter::kNobody;
  };

  void drop_gone(const std::vector<BlockDevice>& devices);
  void follow_mounts(Kept& kept, const std::vector<Mount>& mounts);
  void take_in(std::size_t index, const std::vector<Mount>& mounts);
  [[nodiscard]] bool use_mount_of_others(Kept& kept, const std::vector<Mount>& mounts);
  void probe_and_mount(Kept& kept, bool writable);
  void grant_to(Kept& kept, VolumeAccess access);
  void grant_from_others(Kept& kept, VolumeAccess access) const;
  void let_go(Kept& kept);
  void measure(Kept& kept) const;
  void blame(Kept& kept, int error) const;
  void say_once(const std::string& sentence);
  void show();

  std::filesystem::path m_folder;
  Listener m_listener;
  VolumeOwner m_owner;
  std::vector<Kept> m_kept;
  std::vector<Volume> m_shown;
  std::vector<std::string> m_said;
};

}  // namespace kiosk::platform
