#include "kiosk/pack/schema_findings.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <utility>

#include "kiosk/pack/schema_node.h"
#include "kiosk/pack/schema_sentences.h"

namespace kiosk {

namespace {

using nlohmann::json;

// The value at a place, and the path as we write it. Steps alone are ambiguous: "2" may
// be an index or a field's name, which only the document can tell.
struct Place {
  const json* value = nullptr;
  std::string path;
};

Place find_place(const json& document, const std::vector<std::string>& steps) {
  Place place{&document, ""};
  for (const std::string& step : steps) {
    if (place.value->is_array()) {
      std::size_t index = 0;
      std::from_chars(step.data(), step.data() + step.size(), index);
      place.path = joined(place.path, index);
      if (index >= place.value->size()) break;
      place.value = &(*place.value)[index];
    } else {
      place.path = joined(place.path, step);
      const auto found = place.value->find(step);
      if (found == place.value->end()) break;
      place.value = &*found;
    }
  }
  return place;
}

// All that is said about one place, as few and as useful sentences as possible.
class PlaceReport {
 public:
  PlaceReport(const Place& place, const json& schema, const std::vector<std::string>& steps,
              std::span<const Complaint* const> complaints, bool worse_within)
      : m_value(*place.value),
        m_node(schema, steps),
        m_complaints(complaints),
        m_worse_within(worse_within) {}

  [[nodiscard]] std::vector<Sentence> sentences() {
    if (has(Keyword::kType) && !has_type(m_value, m_node.types())) {
      add(about_type(m_value, m_node), true);
      return m_sentences;
    }
    add_fields();
    if (has(Keyword::kEnum)) add(about_choice(m_value, m_node), true);
    if (has(Keyword::kPattern)) add(about_pattern(m_value, m_node), true);
    if (has(Keyword::kRange)) add(about_range(m_value, m_node), true);
    if (has(Keyword::kLength)) add(about_length(m_value, m_node), true);
    if (has(Keyword::kCount)) add(about_count(m_value, m_node), true);
    if (has(Keyword::kUniqueItems)) add(about_unique(m_value), true);
    const bool unexplained =
        has(Keyword::kOther) || has(Keyword::kNoAlternative) || has(Keyword::kExactlyOne);
    if (m_sentences.empty() && unexplained && !m_worse_within) {
      add({"this does not have the form it must have", "Compare it with the schema."}, true);
    }
    return m_sentences;
  }

  [[nodiscard]] bool bad_value() const { return m_bad_value; }

 private:
  [[nodiscard]] bool has(Keyword keyword) const {
    return std::ranges::any_of(m_complaints,
                               [&](const Complaint* c) { return c->keyword == keyword; });
  }

  void add(Sentence sentence, bool bad_value) {
    m_sentences.push_back(std::move(sentence));
    m_bad_value = m_bad_value || bad_value;
  }

  void add_fields() {
    if (!m_value.is_object()) return;
    const std::string guesses = has(Keyword::kUnknownField) ? add_unknown_fields() : "";
    const auto alternatives = m_node.field_alternatives();
    if (!alternatives.empty() && has(Keyword::kNoAlternative)) {
      add({"either " + as_alternatives(alternatives, " or ") + " must be given", "Add it."}, false);
    }
    if (!alternatives.empty() && has(Keyword::kExactlyOne)) {
      add({"only one of " + as_alternatives(alternatives, " or ") + " can be given",
           "Remove the other."},
          false);
    }
    for (const Complaint* complaint : m_complaints) {
      if (complaint->keyword != Keyword::kRequired) continue;
      const bool of_alternatives = std::ranges::any_of(alternatives, [&](const auto& fields) {
        return std::ranges::find(fields, complaint->name) != fields.end();
      });
      const bool misspelt = guesses.find(in_quotes(complaint->name) + "?") != std::string::npos;
      if (of_alternatives || misspelt) continue;
      add({"the field " + in_quotes(complaint->name) + " is missing", "Add it."}, false);
    }
  }

  // Returns the guesses it made: a field that is there under a wrong name is not missing too.
  std::string add_unknown_fields() {
    const std::vector<std::string> known = m_node.fields();
    std::string guesses;
    for (const auto& [name, ignored] : m_value.items()) {
      if (std::ranges::find(known, name) != known.end()) continue;
      std::vector<std::string> absent;
      std::ranges::copy_if(known, std::back_inserter(absent),
                           [&](const std::string& field) { return !m_value.contains(field); });
      const std::string guess = did_you_mean(name, absent);
      guesses += guess;
      add({"unknown field " + in_quotes(name) + guess, "Correct its name or remove it."}, false);
    }
    return guesses;
  }

  const json& m_value;
  SchemaNode m_node;
  std::span<const Complaint* const> m_complaints;
  bool m_worse_within;
  std::vector<Sentence> m_sentences;
  bool m_bad_value = false;
};

}  // namespace

SchemaFindings explain(const std::vector<Complaint>& complaints, const json& schema,
                       const json& document, const std::string& file) {
  std::map<std::vector<std::string>, std::vector<const Complaint*>> by_place;
  for (const Complaint& complaint : complaints) by_place[complaint.steps].push_back(&complaint);

  SchemaFindings findings;
  for (auto place = by_place.begin(); place != by_place.end(); ++place) {
    // Sorted by steps, whatever lies within a place comes right after it.
    const auto next = std::next(place);
    const bool within = next != by_place.end() && next->first.size() > place->first.size() &&
                        std::equal(place->first.begin(), place->first.end(), next->first.begin());
    const Place found = find_place(document, place->first);
    PlaceReport report(found, schema, place->first, place->second, within);
    for (Sentence& sentence : report.sentences()) {
      findings.problems.push_back(
          {file, found.path, std::move(sentence.what), std::move(sentence.remedy)});
    }
    if (report.bad_value()) findings.bad_values.insert(found.path);
  }
  if (findings.problems.empty()) {
    findings.problems.push_back({file, "", "it does not have the form that its schema asks for",
                                 "Compare it with the schema."});
  }
  return findings;
}

}  // namespace kiosk
