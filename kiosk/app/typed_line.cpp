#include "kiosk/app/typed_line.h"

#include "kiosk/settings/field_texts.h"

namespace kiosk {
namespace {

constexpr std::string_view kName = "name";
constexpr std::string_view kAttract = "attract:";

// Of an attract line.
std::optional<Language> language_of(std::string_view subject) {
  if (!subject.starts_with(kAttract)) return std::nullopt;
  return language_from(subject.substr(kAttract.size()));
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

std::optional<TypedLine> begin_line(const Settings& settings, std::string_view subject) {
  const auto language = language_of(subject);
  if (subject != kName && !language) return std::nullopt;
  TypedLine line;
  line.subject = subject;
  line.language = language;
  line.text = line_in(settings, subject);
  line.capitals = line.text.empty();
  return line;
}

std::string line_in(const Settings& settings, std::string_view subject) {
  if (subject == kName) return settings.device_name;
  const auto language = language_of(subject);
  if (!language) return {};
  const auto found = settings.attract_texts.find(*language);
  return found == settings.attract_texts.end() ? std::string() : found->second;
}

std::size_t longest_line(const TypedLine& line) {
  return line.language ? kLongestAttractText : kLongestDeviceName;
}

std::size_t length_of_line(const TypedLine& line) { return characters_in(line.text); }

void type(TypedLine& line, std::string_view key) {
  line.refused = length_of_line(line) + characters_in(key) > longest_line(line);
  if (line.refused) return;
  line.text += key;
  line.capitals = false;
}

void erase(TypedLine& line, bool all) {
  line.refused = false;
  if (all) line.text.clear();
  take_letter_back(line.text);
  line.capitals = line.text.empty();
}

void keep_line(Settings& settings, const TypedLine& line) {
  const std::string text = trimmed(line.text);
  if (!line.language) {
    settings.device_name = text;
  } else if (text.empty()) {
    settings.attract_texts.erase(*line.language);
  } else {
    settings.attract_texts[*line.language] = text;
  }
}

}  // namespace kiosk
