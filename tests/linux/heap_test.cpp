// The heap gives back what was large, even where something small lies above it, and is one for all
// threads.
#include "platform/linux/heap.h"

#include <doctest/doctest.h>
#include <malloc.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "tests/resident.h"

namespace kiosk::platform {
namespace {

std::size_t held_from_the_machine() {
  const struct mallinfo2 now = ::mallinfo2();
  return now.arena + now.hblkhd;
}

// As the program does it, before any thread begins.
[[maybe_unused]] const bool kBegun = [] {
  keep_heap_small();
  return true;
}();

TEST_CASE("what a thread makes lies in the heap that all share") {
  constexpr std::size_t kSmall = 1000;
  std::unique_ptr<char[]> made;
  std::thread([&] { made.reset(new char[kSmall]); }).join();
  // A heap of a thread's own is a mapping, far above the program's break.
  CHECK(std::less<>()(made.get(), static_cast<char*>(::sbrk(0))));
}

TEST_CASE("large blocks go back to the machine, whatever lies above them") {
  constexpr int kBlocks = 16;
  constexpr std::size_t kPicture = 4 * kLargeBlock;
  // Without the call, freeing one such block is enough for the C library to keep all others.
  std::vector<std::unique_ptr<char[]>> small;
  // Holes that others left may take some of them, so only what is held at the end is looked at.
  const std::size_t before = held_from_the_machine();
  for (int time_round = 0; time_round < 2; ++time_round) {
    std::vector<std::unique_ptr<char[]>> pictures;
    for (int i = 0; i < kBlocks; ++i) {
      pictures.emplace_back(new char[kPicture]);
      small.emplace_back(new char[64]);
    }
  }
  CHECK(held_from_the_machine() < before + kPicture);
}

TEST_CASE("what lies free between blocks that stay goes back to the machine") {
  constexpr std::size_t kBlock = 64 * 1024;  // sixteen pages, and too small to be a mapping
  constexpr int kBlocks = 512;
  std::vector<std::unique_ptr<char[]>> gone;
  std::vector<std::unique_ptr<char[]>> stay;
  for (int i = 0; i < kBlocks; ++i) {
    gone.emplace_back(new char[kBlock]());
    stay.emplace_back(new char[64]());
  }
  const std::size_t full = test::resident();
  REQUIRE(full > kBlocks * kBlock);
  gone.clear();
  give_back_holes();
  CHECK(test::resident() < full - kBlocks * kBlock / 2);
}

}  // namespace
}  // namespace kiosk::platform
