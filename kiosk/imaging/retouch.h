// What is done to a picture after scaling, and what is measured of it. Pure functions of
// 8-bit sRGB pixels; any thread.
#pragma once

#include <cstdint>

#include "kiosk/picture/downscale.h"

namespace kiosk {

// Turned and mirrored as EXIF's orientation (1 to 8) asks, so that it stands upright.
[[nodiscard]] RgbPicture upright(RgbPicture picture, std::uint32_t orientation);

// Gives back the crispness that scaling down costs: an unsharp mask of one pixel, on
// brightness alone so that colours stay.
[[nodiscard]] RgbPicture sharpened(const RgbPicture& picture);

// How sharp the sharpest parts of a picture are: the strength of fine edges in its best
// twentieth of squares, seen at 960 px across. Below kLeastSharpness a picture looks blurred
// on the panel; one with a sharp face before a soft background is well above.
[[nodiscard]] double sharpness_of(const RgbPicture& picture);
inline constexpr double kLeastSharpness = 2.2;

// Contrast (WCAG 2, 1 to 21) of the caption's paper-white text over the lightest part of the
// picture's lower edge, on the scrim that is drawn there (base/caption_scrim.h).
[[nodiscard]] double caption_contrast_of(const RgbPicture& picture);
inline constexpr double kLeastCaptionContrast = 4.5;

}  // namespace kiosk
