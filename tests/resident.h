// Resident memory: what of this process lies in memory, in bytes, whole pages of it.
//
// Any thread. Errors: 0 where the kernel does not tell. Source: man 5 proc, /proc/pid/statm.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <fstream>

namespace kiosk::test {

[[nodiscard]] inline std::size_t resident() {
  std::ifstream stream("/proc/self/statm");
  std::size_t all = 0;
  std::size_t in_memory = 0;
  stream >> all >> in_memory;
  return in_memory * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace kiosk::test
