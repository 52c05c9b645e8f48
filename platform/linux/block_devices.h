// The block devices that are USB sticks: partitions, and whole disks without partitions, as
// udev and sysfs tell them.
//
// Where no udev daemon runs (a container, a rescue system) the kernel's own events are heard
// and sysfs is asked for the bus. Thread: one at a time. Errors: `open` only.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

struct udev;
struct udev_device;
struct udev_monitor;

namespace kiosk::platform {

struct BlockDevice {
  std::string id;    // sysfs name and the kernel's count of disks: never the same for two
  std::string node;  // "/dev/sda1"
  dev_t number = 0;
  std::string disk;  // sysfs name of the whole disk it is part of
  std::uint64_t size_bytes = 0;
};

class BlockDevices {
 public:
  // also: nodes that count as sticks though they are no USB, with their partitions. For tests.
  [[nodiscard]] static Result<std::unique_ptr<BlockDevices>> open(std::vector<std::string> also);
  BlockDevices(const BlockDevices&) = delete;
  BlockDevices& operator=(const BlockDevices&) = delete;
  ~BlockDevices();

  // In the order of their names. Those with a medium of some size.
  [[nodiscard]] std::vector<BlockDevice> list();
  // Readable when devices came, went or changed; `drain` takes the news up.
  [[nodiscard]] int descriptor() const;
  void drain();

 private:
  BlockDevices() = default;
  [[nodiscard]] bool is_stick(udev_device* device, const std::string& disk_node) const;

  std::vector<std::string> m_also;
  bool m_daemon = false;  // udev's daemon runs
  udev* m_udev = nullptr;
  udev_monitor* m_monitor = nullptr;
};

}  // namespace kiosk::platform
