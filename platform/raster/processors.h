// Sharing of work among the machine's processors, by threads that stay and sleep between frames:
// to begin a thread in every frame takes as long as drawing a small change does.
//
// One caller at a time is helped; others wait for their turn. `work` must not share anything
// itself. Thread: any. Errors: none; where no thread can be begun the caller does it all.
#pragma once

#include <functional>

namespace kiosk::raster {

// Calls `work` with 0 to count - 1, each once, on up to `most_threads` threads; returns when all
// is done. It never waits for a helper that has not woken yet.
void share_among_processors(int count, int most_threads, const std::function<void(int)>& work);

}  // namespace kiosk::raster
