// The heap gives back what was large, even where something small lies above it.
#include "platform/linux/heap.h"

#include <doctest/doctest.h>
#include <malloc.h>

#include <memory>
#include <vector>

#include "tests/resident.h"

namespace kiosk::platform {
namespace {

std::size_t held_from_the_machine() {
  const struct mallinfo2 now = ::mallinfo2();
  return now.arena + now.hblkhd;
}

TEST_CASE("large blocks go back to the machine, whatever lies above them") {
  give_back_large_blocks();
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
