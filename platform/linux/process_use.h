// What the program itself takes of the machine, from Linux's /proc. Any thread.
#pragma once

namespace kiosk::platform {

// Proportional set size in MB (10^6 bytes), to a tenth; 0 where the kernel does not tell.
[[nodiscard]] double proportional_memory_mb();

}  // namespace kiosk::platform
