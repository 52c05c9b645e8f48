// The text of a settings file: what it says, and the same text with some of it changed.
//
// Reading takes any bytes. Each field that is not as it must be has its default and is named; the
// others apply. Writing changes the fields that were changed and nothing else: unknown fields,
// their order, and values that were not understood stay where they are.
//
// Who calls it: settings_file.cpp, settings_command.cpp, tests. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/pack/problem.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

inline constexpr std::size_t kLongestSettings = 64 * 1024;  // bytes

struct SettingsDocument {
  nlohmann::ordered_json document = nlohmann::ordered_json::object();
  bool broken = false;  // it is no JSON object within the limits: nothing of it applies
  Settings settings;
  Problems problems;  // fields that have their default because of what stands there
  Problems notes;     // fields that this program does not know
};

// `file` names it in the problems.
[[nodiscard]] SettingsDocument understand_settings(std::string_view bytes, const std::string& file);

// The document with what differs between the two. What stood in the way of a changed field, such
// as a number where an object must be, makes room for it.
[[nodiscard]] nlohmann::ordered_json changed_document(nlohmann::ordered_json document,
                                                      const Settings& before,
                                                      const Settings& after);

// All fields with their values.
[[nodiscard]] nlohmann::ordered_json whole_document(const Settings& settings);

// Why a file could not say this; nothing: each value is within its bounds, and fits the others.
[[nodiscard]] std::optional<Problem> trouble_with(const Settings& settings);
// Why this text, which changed_document() gave, would not bring back what was changed.
[[nodiscard]] std::optional<Problem> lost_change(std::string_view text, const Settings& before,
                                                 const Settings& after);

// As it stands in the file, with the line's end. Bytes that are no UTF-8 come out as U+FFFD.
[[nodiscard]] std::string text_of_document(const nlohmann::ordered_json& document);

}  // namespace kiosk
