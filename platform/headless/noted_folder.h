// NotedFolder: a watched folder whose changes are told by hand, for replays and tests.
#pragma once

#include <utility>

#include "platform/folder_watch.h"

namespace kiosk::platform {

class NotedFolder final : public FolderWatch {
 public:
  [[nodiscard]] bool poll() override { return std::exchange(m_changed, false); }
  void note() { m_changed = true; }

 private:
  bool m_changed = false;
};

}  // namespace kiosk::platform
