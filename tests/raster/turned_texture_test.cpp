#include <doctest/doctest.h>

#include <array>

#include "frame.h"
#include "platform/raster/sample.h"

using namespace kiosk;
using namespace kiosk::raster;

namespace {

constexpr int kWidth = 37;
constexpr int kHeight = 53;

Texture numbered(platform::PixelFormat format) {
  Texture texture{format, kWidth, kHeight, {}};
  Numbers numbers;
  const int bytes = kWidth * kHeight * (format == platform::PixelFormat::kRgba8 ? 4 : 1);
  for (int i = 0; i < bytes; ++i) texture.pixels.push_back(numbers.next() & 0xff);
  return texture;
}

constexpr std::int32_t kOne = 1 << kTexelBits;

}  // namespace

TEST_CASE("texel by texel in each direction gives what each place alone gives") {
  for (const auto format : {platform::PixelFormat::kRgba8, platform::PixelFormat::kAlpha8}) {
    const Texture texture = numbered(format);
    for (const auto& [along_u, along_v] : std::array<std::pair<int, int>, 9>{
             {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}}) {
      // Beginning inside, at each edge, and outside, on texels' centres and beside them.
      for (const int x : {-3, 0, 5, kWidth - 1, kWidth + 2}) {
        for (const int y : {-3, 0, 7, kHeight - 1, kHeight + 2}) {
          for (const std::int32_t beside : {0, 100, -100, kOne / 2, kOne / 3}) {
            const Ramp u{x * kOne + beside, along_u * kOne};
            const Ramp v{y * kOne + beside, along_v * kOne};
            std::array<std::uint32_t, 40> row{};
            for (const int count : {1, 20, 40}) {
              sample_run(texture, u, v, count, along_v == 0, kWhite, row.data());
              for (int i = 0; i < count; ++i) {
                const std::uint32_t alone =
                    sample_once(texture, u.start + u.step * i, v.start + v.step * i);
                if (row[static_cast<std::size_t>(i)] != alone) {
                  CAPTURE(along_u);
                  CAPTURE(along_v);
                  CAPTURE(x);
                  CAPTURE(y);
                  CAPTURE(beside);
                  CAPTURE(i);
                  REQUIRE(row[static_cast<std::size_t>(i)] == alone);
                }
              }
            }
          }
        }
      }
    }
  }
  CHECK(true);
}
