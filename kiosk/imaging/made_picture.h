// From a stranger's picture to the files that the kiosk shows: scaled to the panel, upright,
// sRGB, sharpened, encoded anew without a word about where and by what it was taken; with a
// thumbnail, a blur preview, and what a check wants to know.
//
// Reads through the sandboxed worker. The same bytes give the same files. Blocking; any
// thread, several pictures at once. Memory: the rows of one picture, not the whole of it.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "kiosk/imaging/import_worker.h"
#include "kiosk/picture/blur_preview.h"

namespace kiosk {

inline constexpr int kPictureSide = 1920;  // px: the longer side of what is shown
inline constexpr int kThumbnailSide = 480;
// Raise it when the same input would give other bytes: what was made before is then forgotten.
inline constexpr int kPictureMaking = 1;

struct MadePicture {
  std::string picture;    // JPEG
  std::string thumbnail;  // JPEG
  int width = 0;          // of the picture
  int height = 0;
  BlurPreview blur{};
  int source_width = 0;  // as taken, upright
  int source_height = 0;
  bool drawing = false;
  double sharpness = 0;         // see retouch.h
  double caption_contrast = 0;  // see retouch.h
};

[[nodiscard]] tl::expected<MadePicture, PictureRefusal> make_picture(const ImportWorker& worker,
                                                                     std::string_view bytes);

}  // namespace kiosk
