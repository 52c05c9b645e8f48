// A Tally as the text of stats/counters.json, and back. The text is a function of the Tally
// alone: no time of writing, no count of writings, fields in the order of their names.
//
// Reading is as of a stranger's file (pack/json_document.h): within limits, and only if its
// totals agree with each other. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/stats/tally.h"

namespace kiosk {

[[nodiscard]] std::string text_of(const Tally& tally);
// `file` names it in the error.
[[nodiscard]] Result<Tally> tally_from(std::string_view text, const std::string& file);

}  // namespace kiosk
