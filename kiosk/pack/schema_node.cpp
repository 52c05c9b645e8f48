#include "kiosk/pack/schema_node.h"

#include <algorithm>
#include <set>
#include <utility>

namespace kiosk {

namespace {

using nlohmann::json;

constexpr int kMaxReferences = 16;  // a schema that refers to itself ends here

const json* member(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

const json* referenced(const json& root, const std::string& reference) {
  if (!reference.starts_with("#/")) return reference == "#" ? &root : nullptr;
  const json* node = &root;
  std::size_t at = 2;
  while (node != nullptr && at <= reference.size()) {
    const std::size_t slash = std::min(reference.find('/', at), reference.size());
    node = member(*node, reference.substr(at, slash - at).c_str());
    at = slash + 1;
  }
  return node;
}

std::vector<std::string> texts_of(const json& array) {
  std::vector<std::string> texts;
  if (!array.is_array()) return texts;
  for (const json& item : array) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

void append(std::vector<std::string>& all, std::vector<std::string> more) {
  for (std::string& text : more) {
    if (std::ranges::find(all, text) == all.end()) all.push_back(std::move(text));
  }
}

}  // namespace

SchemaNode::SchemaNode(const json& schema, const std::vector<std::string>& steps) {
  add(schema, schema, 0);
  for (const std::string& step : steps) {
    const std::vector<const json*> parents = std::exchange(m_nodes, {});
    for (const json* parent : parents) {
      const json* properties = member(*parent, "properties");
      const json* child = properties == nullptr ? nullptr : member(*properties, step.c_str());
      if (child == nullptr) child = member(*parent, "items");
      if (child == nullptr) child = member(*parent, "additionalProperties");
      if (child != nullptr) add(schema, *child, 0);
    }
  }
}

void SchemaNode::add(const json& root, const json& node, int depth) {
  if (!node.is_object() || depth > kMaxReferences) return;
  m_nodes.push_back(&node);
  if (const json* reference = member(node, "$ref");
      reference != nullptr && reference->is_string()) {
    if (const json* target = referenced(root, reference->get<std::string>())) {
      add(root, *target, depth + 1);
    }
  }
  for (const char* several : {"allOf", "anyOf", "oneOf"}) {
    if (const json* branches = member(node, several); branches != nullptr && branches->is_array()) {
      for (const json& branch : *branches) add(root, branch, depth + 1);
    }
  }
  for (const char* one : {"then", "else"}) {
    if (const json* branch = member(node, one)) add(root, *branch, depth + 1);
  }
}

std::vector<const json*> SchemaNode::all(const char* keyword) const {
  std::vector<const json*> values;
  for (const json* node : m_nodes) {
    if (const json* value = member(*node, keyword)) values.push_back(value);
  }
  return values;
}

std::vector<std::string> SchemaNode::types() const {
  std::vector<std::string> types;
  for (const json* value : all("type")) {
    append(types, value->is_string() ? std::vector{value->get<std::string>()} : texts_of(*value));
  }
  return types;
}

std::vector<std::string> SchemaNode::fields() const {
  std::vector<std::string> fields;
  for (const json* properties : all("properties")) {
    for (const auto& [name, ignored] : properties->items()) append(fields, {name});
  }
  return fields;
}

std::vector<const json*> SchemaNode::choices() const {
  std::vector<const json*> choices = all("const");
  for (const json* values : all("enum")) {
    for (const json& value : *values) choices.push_back(&value);
  }
  return choices;
}

std::string SchemaNode::pattern_in_words() const {
  std::string words;
  for (const json* node : m_nodes) {
    const json* described = member(*node, "description");
    const bool usable = described != nullptr && described->is_string();
    if (usable && (words.empty() || member(*node, "pattern") != nullptr)) {
      words = described->get<std::string>();
    }
  }
  return words;
}

std::vector<std::vector<std::string>> SchemaNode::field_alternatives() const {
  for (const char* keyword : {"oneOf", "anyOf"}) {
    for (const json* branches : all(keyword)) {
      std::vector<std::vector<std::string>> alternatives;
      for (const json& branch : *branches) {
        const json* required = member(branch, "required");
        if (required != nullptr) alternatives.push_back(texts_of(*required));
      }
      if (!alternatives.empty() && alternatives.size() == branches->size()) return alternatives;
    }
  }
  return {};
}

}  // namespace kiosk
