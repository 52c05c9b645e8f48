// PNG of every kind: palette, grey, 16 bits, alpha (on white), interlaced, with a profile, a
// gamma or neither.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <optional>
#include <vector>

#include "kiosk/decoding/colour_profile.h"
#include "kiosk/decoding/row_sink.h"

namespace kiosk::decoding {

namespace {

constexpr png_alloc_size_t kMaxChunk = 8 * 1024 * 1024;

struct Decoding {
  std::string_view rest;
  png_structp reader = nullptr;
  png_infop info = nullptr;
  bool out_of_memory = false;
  std::optional<ColourProfile> profile;
  std::vector<std::uint8_t> pixels;  // all rows if interlaced, else one
  std::vector<std::uint8_t> flat;    // a row without its alpha
};

void read_bytes(png_structp reader, png_bytep into, std::size_t size) {
  auto* decoding = static_cast<Decoding*>(png_get_io_ptr(reader));
  if (size > decoding->rest.size()) png_error(reader, "cut short");
  std::memcpy(into, decoding->rest.data(), size);
  decoding->rest.remove_prefix(size);
}

[[noreturn]] void leave(png_structp reader, png_const_charp what) {
  auto* decoding = static_cast<Decoding*>(png_get_error_ptr(reader));
  decoding->out_of_memory = std::strstr(what, "memory") != nullptr;
  png_longjmp(reader, 1);
}

void say_nothing(png_structp, png_const_charp) {}

void read_profile(Decoding& decoding, bool grey) {
  png_charp name = nullptr;
  png_bytep bytes = nullptr;
  png_uint_32 size = 0;
  int compression = 0;
  std::string_view icc;
  if (png_get_iCCP(decoding.reader, decoding.info, &name, &compression, &bytes, &size) != 0) {
    icc = {reinterpret_cast<const char*>(bytes), size};
  }
  double file_gamma = 0;
  double gamma = 0;
  const bool srgb = png_get_valid(decoding.reader, decoding.info, PNG_INFO_sRGB) != 0;
  if (!srgb && png_get_gAMA(decoding.reader, decoding.info, &file_gamma) != 0 && file_gamma > 0) {
    gamma = 1 / file_gamma;
  }
  decoding.profile.emplace(grey ? Samples::kGrey : Samples::kRgb, icc, gamma);
}

// On white, as paper is.
const std::uint8_t* flattened(Decoding& decoding, const std::uint8_t* row, std::size_t width,
                              std::size_t channels) {
  const bool alpha = channels % 2 == 0;
  if (!alpha) return row;
  const std::size_t colours = channels - 1;
  decoding.flat.resize(width * colours);
  for (std::size_t x = 0; x < width; ++x) {
    const unsigned cover = row[x * channels + colours];
    for (std::size_t c = 0; c < colours; ++c) {
      const unsigned value = row[x * channels + c];
      decoding.flat[x * colours + c] =
          static_cast<std::uint8_t>((value * cover + 255U * (255U - cover) + 127U) / 255U);
    }
  }
  return decoding.flat.data();
}

// libpng makes room for a text as long as its chunk says to be, before it reads any of it: one that
// claims more than the file holds is not worth the memory. Pictures themselves come in pieces.
bool chunks_fit(std::string_view bytes) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kFrame = 12;  // length, name, checksum
  for (std::size_t at = kSignature; at + kFrame <= bytes.size();) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      length = length << 8U | static_cast<std::uint8_t>(bytes[at + i]);
    }
    const std::string_view name = bytes.substr(at + 4, 4);
    if (length > bytes.size() - at - kFrame) return name == "IDAT";
    if (name == "IEND") return true;
    at += kFrame + length;
  }
  return true;  // cut short, which the reader will find
}

// Between here and the end libpng may jump out: nothing on this stack frame owns anything.
void decode(Decoding& decoding, RowSink& sink) {
  png_structp reader = decoding.reader;
  if (setjmp(png_jmpbuf(reader)) != 0) {
    sink.refuse(decoding.out_of_memory ? WireStatus::kTooMuchMemory : WireStatus::kDamaged);
    return;
  }
  png_set_read_fn(reader, &decoding, read_bytes);
  png_set_user_limits(reader, 0x7FFFFFFF, 0x7FFFFFFF);  // refused below with their numbers
  png_set_chunk_malloc_max(reader, kMaxChunk);
  // Checked neither by libpng nor trusted: Little CMS looks at it itself.
  png_set_option(reader, PNG_SKIP_sRGB_CHECK_PROFILE, PNG_OPTION_ON);
  png_read_info(reader, decoding.info);
  const png_uint_32 width = png_get_image_width(reader, decoding.info);
  const png_uint_32 height = png_get_image_height(reader, decoding.info);
  if (!accept_size(sink, width, height)) return;
  png_set_expand(reader);
  png_set_scale_16(reader);
  png_set_packing(reader);
  const int passes = png_set_interlace_handling(reader);
  png_read_update_info(reader, decoding.info);
  const std::size_t channels = png_get_channels(reader, decoding.info);
  const std::size_t stride = png_get_rowbytes(reader, decoding.info);
  read_profile(decoding, channels <= 2);
  decoding.pixels.resize(passes > 1 ? stride * height : stride);
  WireHeader header;
  header.width = width;
  header.height = height;
  header.natural_width = width;
  sink.begin(header);
  const auto send = [&](const std::uint8_t* row) {
    sink.row(decoding.profile->to_srgb(flattened(decoding, row, width, channels), width));
  };
  for (int pass = 0; pass < passes; ++pass) {
    for (png_uint_32 y = 0; y < height; ++y) {
      std::uint8_t* row = decoding.pixels.data() + (passes > 1 ? stride * y : 0);
      png_read_row(reader, row, nullptr);
      if (passes == 1) send(row);
    }
  }
  for (png_uint_32 y = 0; passes > 1 && y < height; ++y) send(decoding.pixels.data() + stride * y);
  png_read_end(reader, nullptr);
  sink.end(true);
}

}  // namespace

void decode_png(std::string_view bytes, RowSink& sink) {
  if (!chunks_fit(bytes)) return sink.refuse(WireStatus::kDamaged);
  Decoding decoding;
  decoding.rest = bytes;
  decoding.reader = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoding, leave, say_nothing);
  if (decoding.reader != nullptr) decoding.info = png_create_info_struct(decoding.reader);
  if (decoding.info == nullptr) {
    sink.refuse(WireStatus::kTooMuchMemory);
  } else {
    decode(decoding, sink);
  }
  png_destroy_read_struct(&decoding.reader, &decoding.info, nullptr);
}

}  // namespace kiosk::decoding
