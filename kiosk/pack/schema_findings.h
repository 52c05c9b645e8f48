// From a validator's complaints to our sentences. The validator says at which place
// which keyword failed; the words come from looking at the value and the schema there.
// Who calls it: schemas.cpp. Pure functions; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/schemas.h"

namespace kiosk {

// A text with a pattern may have no more bytes, whatever its schema says of its length.
inline constexpr std::size_t kLongestPatterned = 256;

enum class Keyword {
  kType,
  kRequired,      // name: the missing field
  kUnknownField,  // name: one of them; there may be more
  kEnum,          // also const
  kPattern,
  kRange,   // minimum, maximum and their exclusive forms
  kLength,  // minLength, maxLength
  kCount,   // minItems, maxItems, minProperties, maxProperties
  kUniqueItems,
  kExactlyOne,     // oneOf: more than one alternative fits
  kNoAlternative,  // oneOf, anyOf: none fits; the reasons stand before it
  kOther,
};

struct Complaint {
  std::vector<std::string> steps;  // from the root: field names and indices
  Keyword keyword = Keyword::kOther;
  std::string name;
};

[[nodiscard]] SchemaFindings explain(const std::vector<Complaint>& complaints,
                                     const nlohmann::json& schema, const nlohmann::json& document,
                                     const std::string& file);

}  // namespace kiosk
