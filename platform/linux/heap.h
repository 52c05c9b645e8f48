// The heap: whether what the program has given back goes back to the machine.
//
// Source: mallopt(3), malloc_trim(3).
#pragma once

namespace kiosk::platform {

// From now on each block of `kLargeBlock` bytes or more is a mapping of its own, and goes when it
// is freed. Left alone the C library learns to keep blocks as large as pictures in its heap, where
// one small block above them holds them all. And all threads share one heap: with one for each,
// what a thread freed is no use to the others, which after a day was a megabyte. Call it before
// threads begin. Errors: none; without it the program merely stays larger.
void keep_heap_small();

inline constexpr int kLargeBlock = 256 * 1024;

// What lies free between blocks goes back to the machine as well: what was made small and in
// numbers, and freed, leaves pages that nothing is on. Any thread; it walks the whole heap, so not
// while somebody waits.
void give_back_holes();

}  // namespace kiosk::platform
