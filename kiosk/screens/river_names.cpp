#include "kiosk/screens/river_names.h"

#include <algorithm>
#include <string>

#include "kiosk/search/fold.h"

namespace kiosk {

bool names_river(std::string_view key, std::string_view name) {
  const std::u32string folded = fold(name).joined;
  const std::string_view end = key.substr(key.find('.') + 1);
  return std::equal(end.begin(), end.end(), folded.begin(), folded.end(),
                    [](char a, char32_t b) { return static_cast<char32_t>(a) == b; });
}

}  // namespace kiosk
