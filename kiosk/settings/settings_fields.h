// The fields of a settings file, one by one: where each stands, how it is read, how written. What
// the file's schema cannot say of a value is said here.
//
// Who calls it: settings_document.cpp and tests. Any thread; reading never throws, whatever the
// value is.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kiosk/settings/settings.h"

namespace kiosk {

struct FieldTrouble {
  std::string path;  // in the file: "hours.closed_dates[2]"
  std::string what;
  std::string remedy;
};

struct SettingsField {
  std::vector<std::string> steps;  // names, from the file's outermost object
  bool by_entry = false;           // a list whose good entries apply where others are bad
  // What is no value of this field leaves the settings as they are: false, or for some reasons
  // that only we know, troubles.
  std::function<bool(const nlohmann::ordered_json&, Settings&, std::vector<FieldTrouble>&)> read;
  std::function<nlohmann::ordered_json(const Settings&)> write;

  [[nodiscard]] std::string path() const;
};

// In the order in which a new file has them.
[[nodiscard]] std::vector<SettingsField> settings_fields();

}  // namespace kiosk
