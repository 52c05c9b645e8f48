// The words for what is wrong with a value, one sentence a fault, from the value and
// from what its schema says of the place. Who calls it: schema_findings.cpp. Pure
// functions; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/schema_node.h"

namespace kiosk {

struct Sentence {
  std::string what;
  std::string remedy;
};

// Whether one of the schema's type names fits the value.
[[nodiscard]] bool has_type(const nlohmann::json& value, const std::vector<std::string>& types);

[[nodiscard]] Sentence about_type(const nlohmann::json& value, const SchemaNode& node);
[[nodiscard]] Sentence about_choice(const nlohmann::json& value, const SchemaNode& node);
[[nodiscard]] Sentence about_pattern(const nlohmann::json& value, const SchemaNode& node);
[[nodiscard]] Sentence about_range(const nlohmann::json& value, const SchemaNode& node);
[[nodiscard]] Sentence about_length(const nlohmann::json& value, const SchemaNode& node);
[[nodiscard]] Sentence about_count(const nlohmann::json& value, const SchemaNode& node);
[[nodiscard]] Sentence about_unique(const nlohmann::json& value);

// "'lon' and 'lat' or 'beside'"
[[nodiscard]] std::string as_alternatives(const std::vector<std::vector<std::string>>& alternatives,
                                          std::string_view link);

}  // namespace kiosk
