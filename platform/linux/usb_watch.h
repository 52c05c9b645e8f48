// USB watch: hears from udev that USB devices or inputs came, went or changed, and tells which
// inputs there are and what udev takes them for.
//
// Where no udev daemon runs, the kernel's own events are heard, and nothing is known of inputs.
// Thread: one at a time. Errors: `open` only.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "kiosk/base/result.h"

struct udev;
struct udev_monitor;

namespace kiosk::platform {

struct WatchedInput {
  std::filesystem::path usb_device;  // in /sys/devices; empty: it is at no USB port
  bool touchscreen = false;
  bool keyboard = false;  // with the keys to type words
};

class UsbWatch {
 public:
  [[nodiscard]] static Result<std::unique_ptr<UsbWatch>> open();
  UsbWatch(const UsbWatch&) = delete;
  UsbWatch& operator=(const UsbWatch&) = delete;
  ~UsbWatch();

  [[nodiscard]] std::vector<WatchedInput> inputs();
  // Readable when there is news; `drain` takes it up.
  [[nodiscard]] int descriptor() const;
  void drain();

 private:
  UsbWatch() = default;

  udev* m_udev = nullptr;
  udev_monitor* m_monitor = nullptr;
};

}  // namespace kiosk::platform
