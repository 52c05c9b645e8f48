// Loading the program's own words: ar zgh fr es en .json and countries.json from
// assets/strings/, form as in content/schema/strings.schema.json.
//
// Strings looks keys up without asking whether they exist, so all languages are held
// against each other here: the same keys, the same {placeholders}, and of each plural
// the forms that the language's grammar has. These files are ours, not a stranger's,
// so the first thing wrong is told and that is all.
//
// The staff room's words stand in staff/, in the languages that it has; those of the visits that
// were counted in stats/, in the same.
//
// Who calls it: prepared.cpp, once at the start. Any thread.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/model/strings.h"

namespace kiosk {

[[nodiscard]] Result<Strings> load_strings(const std::filesystem::path& folder);

}  // namespace kiosk
