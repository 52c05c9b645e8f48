// What a photograph's file says of it: a caption out of its name, its author out of the camera's
// notes, and a name for it in our own folder. A stranger's words, so only letters that the
// program's fonts have come through. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kiosk {

inline constexpr std::size_t kLongestCaption = 80;  // letters
inline constexpr std::size_t kLongestCredit = 100;

// "photos/banjul/marche-albert_2.jpg" -> "Marche albert". Nothing where only a camera has named
// it: IMG_1234, DSC0001, 20251031_120000, WhatsApp Image 2025-10-31.
[[nodiscard]] std::optional<std::string> caption_of(std::string_view file);

// EXIF's artist made fit to be printed; nothing if nothing is left of it.
[[nodiscard]] std::optional<std::string> credit_of(std::string_view artist);

// Small letters, digits and hyphens; "photo" where none is left. Without an ending.
[[nodiscard]] std::string safe_stem_of(std::string_view file);

}  // namespace kiosk
