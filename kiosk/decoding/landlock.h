// Landlock: the kernel itself refuses this process every path, and where it can every network
// port and every signal to others. Descriptors that are open already stay. What it does not know
// (asking for a file's size, changing its mode) is left to the other walls.
//
// By plain system calls: Debian 12's C library has no names for them, and its headers know
// fewer rights than newer kernels. Numbers: Linux, include/uapi/linux/landlock.h.
#pragma once

#include <cstdint>

namespace kiosk::decoding {

inline constexpr int kNewestLandlock = 7;  // whose rights are known here

// What a ruleset takes away; bits as the kernel's.
struct LandlockRights {
  std::uint64_t paths = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
};

// All that a version knows; newer versions than the newest one known here are asked for its.
[[nodiscard]] LandlockRights landlock_rights(int version);

// 0: the kernel has none, or it is switched off.
[[nodiscard]] int landlock_version();

// Takes away everything of that version; no new privileges must be set, or CAP_SYS_ADMIN there.
[[nodiscard]] bool forbid_paths(int version);

}  // namespace kiosk::decoding
