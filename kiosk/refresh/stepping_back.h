// Lets the map move while content is installed: the kernel gives the processor and the disk to
// everybody else first.
//
// Of the calling thread, and of the threads and processes that it begins from then on. It cannot
// be taken back without privileges, so this is for a thread that ends with its work. Linux; where
// a kernel refuses, things go on as they were.
#pragma once

namespace kiosk {

void step_back();

}  // namespace kiosk
