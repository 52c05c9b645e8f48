// Schemas: the form that each file of a content folder must have, and what a file
// breaks of it; of the program's own files too. They are the repository's
// content/schema/*.schema.json and assets/schema/*.schema.json (JSON Schema 2020-12, of which we use what draft 7 has too, because that is what valijson
// knows), built into the program: a pack must not bring the law it is judged by.
//
// A Schema is built once and used for many files, by one thread at a time.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/problem.h"

namespace kiosk {

struct SchemaFindings {
  Problems problems;
  // Paths whose value is wrong in itself, so that nobody complains about it twice.
  std::set<std::string> bad_values;
};

class Schema {
 public:
  // "pack", "city", "agreements", "club", "strings", "settings"; any other name is a bug of ours.
  explicit Schema(std::string_view name);
  ~Schema();
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  // `document` comes from parse_document(); `file` names it in the problems.
  [[nodiscard]] SchemaFindings check(const nlohmann::json& document, const std::string& file) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace kiosk
