// A picture in 32 bytes: what stands in its place until it is there. Four by four samples of
// brightness and four by two of each colour difference (YCoCg), drawn out smoothly.
//
// Made when a pack is built, kept in hex in its pictures.json. Pure functions; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/picture/picture.h"

namespace kiosk {

using BlurPreview = std::array<std::uint8_t, 32>;

// `rgb`: packed, rows from the top.
[[nodiscard]] BlurPreview blur_preview_of(std::span<const std::uint8_t> rgb, int width, int height);
// An RGBA picture of a few pixels, to be stretched over the picture's place.
[[nodiscard]] Bitmap picture_of(const BlurPreview& preview);

[[nodiscard]] std::string to_hex(const BlurPreview& preview);
[[nodiscard]] std::optional<BlurPreview> blur_preview_from(std::string_view hex);

}  // namespace kiosk
