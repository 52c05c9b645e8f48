#include "platform/linux/heap.h"

#include <malloc.h>

namespace kiosk::platform {

void keep_heap_small() {
  static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kLargeBlock));
  static_cast<void>(::mallopt(M_ARENA_MAX, 1));
}

void give_back_holes() { static_cast<void>(::malloc_trim(0)); }

}  // namespace kiosk::platform
