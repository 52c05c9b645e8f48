// Volumes of a real machine: USB sticks, watched by udev and /proc/self/mountinfo, mounted by
// ourselves `ro,nosuid,nodev,noexec`. See platform/volumes.h for the port.
//
// A thread of its own does whatever may block (volume_keeper.h); `poll` takes up what it found.
// Errors: `open` only, if udev cannot be heard at all. Where the process may not mount, it says
// so once and shows what others have mounted.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/base/result.h"
#include "platform/linux/volume_mounts.h"
#include "platform/volumes.h"

namespace kiosk::platform {

class BlockDevices;
class VolumeKeeper;

class UdevVolumes final : public Volumes {
 public:
  struct Options {
    std::filesystem::path folder = "/run/kiosk/media";  // for mount points; ours alone
    std::vector<std::string> also;  // device nodes that count as sticks, for tests (loop devices)
    VolumeOwner owner;
    // Called on the thread of this: news are there (to wake a loop that cannot sleep on a
    // descriptor), and a sentence for the log.
    std::function<void()> wake;
    std::function<void(const std::string&)> say;
  };

  [[nodiscard]] static Result<std::unique_ptr<UdevVolumes>> open(Options options);
  UdevVolumes(const UdevVolumes&) = delete;
  UdevVolumes& operator=(const UdevVolumes&) = delete;
  // Syncs and unmounts; waits for a stick that is slow.
  ~UdevVolumes() override;

  [[nodiscard]] bool poll() override;
  [[nodiscard]] const std::vector<Volume>& volumes() const override { return m_volumes; }
  void want(const std::string& id, VolumeAccess access) override;
  [[nodiscard]] int descriptor() const override { return m_news; }

 private:
  struct Wish {
    std::string id;
    VolumeAccess access = VolumeAccess::kRead;
  };

  UdevVolumes() = default;
  void work(Options options);
  void show(const std::vector<Volume>& volumes, const std::function<void()>& wake);
  [[nodiscard]] bool answer_wishes(VolumeKeeper& keeper);  // false: it is to end

  std::unique_ptr<BlockDevices> m_devices;
  int m_news = -1;       // eventfd: the list has changed
  int m_asked = -1;      // eventfd: a wish, or the end
  int m_mountinfo = -1;  // speaks when the mount table changes

  std::mutex m_mutex;  // over these four, held for moments only
  std::vector<Volume> m_found;
  bool m_changed = false;
  std::vector<Wish> m_wishes;
  bool m_ends = false;

  std::vector<Volume> m_volumes;  // the frame's thread's
  std::thread m_worker;
};

}  // namespace kiosk::platform
