// Why a picture was not read, as sentences: from what the worker said, or how it ended.
// Pure functions; any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/imaging/picture_format.h"
#include "kiosk/imaging/wire.h"

namespace kiosk {

// It could not be started; `error` as errno has it.
[[nodiscard]] PictureRefusal reader_cannot_start(const std::filesystem::path& program, int error);

// What runs is of another installation than this program.
[[nodiscard]] PictureRefusal reader_is_of_another_version(const std::filesystem::path& program);

// Too much for the time that it is given.
[[nodiscard]] PictureRefusal took_too_long(bool drawing);

// It broke off; `status` as wait(2) has it, none: it was still there.
[[nodiscard]] PictureRefusal reader_broke_off(const std::filesystem::path& program,
                                              std::optional<int> status, bool drawing);

// It said so itself.
[[nodiscard]] PictureRefusal refusal_of_status(const WireHeader& header, bool drawing);

}  // namespace kiosk
