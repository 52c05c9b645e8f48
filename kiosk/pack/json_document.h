// A JSON file, read as a stranger's: within limits, or refused with a Problem that
// says where. Beyond RFC 8259 it refuses what parsers commonly let pass and what
// then means two things to two readers: a byte order mark, a field given twice,
// numbers that do not survive being stored, invisible control characters.
//
// Who calls it: load_pack, load_strings, settings. Pure functions of the bytes; any thread.
// Whatever parse_document() returns is shallow (kMaxDepth), so copying, comparing
// or printing it cannot exhaust the stack.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "kiosk/pack/problem.h"

namespace kiosk {

inline constexpr std::size_t kMaxDocumentBytes = 1024 * 1024;
inline constexpr std::size_t kMaxDepth = 16;
inline constexpr std::size_t kMaxStringBytes = 8 * 1024;
inline constexpr std::size_t kMaxNameBytes = 128;  // of a field
inline constexpr std::size_t kMaxMembers = 4096;   // of one array or object
inline constexpr std::size_t kMaxValues = 32'768;  // of all; a complaint costs more than a value

// What one document may hold: a stranger's, unless whoever reads it knows better where it is from.
struct DocumentLimits {
  std::size_t bytes = kMaxDocumentBytes;
  std::size_t members = kMaxMembers;
  std::size_t values = kMaxValues;
};

// `file` names the document in the Problem. Only the first problem is told: after
// it a parser would be guessing.
[[nodiscard]] tl::expected<nlohmann::json, Problem> parse_document(
    std::string_view bytes, const std::string& file, const DocumentLimits& limits = {});

// The same, with the fields in the order of the file: for files that are written again. Finding a
// field in it takes time by the number of fields.
[[nodiscard]] tl::expected<nlohmann::ordered_json, Problem> parse_ordered_document(
    std::string_view bytes, const std::string& file);

}  // namespace kiosk
