// The code's own measure; that readers read it is tests/program/take_away_test.py's to show.
#include "kiosk/picture/qr_code.h"

#include <doctest/doctest.h>

#include <string>

using namespace kiosk;

TEST_CASE("a text becomes a square, larger with its length, and none where it is too long") {
  const auto small = qr_code("Smara");
  REQUIRE(small.has_value());
  const auto large = qr_code(std::string(kMostQrBytes, 'a'));
  REQUIRE(large.has_value());
  for (const auto& code : {*small, *large}) {
    CHECK(code.dark.size() == static_cast<std::size_t>(code.side * code.side));
    // Its three corners are the finder's 7 by 7 ring: dark, then light inside, then dark.
    const auto at = [&](int x, int y) {
      return static_cast<int>(code.dark[static_cast<std::size_t>(y * code.side + x)]);
    };
    for (const auto& [x, y] : {std::pair{0, 0}, {code.side - 7, 0}, {0, code.side - 7}}) {
      CHECK(at(x, y) == 1);
      CHECK(at(x + 1, y + 1) == 0);
      CHECK(at(x + 3, y + 3) == 1);
      CHECK(at(x + 6, y + 6) == 1);
    }
  }
  CHECK(small->side < large->side);
  CHECK(large->side <= 120);
  CHECK_FALSE(qr_code(std::string(kMostQrBytes + 1, 'a')).has_value());
  CHECK_FALSE(qr_code("").has_value());
}
