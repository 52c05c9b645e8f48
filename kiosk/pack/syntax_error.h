// What is wrong with a file before it is a document: bytes that are no text, and
// text that is no JSON, told with line and column (1-based; columns in characters).
// Who calls it: json_document. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/pack/problem.h"

namespace kiosk {

[[nodiscard]] Problem too_large(const std::string& file, std::uintmax_t bytes, std::size_t limit);

// Nothing in it, a byte order mark, broken UTF-8, control characters.
[[nodiscard]] std::optional<Problem> find_broken_bytes(std::string_view bytes,
                                                       const std::string& file);

// `position` bytes were read when the parser met `last_token` and complained.
[[nodiscard]] Problem explain_syntax_error(std::string_view bytes, const std::string& file,
                                           std::size_t position, const std::string& last_token,
                                           std::string_view complaint);

}  // namespace kiosk
