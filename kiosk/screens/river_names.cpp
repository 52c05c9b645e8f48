#include "kiosk/screens/river_names.h"

#include <algorithm>
#include <string>

#include "kiosk/search/fold.h"

namespace kiosk {

namespace {

bool is_plain_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

bool names_river(std::string_view key, std::string_view name) {
  if (name.empty()) return false;
  const std::string_view end = key.substr(key.find('.') + 1);
  // Folding takes long, and most rivers begin with another letter, which folding leaves first.
  constexpr char kSmall = 'a' - 'A';
  const char first = name.front();
  if (is_plain_letter(first) && (first | kSmall) != end.front()) return false;
  const std::u32string folded = fold(name).joined;
  return std::equal(end.begin(), end.end(), folded.begin(), folded.end(),
                    [](char a, char32_t b) { return static_cast<char32_t>(a) == b; });
}

}  // namespace kiosk
