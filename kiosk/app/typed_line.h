// Typed line: a line of the site's settings while staff type it on the panel: the device's name,
// or what is shown to an empty room in one language.
//
// A line is named by a text, which stands in zones and replays: "name", "attract:<code>". Its
// bounds are those of settings.h, kept while it is typed: a key that does not fit is refused, and
// said to be. UTF-8; lengths in characters. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/language.h"
#include "kiosk/search/keyboard.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

struct TypedLine {
  std::string subject;
  std::optional<Language> language;  // that it is read in; nothing: any
  std::string text;
  std::optional<Keyboard> keyboard;  // nothing: the language's own
  bool capitals = false;             // for the next key
  bool refused = false;              // the last key did not fit
  friend bool operator==(const TypedLine&, const TypedLine&) = default;
};

// Nothing: there is no such line.
[[nodiscard]] std::optional<TypedLine> begin_line(const Settings& settings,
                                                  std::string_view subject);
// As the settings have it; empty: they have none.
[[nodiscard]] std::string line_in(const Settings& settings, std::string_view subject);
[[nodiscard]] std::size_t longest_line(const TypedLine& line);
[[nodiscard]] std::size_t length_of_line(const TypedLine& line);

void type(TypedLine& line, std::string_view key);
void erase(TypedLine& line, bool all);
// Without blanks at its ends; an empty one is taken out, so that the content's own words stand.
void keep_line(Settings& settings, const TypedLine& line);

}  // namespace kiosk
