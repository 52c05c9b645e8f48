#include "platform/raster/difference.h"

#include <algorithm>
#include <cstdlib>

namespace kiosk::raster {
namespace {

constexpr std::uint32_t kRed = 0xff0000ffU;

int channel(std::uint32_t pixel, int index) {
  return static_cast<int>((pixel >> (index * 8)) & 0xff);
}

int distance(std::uint32_t a, std::uint32_t b) {
  int most = 0;
  for (int i = 0; i < 3; ++i) most = std::max(most, std::abs(channel(a, i) - channel(b, i)));
  return most;
}

// Rec. 601 luma, then halfway to white, so that red stands out on any picture.
std::uint32_t pale_grey(std::uint32_t pixel) {
  const int luma = (channel(pixel, 0) * 77 + channel(pixel, 1) * 150 + channel(pixel, 2) * 29) >> 8;
  const auto grey = static_cast<std::uint32_t>((luma + 255) / 2);
  return 0xff000000U | grey << 16 | grey << 8 | grey;
}

}  // namespace

Difference compare(const Picture& expected, const Picture& actual, int tolerance) {
  Difference result;
  if (expected.width != actual.width || expected.height != actual.height ||
      expected.rgba.size() != actual.rgba.size()) {
    result.same_size = false;
    result.differing =
        static_cast<std::int64_t>(std::max(expected.rgba.size(), actual.rgba.size()));
    result.percentage = 100;
    result.largest = 255;
    return result;
  }
  result.picture = expected;
  for (std::size_t i = 0; i < expected.rgba.size(); ++i) {
    const int apart = distance(expected.rgba[i], actual.rgba[i]);
    result.largest = std::max(result.largest, apart);
    if (apart > tolerance) ++result.differing;
    result.picture.rgba[i] = apart > tolerance ? kRed : pale_grey(expected.rgba[i]);
  }
  if (!expected.rgba.empty()) {
    result.percentage =
        100.0 * static_cast<double>(result.differing) / static_cast<double>(expected.rgba.size());
  }
  return result;
}

}  // namespace kiosk::raster
