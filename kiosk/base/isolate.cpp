#include "kiosk/base/isolate.h"

#include <algorithm>

namespace kiosk {
namespace {

struct Decoded {
  char32_t code;
  std::size_t size;
};

// Texts were found to be UTF-8 when they were loaded.
Decoded first_of(std::string_view utf8) {
  const auto lead = static_cast<unsigned char>(utf8.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size && i < utf8.size(); ++i) {
    code = (code << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
  }
  return {code, size};
}

// Hebrew to the Arabic supplements, with N'Ko, and their presentation forms.
bool right_to_left(char32_t code) {
  return (code >= 0x590 && code < 0x900) || (code >= 0xFB1D && code < 0xFE00) ||
         (code >= 0xFE70 && code < 0xFF00);
}

// Letters of the scripts that packs are written in; signs, digits and spaces are neither.
bool left_to_right(char32_t code) {
  const bool basic = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
  const bool signs = code == 0xD7 || code == 0xF7 || (code >= 0x2B9 && code <= 0x2FF) ||
                     (code >= 0x300 && code < 0x370) || (code >= 0x2000 && code < 0x2C00) ||
                     (code >= 0x2E00 && code < 0x3040);
  return basic || (code >= 0xC0 && !signs && !right_to_left(code));
}

bool opens_isolate(char32_t code) { return code >= 0x2066 && code <= 0x2068; }
bool closes_isolate(char32_t code) { return code == 0x2069; }

}  // namespace

bool reads_against(std::string_view utf8, Direction direction) {
  int depth = 0;  // of isolates
  while (!utf8.empty()) {
    const Decoded next = first_of(utf8);
    if (opens_isolate(next.code)) ++depth;
    if (closes_isolate(next.code) && depth > 0) --depth;
    const bool against =
        direction == Direction::kRightToLeft ? left_to_right(next.code) : right_to_left(next.code);
    if (against && depth == 0) return true;
    utf8.remove_prefix(std::min(next.size, utf8.size()));
  }
  return false;
}

std::string isolated(std::string_view utf8, Language around) {
  std::string text(utf8);
  if (!reads_against(utf8, direction(around))) return text;
  return std::string(kFirstStrongIsolate) + text + std::string(kPopIsolate);
}

}  // namespace kiosk
