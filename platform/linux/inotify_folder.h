// InotifyFolder: a folder watched by the kernel. See platform/folder_watch.h for the port.
//
// Of what lies in it, one more folder is watched while it is there; its coming is a change, too.
// A thread of its own sleeps until the kernel has news, so a resting program is woken by nothing
// else. A folder that is not there, or goes (another is moved into its place), is looked for once
// a minute on that thread alone; its coming is a change. Errors: without inotify nothing is told.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "platform/folder_watch.h"

namespace kiosk::platform {

class InotifyFolder final : public FolderWatch {
 public:
  // `wake`: called on the thread of this when there is a change: to wake a loop that sleeps.
  // `inner`: the name of the folder in it that is watched as well; empty: none.
  InotifyFolder(std::filesystem::path folder, const std::string& inner, std::function<void()> wake);
  ~InotifyFolder() override;
  InotifyFolder(const InotifyFolder&) = delete;
  InotifyFolder& operator=(const InotifyFolder&) = delete;

  [[nodiscard]] bool poll() override { return m_changed.exchange(false); }

 private:
  void work();
  void begin_watch();
  void watch_inner() const;
  void hear();
  void tell();

  std::filesystem::path m_folder;
  std::filesystem::path m_inner;  // empty: none
  std::function<void()> m_wake;
  std::atomic<bool> m_changed{false};
  int m_events = -1;  // inotify
  int m_end = -1;     // eventfd
  int m_watch = -1;   // none: the folder is not there
  std::thread m_thread;
};

}  // namespace kiosk::platform
