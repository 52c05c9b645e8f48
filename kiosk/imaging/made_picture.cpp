#include "kiosk/imaging/made_picture.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "kiosk/imaging/jpeg_encoder.h"
#include "kiosk/imaging/retouch.h"
#include "kiosk/picture/downscale.h"

namespace kiosk {

namespace {

constexpr int kQuality = 86;
constexpr int kDrawingQuality = 90;
constexpr int kThumbnailQuality = 82;

}  // namespace

tl::expected<MadePicture, PictureRefusal> make_picture(const ImportWorker& worker,
                                                       std::string_view bytes) {
  MadePicture made;
  made.drawing = format_of(bytes) == PictureFormat::kSvg;
  std::optional<Downscaler> scaler;
  PixelReceiver receiver;
  receiver.begin = [&](const WireHeader& header) {
    const PixelSize from{static_cast<int>(header.width), static_cast<int>(header.height)};
    scaler.emplace(from, fitted(from, kPictureSide));
    return true;
  };
  receiver.row = [&](std::span<const std::uint8_t> row) { scaler->add(row); };
  const auto header = import_picture(worker, bytes, receiver);
  if (!header) return tl::unexpected(header.error());

  RgbPicture picture = upright(scaler->take(), header->orientation);
  made.width = picture.width;
  made.height = picture.height;
  made.source_width = static_cast<int>(header->width);
  made.source_height = static_cast<int>(header->height);
  if (header->orientation >= 5) std::swap(made.source_width, made.source_height);
  if (made.drawing) {
    made.source_width = static_cast<int>(header->natural_width);
    made.source_height = static_cast<int>(
        std::lround(static_cast<double>(made.source_width) * made.height / made.width));
  }
  made.sharpness = sharpness_of(picture);
  made.caption_contrast = caption_contrast_of(picture);
  made.blur = blur_preview_of(picture.pixels, picture.width, picture.height);
  RgbPicture small = downscaled(picture, fitted({picture.width, picture.height}, kThumbnailSide));
  const JpegDetail detail = made.drawing ? JpegDetail::kDrawing : JpegDetail::kPhoto;
  if (!made.drawing) {
    // Only what lost pixels has lost crispness.
    if (made.source_width > made.width) picture = sharpened(picture);
    small = sharpened(small);
  }
  made.picture = encoded_jpeg(picture, made.drawing ? kDrawingQuality : kQuality, detail);
  made.thumbnail = encoded_jpeg(small, kThumbnailQuality, detail);
  return made;
}

}  // namespace kiosk
