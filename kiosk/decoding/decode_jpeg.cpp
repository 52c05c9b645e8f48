// JPEG as phones, cameras and offices write it: baseline and progressive, grey, RGB, CMYK and
// YCCK, with a profile or none. What follows the first picture (a film, the second picture of
// an MPO file) is not looked at.
#include <libexif/exif-data.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <vector>
// libjpeg's headers need <cstdio> before them.
#include <jerror.h>
#include <jpeglib.h>

#include "kiosk/decoding/colour_profile.h"
#include "kiosk/decoding/row_sink.h"

namespace kiosk::decoding {

namespace {

constexpr int kExif = JPEG_APP0 + 1;
constexpr int kProfile = JPEG_APP0 + 2;
constexpr unsigned kWholeMarker = 0xFFFF;
// A progressive JPEG comes in about ten; one of a few kilobytes can ask for thousands, each of
// which visits every block of the picture again.
constexpr int kMostScans = 64;

struct Errors {
  jpeg_error_mgr base;  // first: libjpeg hands back a pointer to it
  std::jmp_buf way_out;
  bool damaged = false;
  bool out_of_memory = false;
};

[[noreturn]] void leave(j_common_ptr decoder) {
  auto* errors = reinterpret_cast<Errors*>(decoder->err);
  errors->out_of_memory = errors->base.msg_code == JERR_OUT_OF_MEMORY;
  std::longjmp(errors->way_out, 1);
}

// Most warnings are a camera's habits; these two mean that pixels are made up.
void note(j_common_ptr decoder, int level) {
  auto* errors = reinterpret_cast<Errors*>(decoder->err);
  const int code = errors->base.msg_code;
  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) errors->damaged = true;
}

void say_nothing(j_common_ptr) {}

// Called for each row of blocks of each scan.
void count_scans(j_common_ptr decoder) {
  if (reinterpret_cast<j_decompress_ptr>(decoder)->input_scan_number > kMostScans) leave(decoder);
}

// What the header tells of the camera's notes: how it was held, and whose picture it is.
void read_notes(const jpeg_decompress_struct& decoder, WireHeader& header) {
  for (const jpeg_marker_struct* marker = decoder.marker_list; marker != nullptr;
       marker = marker->next) {
    if (marker->marker != kExif) continue;
    const std::unique_ptr<ExifData, decltype(&exif_data_unref)> data(
        exif_data_new_from_data(marker->data, marker->data_length), &exif_data_unref);
    if (!data) continue;
    ExifContent* notes = data->ifd[EXIF_IFD_0];
    if (const ExifEntry* artist = exif_content_get_entry(notes, EXIF_TAG_ARTIST);
        artist != nullptr && artist->format == EXIF_FORMAT_ASCII && artist->data != nullptr) {
      std::memcpy(header.artist.data(), artist->data,
                  std::min<std::size_t>(artist->size, header.artist.size()));
    }
    const ExifEntry* entry = exif_content_get_entry(notes, EXIF_TAG_ORIENTATION);
    if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) continue;
    const unsigned value = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
    if (value >= 1 && value <= 8) header.orientation = value;
    return;
  }
}

// Everything that must be given back, outside of what longjmp() skips.
struct Decoding {
  jpeg_decompress_struct decoder{};
  Errors errors{};
  jpeg_progress_mgr progress{};
  std::optional<ColourProfile> profile;
  std::vector<std::uint8_t> row;
};

Samples samples_of(const jpeg_decompress_struct& decoder) {
  if (decoder.out_color_space == JCS_GRAYSCALE) return Samples::kGrey;
  if (decoder.out_color_space != JCS_CMYK) return Samples::kRgb;
  return decoder.saw_Adobe_marker != FALSE ? Samples::kInvertedCmyk : Samples::kCmyk;
}

void read_profile(Decoding& decoding) {
  JOCTET* bytes = nullptr;
  unsigned size = 0;
  const bool found = jpeg_read_icc_profile(&decoding.decoder, &bytes, &size) != FALSE;
  const std::unique_ptr<JOCTET, decltype(&std::free)> owned(bytes, &std::free);
  decoding.profile.emplace(
      samples_of(decoding.decoder),
      found ? std::string_view(reinterpret_cast<const char*>(bytes), size) : std::string_view());
}

// Between here and the end libjpeg may jump out: nothing on this stack frame owns anything.
void decode(Decoding& decoding, std::string_view bytes, RowSink& sink) {
  jpeg_decompress_struct& decoder = decoding.decoder;
  if (setjmp(decoding.errors.way_out) != 0) {
    sink.refuse(decoding.errors.out_of_memory ? WireStatus::kTooMuchMemory : WireStatus::kDamaged);
    return;
  }
  jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_save_markers(&decoder, kExif, kWholeMarker);
  jpeg_save_markers(&decoder, kProfile, kWholeMarker);
  jpeg_read_header(&decoder, TRUE);
  if (!accept_size(sink, decoder.image_width, decoder.image_height)) return;
  if (decoder.num_components == 1) {
    decoder.out_color_space = JCS_GRAYSCALE;
  } else if (decoder.num_components == 4) {
    decoder.out_color_space = JCS_CMYK;
  } else {
    decoder.out_color_space = JCS_RGB;
  }
  decoder.dct_method = JDCT_ISLOW;
  read_profile(decoding);
  jpeg_start_decompress(&decoder);
  decoding.row.resize(std::size_t{decoder.output_width} *
                      static_cast<std::size_t>(decoder.output_components));
  WireHeader header;
  header.width = decoder.output_width;
  header.height = decoder.output_height;
  read_notes(decoder, header);
  header.natural_width = decoder.output_width;
  sink.begin(header);
  while (decoder.output_scanline < decoder.output_height) {
    JSAMPROW row = decoding.row.data();
    jpeg_read_scanlines(&decoder, &row, 1);
    sink.row(decoding.profile->to_srgb(row, decoder.output_width));
  }
  sink.end(!decoding.errors.damaged);
}

}  // namespace

void decode_jpeg(std::string_view bytes, RowSink& sink) {
  Decoding decoding;
  decoding.decoder.err = jpeg_std_error(&decoding.errors.base);
  decoding.errors.base.error_exit = leave;
  decoding.errors.base.emit_message = note;
  decoding.errors.base.output_message = say_nothing;
  jpeg_create_decompress(&decoding.decoder);
  decoding.progress.progress_monitor = count_scans;
  decoding.decoder.progress = &decoding.progress;
  decode(decoding, bytes, sink);
  jpeg_destroy_decompress(&decoding.decoder);
}

}  // namespace kiosk::decoding
