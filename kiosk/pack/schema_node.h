// What a schema says about one place of a document: every subschema that may apply
// there, found by following $ref, allOf, anyOf, oneOf, then and else. Enough to word
// a complaint; deciding whether a document is right stays the validator's work.
// Who calls it: schema_findings.cpp. Views into the schema; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kiosk {

class SchemaNode {
 public:
  // Of the place that `steps` (field names and indices) lead to from the root.
  SchemaNode(const nlohmann::json& schema, const std::vector<std::string>& steps);

  // The schema says nothing of that place.
  [[nodiscard]] bool empty() const { return m_nodes.empty(); }
  [[nodiscard]] std::vector<std::string> types() const;
  [[nodiscard]] std::vector<std::string> fields() const;  // all that may stand in the object
  [[nodiscard]] std::vector<const nlohmann::json*> choices() const;  // of enum and const
  // Values of a keyword, from every subschema that has it.
  [[nodiscard]] std::vector<const nlohmann::json*> all(const char* keyword) const;

  // The description of the subschema that has the pattern, else any other's, else empty.
  [[nodiscard]] std::string pattern_in_words() const;

  // "either lon and lat, or beside": the required lists of a oneOf or anyOf whose
  // every branch has one. Empty if there is none.
  [[nodiscard]] std::vector<std::vector<std::string>> field_alternatives() const;

 private:
  void add(const nlohmann::json& root, const nlohmann::json& node, int depth);

  std::vector<const nlohmann::json*> m_nodes;
};

}  // namespace kiosk
