// The pack's own JPEG files, which our encoder wrote (jpeg_encoder.h), as pixels of the size at
// which they are shown. Read by libjpeg-turbo, at half, a quarter or an eighth where that is still
// as large as is wanted, and then made smaller in linear light (downscale.h).
//
// Called by picture.cpp only. Any thread. Pixels: RGBA or grey, as in picture.h.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/picture/picture.h"

namespace kiosk {

[[nodiscard]] bool is_jpeg(std::string_view bytes);
// `channels`: 1 or 4. `size`: see load_picture_at; nothing of it: the picture's own. Nothing: it is
// damaged, or too large.
[[nodiscard]] std::optional<Bitmap> decode_jpeg_picture(std::string_view bytes, int channels,
                                                        PixelSize size);

}  // namespace kiosk
