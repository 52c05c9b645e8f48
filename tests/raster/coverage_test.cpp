// Which pixels a triangle covers.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/raster/frame.h"

namespace kiosk::raster {
namespace {

constexpr ImU32 kHalfWhite = IM_COL32(255, 255, 255, 128);

// Points around a rectangle from (10, 10) to (50, 40): corners and random points between them.
std::vector<ImVec2> rim(Numbers& numbers) {
  std::vector<ImVec2> points;
  const auto side = [&](ImVec2 from, ImVec2 to) {
    points.push_back(from);
    for (const float t : {0.13F, 0.37F, 0.5F, 0.81F}) {
      const float moved = t + numbers.between(0, 1) * 0.1F;
      points.push_back({from.x + (to.x - from.x) * moved, from.y + (to.y - from.y) * moved});
    }
  };
  side({10, 10}, {50, 10});
  side({50, 10}, {50, 40});
  side({50, 40}, {10, 40});
  side({10, 40}, {10, 10});
  return points;
}

TEST_CASE("a fan of half-transparent triangles touches each pixel of its rectangle once") {
  Numbers numbers;
  for (int round = 0; round < 50; ++round) {
    Frame frame(64, 48);
    const ImVec2 hub{numbers.between(11, 49), numbers.between(11, 39)};
    const std::vector<ImVec2> points = rim(numbers);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const ImVec2 next = points[(i + 1) % points.size()];
      if (i % 2 == 0) {
        frame.triangle(hub, points[i], next, kHalfWhite);
      } else {
        frame.triangle(next, points[i], hub, kHalfWhite);  // the other way round
      }
    }
    const Picture picture = frame.draw();
    int wrong = 0;
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) {
        const bool inside = x >= 10 && x < 50 && y >= 10 && y < 40;
        if (red(picture, x, y) != (inside ? 128 : 0)) ++wrong;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("pixel centres on a left or top edge belong to the shape, on a right or bottom not") {
  const auto covered = [](const Picture& picture) {
    std::vector<std::pair<int, int>> found;
    for (int y = 0; y < 8; ++y) {
      for (int x = 0; x < 8; ++x) {
        if (red(picture, x, y) != 0) found.emplace_back(x, y);
      }
    }
    return found;
  };
  const std::vector<std::pair<int, int>> square{{2, 2}, {3, 2}, {4, 2}, {2, 3}, {3, 3},
                                                {4, 3}, {2, 4}, {3, 4}, {4, 4}};
  SUBCASE("two triangles") {
    Frame frame(8, 8);
    frame.triangle({5.5F, 2.5F}, {2.5F, 2.5F}, {2.5F, 5.5F}, kHalfWhite);
    frame.triangle({5.5F, 2.5F}, {2.5F, 5.5F}, {5.5F, 5.5F}, kHalfWhite);
    const Picture picture = frame.draw();
    CHECK(covered(picture) == square);
    CHECK(red(picture, 3, 3) == 128);  // on the diagonal, which both have
  }
  SUBCASE("a rectangle, which takes the fast path") {
    Frame frame(8, 8);
    frame.list().AddRectFilled({2.5F, 2.5F}, {5.5F, 5.5F}, kHalfWhite);
    CHECK(covered(frame.draw()) == square);
  }
  SUBCASE("a rectangle with its corners the other way round") {
    Frame frame(8, 8);
    frame.list().PrimReserve(6, 4);
    frame.list().PrimRect({5.5F, 5.5F}, {2.5F, 2.5F}, kHalfWhite);
    CHECK(covered(frame.draw()) == square);
  }
  SUBCASE("a triangle smaller than the way to the next centre") {
    Frame frame(8, 8);
    frame.triangle({3.6F, 3.6F}, {4.4F, 3.6F}, {3.6F, 4.4F}, kHalfWhite);
    CHECK(covered(frame.draw()).empty());
  }
}

TEST_CASE("triangles without an area and with unusable corners draw nothing") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  for (const float bad : {nan, -nan, infinite, -infinite, 1e30F}) {
    Frame frame(16, 16);
    frame.triangle({bad, 2}, {12, 2}, {2, 12}, kHalfWhite);
    frame.triangle({2, 2}, {12, bad}, {2, 12}, kHalfWhite);
    frame.corners({{2, 2}, {bad, 0}, kHalfWhite}, {{12, 2}, {0, bad}, kHalfWhite},
                  {{2, 12}, {0, 0}, kHalfWhite});
    frame.triangle({2, 2}, {7, 7}, {12, 12}, kHalfWhite);
    frame.triangle({3, 3}, {3, 3}, {3, 3}, kHalfWhite);
    frame.triangle({2, 5.5F}, {7, 5.5F}, {12, 5.5F}, kHalfWhite);
    CHECK(frame.draw().rgba == frame.blank().rgba);
  }
}

TEST_CASE("a corner a million pixels away still covers exactly what it should") {
  Frame frame(64, 64);
  frame.triangle({-1e6F, -1e6F}, {1e6F, -1e6F}, {32, 32}, kHalfWhite);
  const Picture picture = frame.draw();
  int wrong = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      // Two lines at almost 45 degrees through (32, 32); pixels within one of them are left out.
      const int to_edge = 32 - y - std::abs(x - 32);
      if (std::abs(to_edge) <= 2) continue;
      if (red(picture, x, y) != (to_edge > 0 ? 128 : 0)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("random triangles never write outside the clip, wherever their corners lie") {
  Numbers numbers;
  Frame frame(40, 30);
  std::vector<std::uint8_t> texels(64);
  for (std::uint8_t& texel : texels) texel = static_cast<std::uint8_t>(numbers.next());
  frame.list().PushTextureID(frame.add(2, {platform::PixelFormat::kRgba8, 4, 4, texels}));
  for (int i = 0; i < 5000; ++i) {
    const int reach = i % 3 == 0 ? 60 : i % 3 == 1 ? 5000 : 1000000;
    const auto corner = [&] {
      return ImDrawVert{{numbers.between(-reach, reach), numbers.between(-reach, reach)},
                        {numbers.between(-3, 3), numbers.between(-3, 3)},
                        numbers.next()};
    };
    const ImDrawVert a = corner();
    const ImDrawVert b = corner();
    frame.corners(a, b, corner());
  }
  frame.list().PopTextureID();
  Picture picture = frame.blank();
  frame.draw(picture, {7, 5, 20, 15});
  int outside = 0;
  int inside = 0;
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) {
      const bool within = x >= 7 && x < 27 && y >= 5 && y < 20;
      const bool touched = at(picture, x, y) != kBlack;
      if (touched) ++(within ? inside : outside);
      CHECK((at(picture, x, y) >> 24) == 255);
    }
  }
  CHECK(outside == 0);
  CHECK(inside == 300);
}

TEST_CASE("a feathered circle is symmetric") {
  Frame frame(65, 65);
  frame.list().AddCircleFilled({32.5F, 32.5F}, 24, IM_COL32_WHITE, 64);
  const Picture picture = frame.draw();
  int largest = 0;
  double area = 0;
  for (int y = 0; y < 65; ++y) {
    for (int x = 0; x < 65; ++x) {
      const int here = red(picture, x, y);
      area += here / 255.0;
      for (const int other :
           {red(picture, 64 - x, y), red(picture, x, 64 - y), red(picture, y, x)}) {
        largest = std::max(largest, std::abs(here - other));
      }
    }
  }
  // Corners are rounded to 1/256 px and a feather is about 1 px wide: a step or two of 255, and
  // a few more where a sliver's edge decides which of two triangles gives the alpha.
  CHECK(largest <= 6);
  CHECK(area == doctest::Approx(3.14159 * 24 * 24).epsilon(0.01));
}

}  // namespace
}  // namespace kiosk::raster
