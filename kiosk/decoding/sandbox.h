// The sandbox that a stranger's picture is read in: after enter_sandbox() this process can
// read, write, compute and end, and nothing else. Any other system call kills it (SIGSYS).
//
// Linux: five walls, each of which holds without the others (tests/decoding/walls_test.py).
//   user    where this process may choose: another user and group, no further groups, and no
//           capabilities, now or ever (other_user.h)
//   marks   no new privileges (set_user_id programs are plain ones), no memory that others of
//           the same user may read; what both the next walls need
//   paths   Landlock, of whatever version the kernel has: no path can be reached (landlock.h)
//   limits  setrlimit(2): memory, time, no files, no processes
//   calls   a seccomp filter by libseccomp that names what is allowed, not what is forbidden
// Without marks, limits or calls nothing is read; user and paths are taken where they are to be
// had, and `kiosk-import --self-test` says whether they are.
//
// Called once, by the worker, on its only thread, before it looks at the picture; it never
// comes back out.
#pragma once

#include <cstddef>
#include <optional>

#include "kiosk/decoding/other_user.h"

namespace kiosk::decoding {

// For one picture: of processor time, and of memory, of which a progressive JPEG of 24 megapixels
// with colour at full resolution takes 144 MiB.
inline constexpr unsigned kMostSeconds = 30;
inline constexpr std::size_t kMostMemory = 172UL * 1024 * 1024;

// The worker builds all of them; its tests leave some out, to see the others hold.
struct Walls {
  bool user = true;
  bool marks = true;
  bool paths = true;
  bool limits = true;
  bool calls = true;
  unsigned seconds = kMostSeconds;
};

// What was to be had of the walls that a machine may lack.
struct Sandbox {
  UserChange user = UserChange::kMayNot;
  int landlock = 0;  // its version; 0: none in this kernel
};

// Nothing: a wall that must be there cannot be built. The worker must then not go on.
[[nodiscard]] std::optional<Sandbox> enter_sandbox(const Walls& walls = {});

}  // namespace kiosk::decoding
