#include "kiosk/settings/settings_command.h"

#include <ostream>
#include <system_error>

#include "kiosk/settings/settings_document.h"
#include "kiosk/settings/settings_file.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

void check(const SettingsReading& reading, const fs::path& file, std::ostream& out) {
  for (const Problem& problem : reading.problems) out << problem.sentence() << '\n';
  for (const Problem& note : reading.notes) out << "note: " << note.sentence() << '\n';
  if (!reading.problems.empty()) return;
  if (file.empty()) {
    out << "No file is named by --state or --config: the defaults apply.\n";
  } else if (reading.condition == SettingsCondition::kMissing) {
    out << file.string() << ": there is no such file: the defaults apply.\n";
  } else {
    out << file.string() << ": all is well.\n";
  }
}

}  // namespace

Result<fs::path> settings_file_for(const std::string& config, const std::string& state) {
  std::error_code error;
  if (!config.empty()) {
    // Named by hand, so it is meant to be there; a link to nowhere is not.
    if (!fs::exists(config, error)) {
      return fail("--config: " + config + ": no such file. Check the path.");
    }
    return fs::path(config);
  }
  if (state.empty()) return fs::path();
  if (!fs::is_directory(state, error)) {
    return fail("--state: " + state + ": no such folder. Check the path.");
  }
  return settings_file_of(state);
}

bool tell_settings(ConfigDeed deed, const fs::path& file, std::ostream& out, std::ostream& err) {
  const SettingsReading reading = file.empty() ? SettingsReading() : read_settings(file);
  if (deed == ConfigDeed::kCheck) {
    check(reading, file, out);
  } else {
    for (const Problem& problem : reading.problems) err << "kiosk: " << problem.sentence() << '\n';
    out << text_of_document(whole_document(reading.settings));
  }
  return reading.problems.empty();
}

}  // namespace kiosk
