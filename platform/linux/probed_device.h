// What is on a block device, seen from its first bytes by libblkid, and whether the kiosk
// mounts it: vfat, exfat and ext4 only, since each further driver of the kernel is one more
// that a stranger's stick may attack.
//
// Blocking (reads the device); any thread.
#pragma once

#include <optional>
#include <string>

#include "platform/volumes.h"

namespace kiosk::platform {

struct ProbedDevice {
  int error = 0;            // errno; the rest is then unknown
  std::string file_system;  // blkid's name; empty: none was found
  std::string label;        // UTF-8
  bool damaged = false;     // found, but its checksum is wrong
  bool ambivalent = false;  // looks like several file systems at once
  bool has_table = false;   // a partition table, and no partition that the kernel sees
  bool blank = false;       // nothing but zeros or erased flash
};

// device: a block device, or a file that holds an image of one.
[[nodiscard]] ProbedDevice probe_device(const std::string& device);

// Nothing: it can be mounted. `name`: what staff call it.
[[nodiscard]] std::optional<VolumeTrouble> why_unreadable(const ProbedDevice& probed,
                                                          const std::string& name);

}  // namespace kiosk::platform
