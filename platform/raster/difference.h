// Difference: how far two pictures are from each other, and a picture that shows where.
//
// Used by the scene tests and by the comparison of the two painters. Pure function.
// Units: channel steps from 0 to 255; alpha is not compared.
#pragma once

#include <cstdint>

#include "platform/raster/rasteriser.h"

namespace kiosk::raster {

struct Difference {
  bool same_size = true;
  std::int64_t differing = 0;  // pixels with a channel further apart than the tolerance
  double percentage = 0;       // of all pixels; 100 when the sizes differ
  int largest = 0;             // the largest distance in any channel, below the tolerance too
  Picture picture;  // `expected` in pale grey, red where it differs; empty if sizes differ
};

[[nodiscard]] Difference compare(const Picture& expected, const Picture& actual, int tolerance);

}  // namespace kiosk::raster
