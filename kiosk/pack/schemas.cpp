#include "kiosk/pack/schemas.h"

// g++ 12 with sanitizers suspects std::regex, which valijson brings, of reading what it
// has not set. The warning appears where the template is used, so for this whole file.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <algorithm>
#include <exception>
#include <map>
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

// What Precheck asks of a place, looked up once for all that are alike: a list's entries, and one
// file's places and the next one's.
class PlaceRules {
 public:
  PlaceRules(const json& schema, std::vector<std::string> steps)
      : m_schema(schema), m_steps(std::move(steps)) {
    const SchemaNode node(m_schema, m_steps);
    m_known = !node.empty();
    m_patterned = !node.all("pattern").empty();
    m_unique = !node.all("uniqueItems").empty();
  }

  [[nodiscard]] bool patterned() const { return m_patterned; }
  [[nodiscard]] bool unique() const { return m_unique; }

  // nullptr: the schema has nothing to say of it, nor of what lies within.
  [[nodiscard]] PlaceRules* field(const std::string& name) {
    const auto known = m_fields.find(name);
    if (known != m_fields.end()) return known->second.get();
    auto rules = within(name);
    // Names are a stranger's: those that the schema does not know are not kept.
    if (!rules->m_known) return nullptr;
    return m_fields.emplace(name, std::move(rules)).first->second.get();
  }
  [[nodiscard]] PlaceRules* entry() {
    if (!m_entry) m_entry = within("0");  // the schemas treat all entries alike
    return m_entry->m_known ? m_entry.get() : nullptr;
  }

 private:
  [[nodiscard]] std::unique_ptr<PlaceRules> within(const std::string& step) const {
    std::vector<std::string> steps = m_steps;
    steps.push_back(step);
    return std::make_unique<PlaceRules>(m_schema, std::move(steps));
  }

  const json& m_schema;
  std::vector<std::string> m_steps;
  bool m_known = false;
  bool m_patterned = false;
  bool m_unique = false;
  std::map<std::string, std::unique_ptr<PlaceRules>> m_fields;
  std::unique_ptr<PlaceRules> m_entry;
};

// Two things that valijson must not be left alone with when the file is a stranger's.
// std::regex, which it matches patterns with, recurses for every character, so a long text
// overruns the stack. And it reports every pair of equal entries of a list that must not
// have any: four thousand times the same are gigabytes of reports. So we look first: texts
// longer than a patterned one may be are taken out, lists are looked through here.
class Precheck {
 public:
  // A value and where it stands, told from the inside out: most places are never named.
  struct Place {
    const json& value;
    const Place* around = nullptr;
    const std::string* field = nullptr;  // or an entry of a list, by its index
    std::size_t index = 0;
  };

  void run(const Place& place, PlaceRules& rules) {
    const json& value = place.value;
    if (value.is_string() && rules.patterned() &&
        value.get_ref<const std::string&>().size() > kLongestPatterned) {
      m_complaints.push_back({steps_to(place), Keyword::kLength, ""});
    }
    if (value.is_array()) {
      if (rules.unique() && has_equal_entries(value)) {
        m_complaints.push_back({steps_to(place), Keyword::kUniqueItems, ""});
      }
      PlaceRules* const entry = rules.entry();
      for (std::size_t i = 0; entry != nullptr && i < value.size(); ++i) {
        run({value[i], &place, nullptr, i}, *entry);
      }
    }
    if (value.is_object()) {
      for (auto child = value.begin(); child != value.end(); ++child) {
        if (PlaceRules* const field = rules.field(child.key())) {
          run({*child, &place, &child.key()}, *field);
        }
      }
    }
  }

  [[nodiscard]] std::vector<Complaint> take_complaints() { return std::move(m_complaints); }

 private:
  static std::vector<std::string> steps_to(const Place& place) {
    std::vector<std::string> steps;
    for (const Place* at = &place; at->around != nullptr; at = at->around) {
      steps.push_back(at->field != nullptr ? *at->field : std::to_string(at->index));
    }
    std::ranges::reverse(steps);
    return steps;
  }

  static bool has_equal_entries(const json& list) {
    return std::set<json>(list.begin(), list.end()).size() < list.size();
  }

  std::vector<Complaint> m_complaints;
};

// The places of these complaints, with nothing left in them.
json emptied(json document, const std::set<std::vector<std::string>>& places) {
  for (const std::vector<std::string>& steps : places) {
    json* at = &document;
    for (const std::string& step : steps) {
      at = at->is_array() ? &at->at(std::stoul(step)) : &at->at(step);
    }
    *at = "";
  }
  return document;
}

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
  valijson::Validator validator{valijson::Validator::kStrongTypes};  // keeps compiled patterns
  std::optional<PlaceRules> rules;
};

Schema::Schema(std::string_view name) : m_parts(std::make_unique<Parts>()) {
  m_parts->document = embedded(name);
  KIOSK_CHECK(!m_parts->document.is_discarded());
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  m_parts->for_validator = without_unique_items(m_parts->document);
  parser.populateSchema(Adapter(m_parts->for_validator), m_parts->compiled);
  m_parts->rules.emplace(m_parts->document, std::vector<std::string>());
}

Schema::~Schema() = default;

SchemaFindings Schema::check(const json& document, const std::string& file) const {
  Precheck precheck;
  precheck.run({document}, *m_parts->rules);
  std::vector<Complaint> complaints = precheck.take_complaints();
  std::set<std::vector<std::string>> taken_out;
  for (const Complaint& complaint : complaints) {
    if (complaint.keyword == Keyword::kLength) taken_out.insert(complaint.steps);
  }
  const json shortened = taken_out.empty() ? json() : emptied(document, taken_out);
  valijson::ValidationResults results;
  try {
    const Adapter subject(taken_out.empty() ? document : shortened);
    const bool valid = m_parts->validator.validate(m_parts->compiled, subject, &results);
    if (valid && complaints.empty()) return {};
  } catch (const std::exception& error) {
    // valijson's own way to give up, for instance on a pattern too costly to match.
    return {{{file, "", std::string("it cannot be checked: ") + error.what(), ""}}, {}};
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
