#include "kiosk/pack/schema_sentences.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "kiosk/base/language.h"
#include "kiosk/pack/problem.h"
#include "kiosk/pack/schema_findings.h"

namespace kiosk {

namespace {

using nlohmann::json;

struct TypeWords {
  std::string_view type;
  std::string_view called;
  std::string_view remedy;
};
constexpr TypeWords kTypes[] = {
    {"object", "an object", "Put it in { }."},
    {"array", "a list", "Put it in [ ]."},
    {"string", "a text", "Put it in double quotes."},
    {"integer", "a whole number", "Write it in digits, without quotes."},
    {"number", "a number", "Write it in digits, without quotes."},
    {"boolean", "true or false", "Write true or false, without quotes."},
    {"null", "null", "Write null."},
};

const TypeWords& words_for(std::string_view type) {
  const auto* found = std::ranges::find(kTypes, type, &TypeWords::type);
  return found == std::end(kTypes) ? kTypes[0] : *found;
}

std::string_view type_of(const json& value) {
  switch (value.type()) {
    case json::value_t::object:
      return "object";
    case json::value_t::array:
      return "array";
    case json::value_t::string:
      return "string";
    case json::value_t::boolean:
      return "boolean";
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
      return "integer";
    case json::value_t::number_float:
      return "number";
    default:
      return "null";
  }
}

std::string listed(std::span<const std::string> words, std::string_view last_link) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last_link : std::string_view(", ");
    text += words[i];
  }
  return text;
}

std::vector<std::string> all_in_quotes(const std::vector<std::string>& words) {
  std::vector<std::string> texts;
  for (const std::string& word : words) texts.push_back(in_quotes(word));
  return texts;
}

// Only of scalars: short, however large the document.
std::string shown(const json& value) {
  if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
  return value.is_primitive() ? value.dump() : std::string(words_for(type_of(value)).called);
}

std::size_t characters_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

// The first limit that the value is beyond, of those the schema names.
struct Limit {
  double value = 0;
  bool upper = false;
  std::string written;
};
std::optional<Limit> exceeded(double value, const SchemaNode& node,
                              std::initializer_list<std::pair<const char*, bool>> keywords) {
  for (const auto& [keyword, upper] : keywords) {
    const bool exclusive = std::string_view(keyword).starts_with("exclusive");
    for (const json* limit : node.all(keyword)) {
      if (!limit->is_number()) continue;
      const auto bound = limit->get<double>();
      const bool beyond = upper ? value > bound : value < bound;
      if (beyond || (exclusive && value == bound)) return Limit{bound, upper, limit->dump()};
    }
  }
  return std::nullopt;
}

}  // namespace

bool has_type(const json& value, const std::vector<std::string>& types) {
  const std::string_view own = type_of(value);
  return std::ranges::any_of(types, [&](const std::string& type) {
    return type == own || (type == "number" && own == "integer");
  });
}

Sentence about_type(const json& value, const SchemaNode& node) {
  const std::vector<std::string> types = node.types();
  const std::vector<std::string> fields = node.fields();
  const bool by_language = types.size() == 1 && !fields.empty() &&
                           std::ranges::all_of(fields, [](const std::string& field) {
                             return language_from(field).has_value();
                           });
  std::vector<std::string> called;
  for (const std::string& type : types) called.emplace_back(words_for(type).called);
  const std::string remedy = by_language         ? "Write it by language, like {\"fr\": \"…\"}."
                             : types.size() == 1 ? std::string(words_for(types[0]).remedy)
                                                 : "Write it as one of these.";
  return {"this must be " + listed(called, " or ") + ", not " +
              std::string(words_for(type_of(value)).called),
          remedy};
}

Sentence about_choice(const json& value, const SchemaNode& node) {
  std::vector<std::string> texts;
  std::vector<std::string> all_shown;
  for (const json* choice : node.choices()) {
    if (choice->is_string()) texts.push_back(choice->get<std::string>());
    all_shown.push_back(shown(*choice));
  }
  const std::string guess =
      value.is_string() ? did_you_mean(value.get_ref<const std::string&>(), texts) : "";
  return {shown(value) + " is not among the values that can stand here" + guess,
          "Use " + listed(all_shown, " or ") + "."};
}

Sentence about_pattern(const json& value, const SchemaNode& node) {
  std::string remedy = "Expected: " + node.pattern_in_words();
  if (!remedy.ends_with('.')) remedy += '.';
  return {shown(value) + " is not written as it must be", remedy};
}

Sentence about_range(const json& value, const SchemaNode& node) {
  const auto limit = exceeded(value.is_number() ? value.get<double>() : 0, node,
                              {{"minimum", false},
                               {"maximum", true},
                               {"exclusiveMinimum", false},
                               {"exclusiveMaximum", true}});
  if (!limit) return {shown(value) + " is out of range", "Correct the number."};
  return {
      shown(value) + (limit->upper ? " is too large" : " is too small"),
      std::string("Give a number ") + (limit->upper ? "up to " : "from ") + limit->written + "."};
}

Sentence about_length(const json& value, const SchemaNode& node) {
  const std::size_t length =
      value.is_string() ? characters_in(value.get_ref<const std::string&>()) : 0;
  const auto limit =
      exceeded(static_cast<double>(length), node, {{"minLength", false}, {"maxLength", true}});
  if (length == 0) return {"the text is empty", "Write it, or remove the field."};
  const bool too_long = !limit || limit->upper;
  return {"the text has " + std::to_string(length) + " characters",
          std::string(too_long ? "Write at most " : "Write at least ") +
              (limit ? limit->written : std::to_string(kLongestPatterned)) + "."};
}

Sentence about_count(const json& value, const SchemaNode& node) {
  const std::size_t size = value.size();
  const auto limit = exceeded(
      static_cast<double>(size), node,
      {{"minItems", false}, {"maxItems", true}, {"minProperties", false}, {"maxProperties", true}});
  if (size == 0) return {"this is empty", "Fill it in, or remove the field."};
  const bool too_many = !limit || limit->upper;
  return {"this has " + std::to_string(size) + (size == 1 ? " entry" : " entries"),
          std::string(too_many ? "Give at most " : "Give at least ") +
              (limit ? limit->written : "as many as fit") + "."};
}

Sentence about_unique(const json& value) {
  std::set<json> seen;
  for (const json& entry : value) {
    if (!seen.insert(entry).second) {
      return {shown(entry) + " stands here twice", "Remove one of the two."};
    }
  }
  return {"an entry stands here twice", "Remove one of the two."};
}

std::string as_alternatives(const std::vector<std::vector<std::string>>& alternatives,
                            std::string_view link) {
  std::vector<std::string> texts;
  for (const auto& fields : alternatives) texts.push_back(listed(all_in_quotes(fields), " and "));
  return listed(texts, link);
}

}  // namespace kiosk
