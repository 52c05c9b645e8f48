#include "platform/linux/process_use.h"

#include <cmath>
#include <fstream>
#include <string>

namespace kiosk::platform {

double proportional_memory_mb() {
  std::ifstream rollup("/proc/self/smaps_rollup");
  std::string key;
  double kibibytes = 0;
  while (rollup >> key) {
    if (key == "Pss:" && rollup >> kibibytes) break;
  }
  return std::round(kibibytes * 1024 / 1e5) / 10;
}

}  // namespace kiosk::platform
