// The counted visits as one HTML page that stands alone: no script, no picture, font or style from
// elsewhere, and a policy in its head that forbids them. A chart each as inline SVG, its numbers
// in a table beside it; right to left in Arabic; for a screen, for paper, and for eyes that need
// high contrast. The statement on what is counted closes it.
//
// Pure; any thread.
#pragma once

#include <string>

#include "kiosk/stats/charts.h"

namespace kiosk {

struct PageHead {
  std::string device;  // its name, as its staff call it
  std::string date;    // "2026-11-28"; empty: the clock is not known to be right
};

[[nodiscard]] std::string page_of(const ShownCounters& counters, const PageHead& head,
                                  const ChartWords& words);

}  // namespace kiosk
