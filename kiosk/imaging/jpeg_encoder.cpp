#include "kiosk/imaging/jpeg_encoder.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
// libjpeg's header needs <cstdio> before it.
#include <jpeglib.h>

#include "kiosk/base/check.h"

namespace kiosk {

namespace {

// The encoder fails for want of memory or by a bug of ours, never by its input.
[[noreturn]] void stop(j_common_ptr) {
  KIOSK_CHECK(!"libjpeg can encode");
  std::abort();
}

}  // namespace

std::string encoded_jpeg(const RgbPicture& picture, int quality, JpegDetail detail) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  errors.error_exit = stop;
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = static_cast<JDIMENSION>(picture.width);
  encoder.image_height = static_cast<JDIMENSION>(picture.height);
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  encoder.dct_method = JDCT_ISLOW;
  encoder.optimize_coding = TRUE;
  if (detail == JpegDetail::kDrawing) {
    encoder.comp_info[0].h_samp_factor = 1;
    encoder.comp_info[0].v_samp_factor = 1;
  }
  jpeg_start_compress(&encoder, TRUE);
  const auto stride = static_cast<std::size_t>(picture.width) * 3;
  while (encoder.next_scanline < encoder.image_height) {
    auto* row = const_cast<JSAMPROW>(picture.pixels.data() + encoder.next_scanline * stride);
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  const std::unique_ptr<unsigned char, decltype(&std::free)> owned(bytes, &std::free);
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace kiosk
