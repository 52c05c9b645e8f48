// A chart as inline SVG: lying bars with their words beside them, or standing ones for hours and
// weeks, which follow a clock. Mirrored where the language reads from the right. Colours are the
// page's (stats_page.cpp): classes "bar", "base", "words", "number".
//
// It says nothing that the table beside it does not, so it is hidden from readers aloud.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/language.h"
#include "kiosk/stats/charts.h"

namespace kiosk {

[[nodiscard]] std::string svg_of(const Chart& chart, Direction direction);

// Text as it may stand in HTML and SVG, in elements and in quoted attributes.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace kiosk
