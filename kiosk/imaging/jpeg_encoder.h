// Our own JPEG files: baseline, without any metadata, the same bytes for the same pixels.
// The kiosk's decoder opens no others. libjpeg-turbo; any thread.
#pragma once

#include <string>

#include "kiosk/picture/downscale.h"

namespace kiosk {

enum class JpegDetail {
  kPhoto,   // colour at half resolution
  kDrawing  // colour at full resolution: flat shapes keep their edges
};

// quality: 1 to 100.
[[nodiscard]] std::string encoded_jpeg(const RgbPicture& picture, int quality, JpegDetail detail);

}  // namespace kiosk
