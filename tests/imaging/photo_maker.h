// Photographs as cameras, phones and offices make them, for tests: a scene of hills with fine
// detail, drawn from a number, encoded by libjpeg or libpng with the oddity under test.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>
// libjpeg's header needs <cstdio> before it.
#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

namespace kiosk::test {

struct Raw {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

inline std::uint32_t noise(std::uint32_t x) {
  x ^= x >> 16U;
  x *= 0x7FEB352DU;
  x ^= x >> 15U;
  x *= 0x846CA68BU;
  return x ^ (x >> 16U);
}

// Sky, two hills and grass with fine detail; other every time by `seed`.
inline Raw scene(int width, int height, std::uint32_t seed) {
  Raw raw{width, height, {}};
  raw.rgb.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  const double phase = noise(seed) % 628 / 100.0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double u = static_cast<double>(x) / width;
      const double v = static_cast<double>(y) / height;
      const double far = 0.45 + 0.08 * std::sin(7 * u + phase);
      const double near = 0.65 + 0.06 * std::sin(11 * u + 2 * phase);
      const auto grain =
          static_cast<int>(noise(seed * 7919U + static_cast<std::uint32_t>(y / 3) * 65537U +
                                 static_cast<std::uint32_t>(x / 3)) %
                           61U) -
          30;
      int red = static_cast<int>(80 + 90 * v);
      int green = static_cast<int>(120 + 60 * v);
      int blue = 190;
      if (v > far) {
        red = 130 + grain / 2;
        green = 100 + grain / 2;
        blue = 80;
      }
      if (v > near) {
        red = 60 + grain;
        green = 90 + grain;
        blue = 40 + grain / 2;
      }
      std::uint8_t* pixel =
          &raw.rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                    static_cast<std::size_t>(x)) *
                   3];
      pixel[0] = static_cast<std::uint8_t>(std::clamp(red, 0, 255));
      pixel[1] = static_cast<std::uint8_t>(std::clamp(green, 0, 255));
      pixel[2] = static_cast<std::uint8_t>(std::clamp(blue, 0, 255));
    }
  }
  return raw;
}

struct JpegKind {
  int orientation = -1;  // written into EXIF if not negative
  bool progressive = false;
  bool grey = false;
  bool cmyk = false;  // Adobe's, inverted
  int quality = 85;
  std::string icc;
  std::string place;  // put into EXIF as the maker's note of where it was taken
};

// Exif with one or two entries, little endian.
inline std::string exif_of(int orientation, const std::string& place) {
  std::string tiff("II*\0\x08\0\0\0", 8);
  const auto put16 = [&](unsigned v) {
    tiff += static_cast<char>(v & 255U);
    tiff += static_cast<char>(v >> 8U);
  };
  const auto put32 = [&](unsigned v) {
    put16(v & 0xFFFFU);
    put16(v >> 16U);
  };
  put16(2);
  put16(0x010E);
  put16(2);
  put32(static_cast<unsigned>(place.size() + 1));
  put32(38);
  put16(0x0112);
  put16(3);
  put32(1);
  put16(static_cast<unsigned>(orientation));
  put16(0);
  put32(0);
  tiff += place;
  tiff += '\0';
  return std::string("Exif\0\0", 6) + tiff;
}

inline std::string jpeg_of(const Raw& raw, const JpegKind& kind = {}) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = static_cast<JDIMENSION>(raw.width);
  encoder.image_height = static_cast<JDIMENSION>(raw.height);
  const int channels = kind.grey ? 1 : kind.cmyk ? 4 : 3;
  encoder.input_components = channels;
  encoder.in_color_space = kind.grey ? JCS_GRAYSCALE : kind.cmyk ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, kind.quality, TRUE);
  if (kind.progressive) jpeg_simple_progression(&encoder);
  if (kind.cmyk) encoder.write_Adobe_marker = TRUE;
  jpeg_start_compress(&encoder, TRUE);
  if (kind.orientation >= 0 || !kind.place.empty()) {
    const std::string exif = exif_of(std::max(kind.orientation, 0), kind.place);
    jpeg_write_marker(&encoder, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()),
                      static_cast<unsigned>(exif.size()));
  }
  if (!kind.icc.empty()) {
    jpeg_write_icc_profile(&encoder, reinterpret_cast<const JOCTET*>(kind.icc.data()),
                           static_cast<unsigned>(kind.icc.size()));
  }
  std::vector<std::uint8_t> row(static_cast<std::size_t>(raw.width) *
                                static_cast<std::size_t>(channels));
  while (encoder.next_scanline < encoder.image_height) {
    const std::uint8_t* from =
        &raw.rgb[encoder.next_scanline * static_cast<std::size_t>(raw.width) * 3];
    for (std::size_t x = 0; x < static_cast<std::size_t>(raw.width); ++x) {
      if (kind.grey) {
        row[x] = from[x * 3 + 1];
      } else if (kind.cmyk) {
        for (std::size_t c = 0; c < 3; ++c) row[x * 4 + c] = from[x * 3 + c];  // inverted inks
        row[x * 4 + 3] = 255;
      } else {
        for (std::size_t c = 0; c < 3; ++c) row[x * 3 + c] = from[x * 3 + c];
      }
    }
    JSAMPROW line = row.data();
    jpeg_write_scanlines(&encoder, &line, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  std::string made(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return made;
}

struct PngKind {
  int depth = 8;       // or 16
  bool alpha = false;  // half transparent all over
  bool grey = false;
  bool interlaced = false;
  double gamma = 0;  // gAMA, if not 0
};

inline std::string png_of(const Raw& raw, const PngKind& kind = {}) {
  std::string made;
  png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(writer);
  png_set_write_fn(
      writer, &made,
      [](png_structp w, png_bytep bytes, std::size_t size) {
        static_cast<std::string*>(png_get_io_ptr(w))
            ->append(reinterpret_cast<const char*>(bytes), size);
      },
      nullptr);
  const int type = (kind.grey ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB) |
                   (kind.alpha ? PNG_COLOR_MASK_ALPHA : 0);
  png_set_IHDR(writer, info, static_cast<png_uint_32>(raw.width),
               static_cast<png_uint_32>(raw.height), kind.depth, type,
               kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(writer, 1);
  if (kind.gamma > 0) png_set_gAMA(writer, info, kind.gamma);
  png_write_info(writer, info);
  std::vector<std::vector<std::uint8_t>> rows(static_cast<std::size_t>(raw.height));
  std::vector<png_bytep> lines;
  for (std::size_t y = 0; y < rows.size(); ++y) {
    for (std::size_t x = 0; x < static_cast<std::size_t>(raw.width); ++x) {
      const std::uint8_t* pixel = &raw.rgb[(y * static_cast<std::size_t>(raw.width) + x) * 3];
      std::vector<std::uint8_t> samples;
      if (kind.grey)
        samples = {pixel[1]};
      else
        samples = {pixel[0], pixel[1], pixel[2]};
      if (kind.alpha) samples.push_back(128);
      for (const std::uint8_t sample : samples) {
        rows[y].push_back(sample);
        if (kind.depth == 16) rows[y].push_back(sample);
      }
    }
    lines.push_back(rows[y].data());
  }
  png_write_image(writer, lines.data());
  png_write_end(writer, nullptr);
  png_destroy_write_struct(&writer, &info);
  return made;
}

}  // namespace kiosk::test
