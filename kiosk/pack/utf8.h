// UTF-8 as content may use it: strict decoding (no overlong forms, no surrogates,
// nothing above U+10FFFF; RFC 3629) and the characters that content must not hold.
// Who calls it: json_document and problem. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 0: the text does not start with valid UTF-8
};

[[nodiscard]] CodePoint decode_utf8(std::string_view text);

// How many bytes at its beginning are visible ASCII or spaces: characters that need no decoding
// and may stand anywhere.
[[nodiscard]] std::size_t plain_prefix(std::string_view text);

// Why this character may not stand in content: "the control character U+0007",
// "the direction override U+202E". Both are invisible and change what is around
// them; a text's direction follows from its language. nullopt: it may.
[[nodiscard]] std::optional<std::string> forbidden_character(char32_t value);

}  // namespace kiosk
