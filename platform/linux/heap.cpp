#include "platform/linux/heap.h"

#include <malloc.h>

namespace kiosk::platform {

void give_back_large_blocks() { static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kLargeBlock)); }

void give_back_holes() { static_cast<void>(::malloc_trim(0)); }

}  // namespace kiosk::platform
