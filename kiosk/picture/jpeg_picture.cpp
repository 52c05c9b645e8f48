#include "kiosk/picture/jpeg_picture.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>
// libjpeg's headers need <cstdio> before them.
#include <jerror.h>
#include <jpeglib.h>

#include "kiosk/picture/downscale.h"

namespace kiosk {
namespace {

constexpr unsigned kParts = 8;  // libjpeg scales by so many of them

struct Errors {
  jpeg_error_mgr base;  // first: libjpeg hands back a pointer to it
  std::jmp_buf way_out;
  bool damaged = false;
};

[[noreturn]] void leave(j_common_ptr decoder) {
  std::longjmp(reinterpret_cast<Errors*>(decoder->err)->way_out, 1);
}

// Our encoder's files give no cause for warnings: whatever it is, pixels are made up.
void note(j_common_ptr decoder, int level) {
  if (level < 0) reinterpret_cast<Errors*>(decoder->err)->damaged = true;
}

// Everything that must be given back, outside of what longjmp() skips.
struct Decoding {
  jpeg_decompress_struct decoder{};
  Errors errors{};
  std::vector<std::uint8_t> row;
  std::optional<Downscaler> smaller;
  Bitmap picture;
};

// The fewest parts that libjpeg makes fast and that still are as large as is wanted.
unsigned parts_for(const jpeg_decompress_struct& decoder, PixelSize size) {
  for (const unsigned parts : {1U, 2U, 4U}) {
    const auto made = [&](unsigned length) { return (length * parts + kParts - 1) / kParts; };
    if (made(decoder.image_width) >= static_cast<unsigned>(size.width) &&
        made(decoder.image_height) >= static_cast<unsigned>(size.height)) {
      return parts;
    }
  }
  return kParts;
}

bool is_smaller(PixelSize size, PixelSize than) {
  return size.width > 0 && size.height > 0 && size.width <= than.width &&
         size.height <= than.height && size != than;
}

// Between here and the end libjpeg may jump out: nothing on this stack frame owns anything.
bool decode(Decoding& decoding, std::string_view bytes, int channels, PixelSize size) {
  jpeg_decompress_struct& decoder = decoding.decoder;
  if (setjmp(decoding.errors.way_out) != 0) return false;
  jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&decoder, TRUE);
  if (decoder.image_width > kMaxPictureSide || decoder.image_height > kMaxPictureSide) return false;
  const PixelSize own{static_cast<int>(decoder.image_width),
                      static_cast<int>(decoder.image_height)};
  const bool smaller = channels == 4 && is_smaller(size, own);
  decoder.scale_num = smaller ? parts_for(decoder, size) : kParts;
  decoder.scale_denom = kParts;
  decoder.out_color_space = channels == 1 ? JCS_GRAYSCALE : smaller ? JCS_RGB : JCS_EXT_RGBA;
  decoder.dct_method = JDCT_ISLOW;  // to the bit the same on every machine
  jpeg_start_decompress(&decoder);
  const auto stride =
      std::size_t{decoder.output_width} * static_cast<std::size_t>(decoder.output_components);
  if (smaller) {
    decoding.row.resize(stride);
    decoding.smaller.emplace(
        PixelSize{static_cast<int>(decoder.output_width), static_cast<int>(decoder.output_height)},
        size, 4);
  } else {
    decoding.picture = {own.width, own.height, channels, {}};
    decoding.picture.pixels.resize(stride * decoder.output_height);
  }
  while (decoder.output_scanline < decoder.output_height) {
    JSAMPROW row = smaller ? decoding.row.data()
                           : decoding.picture.pixels.data() + stride * decoder.output_scanline;
    jpeg_read_scanlines(&decoder, &row, 1);
    if (smaller) decoding.smaller->add(decoding.row);
  }
  if (smaller) decoding.picture = decoding.smaller->take_rgba();
  return !decoding.errors.damaged;
}

}  // namespace

bool is_jpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8"); }

std::optional<Bitmap> decode_jpeg_picture(std::string_view bytes, int channels, PixelSize size) {
  Decoding decoding;
  decoding.decoder.err = jpeg_std_error(&decoding.errors.base);
  decoding.errors.base.error_exit = leave;
  decoding.errors.base.emit_message = note;
  jpeg_create_decompress(&decoding.decoder);
  const bool fine = decode(decoding, bytes, channels, size);
  jpeg_destroy_decompress(&decoding.decoder);
  if (!fine) return std::nullopt;
  return std::move(decoding.picture);
}

}  // namespace kiosk
