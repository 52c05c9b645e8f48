// An hour of what the panel plays to nobody, as the panel itself would feel it: no pixel is
// bright for so much of it that it would burn in. Linear light, 0 to 1, means of the hour.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "kiosk/kiosk.h"
#include "platform/headless/manual_clock.h"
#include "platform/headless/picture_display.h"
#include "platform/headless/queued_input.h"
#include "tests/bundled.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

constexpr double kHour = 3'600'000;
constexpr double kStep = 19'300;  // no divisor of a scene's 7 s or a round's 101 s
// The stated band. White would be 1, the map by day has pixels of 0.7; what comes nearest to it are
// strokes of letters on the language buttons, which stay.
constexpr double kBrightest = 0.35;
constexpr double kAverage = 0.1;

std::array<double, 256> linear_light() {
  std::array<double, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double value = static_cast<double>(i) / 255;
    table[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  }
  return table;
}

struct Hour {
  double brightest = 0;  // the mean of the pixel that was brightest over the hour
  Vec2 at;               // where that one is
  double average = 0;    // of all pixels
};

// With `frozen` the panel shows one moment for the whole hour: what must be found out.
Hour watch(TextureSize size, bool frozen) {
  static const auto table = linear_light();
  ManualClock clock;
  QueuedInput input(clock);
  PictureDisplay display(size);
  Exhibit exhibit{std::filesystem::path(KIOSK_SOURCE_DIR) / "assets", own_words(), bundled_pack()};
  auto kiosk = Kiosk::open(std::move(exhibit), {display, input, clock}, {});
  REQUIRE(kiosk.has_value());
  for (double time = 0; time <= 66'000; time += 1000) {
    clock.set(Millis{time});
    (*kiosk)->tick();
  }
  REQUIRE((*kiosk)->state().attract.has_value());
  const double begun = clock.now().count();
  std::vector<double> sums(static_cast<std::size_t>(size.width * size.height));
  int pictures = 0;
  for (double time = 0; time < kHour; time += kStep, ++pictures) {
    clock.set(Millis{frozen ? begun : begun + time});
    (*kiosk)->tick();
    const raster::Picture picture = display.picture();
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const std::uint32_t pixel = picture.rgba[i];
      sums[i] += 0.2126 * table[pixel & 0xFFU] + 0.7152 * table[(pixel >> 8U) & 0xFFU] +
                 0.0722 * table[(pixel >> 16U) & 0xFFU];
    }
  }
  Hour hour;
  const auto brightest = std::ranges::max_element(sums);
  hour.brightest = *brightest / pictures;
  const auto at = static_cast<int>(brightest - sums.begin());
  hour.at = {static_cast<float>(at % size.width), static_cast<float>(at / size.width)};
  hour.average =
      std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(sums.size()) / pictures;
  return hour;
}

}  // namespace

TEST_CASE("over an hour no pixel is bright for long, lying or upright") {
  for (const TextureSize size : {TextureSize{480, 270}, TextureSize{270, 480}}) {
    const Hour hour = watch(size, false);
    MESSAGE(size.width << "x" << size.height << ": brightest pixel " << hour.brightest << " at "
                       << hour.at.x << ", " << hour.at.y << "; average " << hour.average);
    CHECK(hour.brightest < kBrightest);
    CHECK(hour.average < kAverage);
    CHECK(hour.average > 0.01);  // it is not simply dark
  }
}

TEST_CASE("a panel that stood still for an hour would be found out") {
  CHECK(watch({480, 270}, true).brightest > 1.5 * kBrightest);
}
