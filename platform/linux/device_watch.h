// DeviceWatch: sleeps until any input device of the machine has something to say.
//
// Without a window system SDL waits for events by looking every millisecond, which keeps
// a core from its deep sleep all night. The kernel can wake us instead: our own
// descriptors on the devices that SDL reads, too. What is read here is thrown away; SDL reads its
// own. Devices that come later are noticed. Thread: the frame's; `wake` from any. Errors: none;
// without a readable device `usable` is false.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk::platform {

class DeviceWatch {
 public:
  // folder: /dev/input.
  explicit DeviceWatch(std::string folder);
  DeviceWatch(const DeviceWatch&) = delete;
  DeviceWatch& operator=(const DeviceWatch&) = delete;
  ~DeviceWatch();

  [[nodiscard]] bool usable() const { return !m_devices.empty(); }
  // Returns when a device has spoken, devices have changed, a signal came, somebody woke it, or
  // time is over (none: there is no such time).
  void sleep(std::optional<Millis> timeout);
  // Ends the sleep that is, or else the next one.
  void wake() const;

 private:
  void open_devices();
  void close_devices();

  std::string m_folder;
  std::vector<int> m_devices;
  int m_changes = -1;  // inotify on the folder
  int m_woken = -1;    // eventfd
};

}  // namespace kiosk::platform
