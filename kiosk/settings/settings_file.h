// The settings file of a device: read at the start, changed by staff, mended by hand.
//
//   settings.json            its form: assets/schema/settings.schema.json
//   settings.json.part       of an interrupted writing; worthless
//   settings.json.broken-3   a file that could not be understood, set aside as it was; the newest
//                            five are kept, the greatest number is the newest
//
// A missing file means the defaults. A broken one never stops the kiosk: the defaults apply and
// staff are told. A file that cannot be read now (a bad disk, no permission) stays where it is,
// and is not written over.
//
// Blocking; any thread, one writer at a time. Nothing throws. Errors name the file and the remedy.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/problem.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

inline constexpr std::size_t kMostBrokenKept = 5;

enum class SettingsCondition {
  kMissing,     // the defaults
  kFine,        // notes at most
  kPartly,      // some fields have their default: `problems` names each
  kBroken,      // the defaults, for the reason that `problems` tells
  kUnreadable,  // the same; another time it may be readable
  kSetAside     // the defaults: it was broken, and nothing has come into its place
};

struct SettingsReading {
  Settings settings;
  SettingsCondition condition = SettingsCondition::kMissing;
  Problems problems;                // sentences with file, place and remedy
  Problems notes;                   // what this program does not know, and keeps
  std::filesystem::path set_aside;  // of kSetAside: the newest broken file
};

// settings.json in a state folder.
[[nodiscard]] std::filesystem::path settings_file_of(const std::filesystem::path& state);

// Changes nothing on disk.
[[nodiscard]] SettingsReading read_settings(const std::filesystem::path& file);

// The same, for the program's start: a broken file is set aside, so that it is not lost when new
// settings are written. Where that fails it stays, the condition is kBroken, and a problem says
// why. Call it once; later starts find kSetAside until there is a file again.
[[nodiscard]] SettingsReading start_with_settings(const std::filesystem::path& file);

// Changes the fields that differ between the two; all else in the file stays as it is, also what
// somebody else has changed in it meanwhile. Whole and on disk when it returns, or not at all.
// Settings beyond their bounds are refused (FailureKind::kContent).
[[nodiscard]] PackResult<void> write_settings(const std::filesystem::path& file,
                                              const Settings& before, const Settings& after);

}  // namespace kiosk
