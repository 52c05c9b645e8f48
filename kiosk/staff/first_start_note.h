// First start note: how far the setting up of this device has come, in first_start.json of the
// state folder, so that a power cut in the middle loses no more than the step that was shown.
//
//   {"format": 1, "language": "ar", "reached": "panel"}
//
// "reached" names a step of kiosk/app/first_start.h; once it is "done" the device is set up. So is
// one whose PIN was chosen without a first start: it has no note. What cannot be understood counts
// as no note, for a device that visitors use must not ask to be set up again.
//
// The file is read and written by whoever asks, at once. Any thread, one at a time. Errors name
// the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "kiosk/app/staff.h"
#include "kiosk/base/result.h"

namespace kiosk {

// Where a start begins; nothing: the device is set up. Without a PIN it asks for one, whatever the
// note says.
[[nodiscard]] std::optional<FirstStart> first_start_of(const std::filesystem::path& state,
                                                       bool pin_chosen);
// `subject`: as StaffDeed::kNoteFirst has it. On disk when it returns, or not at all.
[[nodiscard]] Result<void> note_first_start(const std::filesystem::path& state,
                                            std::string_view subject);

}  // namespace kiosk
