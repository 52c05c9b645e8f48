// Folder watch: tells that something in one folder may have changed, so that nobody need look
// for it in vain. What has changed the caller finds out by looking.
//
// Some changes are told by nobody, such as those that another machine makes on a share: who
// watches looks by himself now and then as well. Thread: the frame's. Errors: none; a folder that
// is not there has no changes until it comes.
// Implementations: platform/linux (inotify), platform/headless (by a script).
#pragma once

namespace kiosk::platform {

class FolderWatch {
 public:
  virtual ~FolderWatch() = default;
  // True: something may have changed since the last call. Never blocks.
  [[nodiscard]] virtual bool poll() = 0;
};

}  // namespace kiosk::platform
