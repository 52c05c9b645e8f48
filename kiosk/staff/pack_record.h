// What staff can look up about the content of a device: what was installed when and with what
// result, the packs that are kept, the keys whose packs are taken.
//
// Blocking, a few small files; any thread. What cannot be read is left out.
#pragma once

#include <filesystem>

#include "kiosk/app/staff_news.h"

namespace kiosk {

inline constexpr std::size_t kMostRecordLines = 40;

[[nodiscard]] RecordNews record_of(const std::filesystem::path& state);

}  // namespace kiosk
