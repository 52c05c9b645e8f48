#include "kiosk/base/scratch.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace kiosk {
namespace {

TEST_CASE("what was handed out overlaps nothing and is aligned") {
  Scratch scratch(256);
  std::pmr::vector<char> odd(3, 'a', &scratch);
  std::pmr::vector<double> even(8, 1.5, &scratch);
  std::pmr::vector<std::int64_t> large(400, 7, &scratch);  // more than there is
  CHECK(reinterpret_cast<std::uintptr_t>(even.data()) % alignof(double) == 0);
  odd.assign(3, 'b');
  for (const double value : even) CHECK(value == 1.5);
  for (const std::int64_t value : large) CHECK(value == 7);
}

TEST_CASE("after a reset the same memory serves again, also for what had overflowed") {
  Scratch scratch(64);
  const auto fill = [&] { return std::pmr::vector<int>(100, 1, &scratch).data(); };
  fill();
  scratch.reset();
  const int* first = fill();
  scratch.reset();
  CHECK(fill() == first);
}

}  // namespace
}  // namespace kiosk
