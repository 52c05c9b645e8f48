#include "kiosk/pack/schemas.h"

// g++ 12 with sanitizers suspects std::regex, which valijson brings, of reading what it
// has not set. The warning appears where the template is used, so for this whole file.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <exception>
#include <optional>
#include <set>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "kiosk/base/check.h"
#include "kiosk/pack/schema_findings.h"
#include "kiosk/pack/schema_node.h"

namespace kiosk {

namespace {

struct EmbeddedSchema {
  std::string_view name;
  const unsigned char* bytes;
  std::size_t size;
};

#include "embedded_schemas.inc"

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

json embedded(std::string_view name) {
  for (const EmbeddedSchema& schema : kEmbeddedSchemas) {
    if (schema.name == name) {
      return json::parse(schema.bytes, schema.bytes + schema.size, nullptr, false);
    }
  }
  return json::value_t::discarded;
}

// valijson tells the failed keyword in its wording alone. An unfamiliar wording (another
// release) still counts as a complaint: it is then told without its details.
struct Phrase {
  std::string_view begins;
  Keyword keyword;
};
constexpr Phrase kPhrases[] = {
    {"Value type not permitted", Keyword::kType},
    {"Missing required property", Keyword::kRequired},
    {"Object contains a property", Keyword::kUnknownField},
    {"Failed to match against any enum", Keyword::kEnum},
    {"Failed to match expected value", Keyword::kEnum},
    {"Failed to match regex", Keyword::kPattern},
    {"Expected number", Keyword::kRange},
    {"String should be no", Keyword::kLength},
    {"Array should contain no", Keyword::kCount},
    {"Object should have no", Keyword::kCount},
    {"Elements at indexes", Keyword::kUniqueItems},
    {"Failed to validate against exactly one", Keyword::kExactlyOne},
    {"Failed to validate against any", Keyword::kNoAlternative},
};

// Complaints about a complaint: the container of a wrong value is wrong too.
constexpr std::string_view kEchoes[] = {
    "Failed to validate item",
    "Failed to validate against schema associated",
    "Failed to validate against additional properties",
    "Failed to validate against child schema",
    "Failed to validate against a conditional",
    "Failed to validate against dependent",
};

std::string in_single_quotes(const std::string& description) {
  const std::size_t first = description.find('\'');
  const std::size_t last = description.rfind('\'');
  return first < last && last != std::string::npos ? description.substr(first + 1, last - first - 1)
                                                   : "";
}

std::optional<Complaint> complaint_from(const valijson::ValidationResults::Error& error) {
  const std::string& text = error.description;
  for (const std::string_view echo : kEchoes) {
    if (text.starts_with(echo)) return std::nullopt;
  }
  Complaint complaint;
  for (const std::string& step : error.context) {
    if (step.size() < 2 || step.front() != '[') continue;  // "<root>"
    complaint.steps.push_back(step.substr(1, step.size() - 2));
  }
  for (const Phrase& phrase : kPhrases) {
    if (!text.starts_with(phrase.begins)) continue;
    complaint.keyword = phrase.keyword;
    // Quotes of an unknown field stand at the end, after those of two keywords.
    if (phrase.keyword == Keyword::kRequired) complaint.name = in_single_quotes(text);
    break;
  }
  return complaint;
}

// Two things that valijson must not be left alone with when the file is a stranger's.
// std::regex, which it matches patterns with, recurses for every character, so a long text
// overruns the stack. And it reports every pair of equal entries of a list that must not
// have any: four thousand times the same are gigabytes of reports. So we look first: texts
// longer than a patterned one may be are taken out, lists are looked through here.
class Precheck {
 public:
  Precheck(const json& schema, std::vector<Complaint>& complaints)
      : m_schema(schema), m_complaints(complaints) {}

  void run(json& value) {
    if (value.is_array()) check_unique(value);
    if (value.is_string()) take_out_overlong(value);
    if (!value.is_structured()) return;
    for (const auto& [name, child] : value.items()) {
      m_steps.push_back(name);  // an array's items() are named by their indices
      run(child);
      m_steps.pop_back();
    }
  }

 private:
  void take_out_overlong(json& value) {
    if (value.get_ref<const std::string&>().size() <= kLongestPatterned) return;
    if (SchemaNode(m_schema, m_steps).all("pattern").empty()) return;
    value = "";
    m_complaints.push_back({m_steps, Keyword::kLength, ""});
  }

  void check_unique(const json& list) {
    if (SchemaNode(m_schema, m_steps).all("uniqueItems").empty()) return;
    const auto copy = std::set<json>(list.begin(), list.end());
    if (copy.size() < list.size()) m_complaints.push_back({m_steps, Keyword::kUniqueItems, ""});
  }

  const json& m_schema;
  std::vector<Complaint>& m_complaints;
  std::vector<std::string> m_steps;
};

json without_unique_items(json schema) {
  if (schema.is_object()) schema.erase("uniqueItems");
  if (!schema.is_structured()) return schema;
  for (json& child : schema) child = without_unique_items(std::move(child));
  return schema;
}

}  // namespace

struct Schema::Parts {
  json document;
  json for_validator;  // see Precheck; the compiled schema may refer to it
  valijson::Schema compiled;
};

Schema::Schema(std::string_view name) : m_parts(std::make_unique<Parts>()) {
  m_parts->document = embedded(name);
  KIOSK_CHECK(!m_parts->document.is_discarded());
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  m_parts->for_validator = without_unique_items(m_parts->document);
  parser.populateSchema(Adapter(m_parts->for_validator), m_parts->compiled);
}

Schema::~Schema() = default;

SchemaFindings Schema::check(const json& document, const std::string& file) const {
  std::vector<Complaint> complaints;
  json subject = document;
  Precheck(m_parts->document, complaints).run(subject);
  valijson::ValidationResults results;
  try {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    const bool valid = validator.validate(m_parts->compiled, Adapter(subject), &results);
    if (valid && complaints.empty()) return {};
  } catch (const std::exception& error) {
    // valijson's own way to give up, for instance on a pattern too costly to match.
    return {{{file, "", std::string("it cannot be checked: ") + error.what(), ""}}, {}};
  }
  std::set<std::vector<std::string>> taken_out;
  for (const Complaint& complaint : complaints) {
    if (complaint.keyword == Keyword::kLength) taken_out.insert(complaint.steps);
  }
  for (const auto& error : results) {
    auto complaint = complaint_from(error);
    if (complaint && !taken_out.contains(complaint->steps)) {
      complaints.push_back(std::move(*complaint));
    }
  }
  return explain(complaints, m_parts->document, document, file);
}

}  // namespace kiosk
