// FolderVolumes: the twin of USB sticks for replays and tests. A folder is plugged in, and its
// content appears under a path that exists until it is unplugged.
//
// That path is a symbolic link in a folder of our own, taken away at the moment of `unplug`:
// whoever is in the middle of reading finds nothing at the next open, as with a pulled stick,
// and the list tells it at the next poll. (A file that is open already stays readable, unlike
// a stick's.) Sizes are invented and always the same, so that pictures are. A wish is granted
// by the poll after it. What is written goes into the plugged folder itself.
//
// Thread: the frame's; `unplug` from any. Errors: a folder that is none.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <system_error>
#include <vector>

#include "kiosk/base/result.h"
#include "platform/volumes.h"

namespace kiosk::platform {

struct FolderVolumeFaults {
  bool full = false;       // no byte is free
  bool read_only = false;  // its switch is set
  int leaves_after = 0;    // polls, after which it is pulled out; 0: it stays
};

class FolderVolumes final : public Volumes {
 public:
  // `links`: a folder for the paths, made and removed by this.
  explicit FolderVolumes(std::filesystem::path links);
  FolderVolumes(const FolderVolumes&) = delete;
  FolderVolumes& operator=(const FolderVolumes&) = delete;
  ~FolderVolumes() override;

  [[nodiscard]] Result<void> plug(const std::filesystem::path& folder,
                                  FolderVolumeFaults faults = {});
  // Everything that is plugged in.
  [[nodiscard]] Result<void> unplug();

  [[nodiscard]] bool poll() override;
  [[nodiscard]] const std::vector<Volume>& volumes() const override { return m_volumes; }
  void want(const std::string& id, VolumeAccess access) override;
  [[nodiscard]] int descriptor() const override { return -1; }

 private:
  struct Plugged {
    Volume volume;
    std::filesystem::path target;
    FolderVolumeFaults faults;
    bool gone = false;
  };

  void pull_all();
  void grant(Plugged& plugged, VolumeAccess access) const;
  [[nodiscard]] std::error_code show(Plugged& plugged) const;
  void hide(Plugged& plugged) const;

  std::filesystem::path m_links;
  std::mutex m_mutex;  // over the members below, but for m_volumes
  std::vector<Plugged> m_plugged;
  std::map<std::string, VolumeAccess> m_wishes;
  int m_count = 0;
  std::vector<Volume> m_volumes;  // as of the last poll
};

}  // namespace kiosk::platform
