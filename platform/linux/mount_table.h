// The mount table of this process: what lies where, as the kernel tells it in
// /proc/self/mountinfo (proc(5), section 3.5 of the kernel's filesystems/proc).
//
// Plain values; any thread. Errors: a line that is not understood is passed over, since one odd
// mount of somebody else's must not hide a stick.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kiosk::platform {

struct Mount {
  dev_t device = 0;
  std::string root;  // which part of the file system is mounted; "/": all of it
  std::filesystem::path point;
  std::string file_system;
  bool read_only = false;  // by this mount or by the whole file system

  friend bool operator==(const Mount&, const Mount&) = default;
};

// In the kernel's order: of two on one point, the later one hides the other.
[[nodiscard]] std::vector<Mount> parse_mount_table(std::string_view text);
// Empty if /proc is not there.
[[nodiscard]] std::vector<Mount> read_mount_table();

}  // namespace kiosk::platform
