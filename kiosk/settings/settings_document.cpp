#include "kiosk/settings/settings_document.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/pack/json_document.h"
#include "kiosk/pack/schemas.h"
#include "kiosk/settings/settings_fields.h"

namespace kiosk {

namespace {

using nlohmann::ordered_json;
using Steps = std::vector<std::string>;

constexpr int kIndent = 2;

const ordered_json* find(const ordered_json& document, const Steps& steps) {
  const ordered_json* value = &document;
  for (const std::string& step : steps) {
    if (!value->is_object()) return nullptr;
    const auto found = value->find(step);
    if (found == value->end()) return nullptr;
    value = &*found;
  }
  return value;
}

void put(ordered_json& document, const Steps& steps, ordered_json value) {
  ordered_json* place = &document;
  for (const std::string& step : steps) {
    if (!place->is_object()) *place = ordered_json::object();
    place = &(*place)[step];
  }
  *place = std::move(value);
}

// Whether the place is `outer` or lies in it.
bool lies_in(std::string_view place, std::string_view outer) {
  return place.starts_with(outer) &&
         (place.size() == outer.size() || place[outer.size()] == '.' || place[outer.size()] == '[');
}

// Whether a complaint about `bad` places tells why this field does not apply.
bool complained_of(const SettingsField& field, const std::set<std::string>& bad) {
  const std::string path = field.path();
  return std::ranges::any_of(bad, [&](const std::string& place) {
    return place.empty() || lies_in(path, place) || (!field.by_entry && lies_in(place, path));
  });
}

class Reader {
 public:
  Reader(SettingsDocument& read, const std::string& file)
      : m_read(read), m_file(file), m_fields(settings_fields()) {}

  void run() {
    SchemaFindings findings = Schema("settings").check(nlohmann::json(m_read.document), m_file);
    m_read.problems = std::move(findings.problems);
    if (findings.bad_values.contains("")) {
      m_read.broken = true;
      m_read.document = ordered_json::object();
      return;
    }
    for (const SettingsField& field : m_fields) {
      const ordered_json* value = find(m_read.document, field.steps);
      if (value == nullptr || complained_of(field, findings.bad_values)) continue;
      read_field(field, *value);
    }
    look_for_unknown(m_read.document, {});
    sort_problems(m_read.problems);
    sort_problems(m_read.notes);
  }

 private:
  void read_field(const SettingsField& field, const ordered_json& value) {
    std::vector<FieldTrouble> troubles;
    const bool applies = field.read(value, m_read.settings, troubles);
    if (!applies && troubles.empty()) {
      troubles.push_back({field.path(), "this does not have the form it must have",
                          "Compare it with assets/schema/settings.schema.json."});
    }
    for (FieldTrouble& trouble : troubles) {
      m_read.problems.push_back(
          {m_file, std::move(trouble.path), std::move(trouble.what), std::move(trouble.remedy)});
    }
  }

  // What may stand in the object at `steps`; nothing: it is none of ours.
  [[nodiscard]] std::vector<std::string> known_in(const Steps& steps) const {
    std::vector<std::string> known;
    for (const SettingsField& field : m_fields) {
      const bool within = field.steps.size() > steps.size() &&
                          std::equal(steps.begin(), steps.end(), field.steps.begin());
      if (within) known.push_back(field.steps[steps.size()]);
    }
    if (steps.empty()) known.insert(known.end(), {"$schema", "$comment"});
    return known;
  }

  // A name one slip away from a field that is not there was meant for it: that is a problem. Any
  // other may be a newer program's.
  void look_for_unknown(const ordered_json& object, const Steps& steps) {
    const std::vector<std::string> known = known_in(steps);
    if (known.empty() || !object.is_object()) return;
    std::vector<std::string> absent;
    std::ranges::copy_if(known, std::back_inserter(absent),
                         [&](const std::string& name) { return !object.contains(name); });
    std::string path;
    for (const std::string& step : steps) path = joined(path, step);
    for (const auto& [name, value] : object.items()) {
      Steps inner = steps;
      inner.push_back(name);
      if (std::ranges::find(known, name) != known.end()) {
        look_for_unknown(value, inner);
        continue;
      }
      const std::string guess = did_you_mean(name, absent);
      if (guess.empty()) {
        m_read.notes.push_back(
            {m_file, path, "unknown field " + in_quotes(name), "It is kept and has no effect."});
      } else {
        m_read.problems.push_back({m_file, path, "unknown field " + in_quotes(name) + guess,
                                   "Correct its name or remove it."});
      }
    }
  }

  SettingsDocument& m_read;
  const std::string& m_file;
  std::vector<SettingsField> m_fields;
};

}  // namespace

SettingsDocument understand_settings(std::string_view bytes, const std::string& file) {
  SettingsDocument read;
  if (bytes.size() > kLongestSettings) {
    read.broken = true;
    // How much more is not known: nobody reads on.
    read.problems.push_back({file, "",
                             "it is more than " + std::to_string(kLongestSettings) + " bytes large",
                             "Make it smaller."});
    return read;
  }
  auto document = parse_ordered_document(bytes, file);
  if (!document) {
    read.broken = true;
    read.problems.push_back(std::move(document.error()));
    return read;
  }
  read.document = std::move(*document);
  Reader(read, file).run();
  return read;
}

ordered_json changed_document(ordered_json document, const Settings& before,
                              const Settings& after) {
  for (const SettingsField& field : settings_fields()) {
    ordered_json value = field.write(after);
    if (value != field.write(before)) put(document, field.steps, std::move(value));
  }
  return document;
}

ordered_json whole_document(const Settings& settings) {
  ordered_json document = ordered_json::object();
  for (const SettingsField& field : settings_fields()) {
    put(document, field.steps, field.write(settings));
  }
  return document;
}

std::optional<Problem> trouble_with(const Settings& settings) {
  const std::string text = text_of_document(whole_document(settings));
  SettingsDocument read = understand_settings(text, "");
  if (!read.problems.empty()) return std::move(read.problems.front());
  if (read.settings == settings) return std::nullopt;
  return lost_change(text, Settings(), settings)
      .value_or(Problem{"", "", "these settings cannot be written", "Set them anew."});
}

std::optional<Problem> lost_change(std::string_view text, const Settings& before,
                                   const Settings& after) {
  const SettingsDocument read = understand_settings(text, "");
  if (read.broken) return read.problems.front();
  for (const SettingsField& field : settings_fields()) {
    const ordered_json value = field.write(after);
    if (value == field.write(before) || value == field.write(read.settings)) continue;
    const std::string path = field.path();
    const auto told = std::ranges::find_if(
        read.problems, [&](const Problem& problem) { return lies_in(problem.path, path); });
    if (told != read.problems.end()) return *told;
    return Problem{"", path, "it cannot be set to this", "Choose another value."};
  }
  return std::nullopt;
}

std::string text_of_document(const ordered_json& document) {
  return document.dump(kIndent, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace kiosk
