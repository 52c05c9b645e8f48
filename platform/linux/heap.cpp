#include "platform/linux/heap.h"

#include <malloc.h>

namespace kiosk::platform {

void give_back_large_blocks() { static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kLargeBlock)); }

}  // namespace kiosk::platform
