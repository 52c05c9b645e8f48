// Harness "picture": JPEG, PNG and SVG through the decoders of kiosk/decoding, in this process,
// as the worker calls them but for its sandbox.
//
// The pictures' limits are the worker's for one input in 64, and kFewPixels for the others, to
// be quick. What comes out is held against imaging/wire.h as the parent does. The libraries
// themselves (libjpeg, libpng, librsvg, lcms2, libexif) are Debian's, not built for the
// fuzzer: reached() stands in for what their counters would say.
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "kiosk/decoding/row_sink.h"
#include "kiosk/imaging/picture_format.h"
#include "tests/fuzz/fuzz_target.h"

namespace kiosk::fuzz {

namespace {

using namespace kiosk::decoding;

constexpr std::uint64_t kFewPixels = 128 * 128;
constexpr int kSide = 64;         // px, of a rendered drawing
constexpr int kLargeSide = 1920;  // px, as a kiosk asks for
constexpr off_t kKeep = 1024 * 1024;

// Takes the place of the pipe to the parent.
class Output {
 public:
  Output() : m_descriptor(::memfd_create("pixels", MFD_CLOEXEC)) {
    demand(m_descriptor >= 0, "memory for the pixels");
  }
  [[nodiscard]] int descriptor() const { return m_descriptor; }
  void rewind() const {
    if (size() > kKeep) demand(::ftruncate(m_descriptor, 0) == 0, "memory is given back");
    ::lseek(m_descriptor, 0, SEEK_SET);
  }
  [[nodiscard]] off_t size() const { return ::lseek(m_descriptor, 0, SEEK_CUR); }
  template <typename T>
  [[nodiscard]] T at(off_t place) const {
    T value;
    demand(::pread(m_descriptor, &value, sizeof value, place) == sizeof value, "whole answers");
    return value;
  }

 private:
  int m_descriptor;
};

void decode(std::string_view input, PictureFormat format, bool large, int descriptor) {
  RowSink sink(descriptor, large ? kMaxImagePixels : kFewPixels);
  switch (format) {
    case PictureFormat::kJpeg:
      return decode_jpeg(input, sink);
    case PictureFormat::kPng:
      return decode_png(input, sink);
    case PictureFormat::kSvg:
      return render_drawing(input, large ? kLargeSide : kSide, sink);
    case PictureFormat::kOther:
      return sink.refuse(WireStatus::kNotAPicture);
  }
}

void demand_answer(const Output& output, PictureFormat format) {
  const auto header = output.at<WireHeader>(0);
  demand(header.mark.magic == kWireMagic && header.mark.version == kWireVersion,
         "an answer begins with a header");
  const auto kind = static_cast<std::size_t>(format);
  reached(kind * 1000 + static_cast<std::size_t>(header.status));
  if (header.status != WireStatus::kFine) return;
  demand(header.width >= 1 && header.height >= 1 && header.width <= kMaxImageSide &&
             header.height <= kMaxImageSide && header.orientation >= 1 && header.orientation <= 8,
         "a header within limits");
  const off_t rows = off_t{header.width} * header.height * 3;
  const auto length = static_cast<off_t>(sizeof(WireHeader) + sizeof(WireTrailer));
  demand(output.size() == length + rows, "as many rows as the header says, and a trailer");
  const auto trailer =
      output.at<WireTrailer>(output.size() - static_cast<off_t>(sizeof(WireTrailer)));
  demand(trailer.mark.magic == kWireMagic, "an answer ends with a trailer");
  reached(kind * 1000 + 10 + static_cast<std::size_t>(trailer.status) * 8 + header.orientation);
  // A few pixels, coarsely: another look of the picture is another way through a library.
  for (off_t place : {off_t{0}, rows / 2, rows - 3}) {
    const auto pixel =
        output.at<std::array<std::uint8_t, 3>>(static_cast<off_t>(sizeof(WireHeader)) + place);
    reached(kind * 1000 + 100 + (pixel[0] >> 6U) * 16U + (pixel[1] >> 6U) * 4U + (pixel[2] >> 6U));
  }
}

}  // namespace

void run_one(std::string_view input) {
  static const Output output;
  static const bool warm = (warm_up_drawing(), true);
  demand(warm, "the drawing library is ready");
  const PictureFormat format = format_of(input);
  if (format == PictureFormat::kSvg && refusal_of_drawing(input)) return;  // never comes so far
  decode(input, format, one_in(64, input), output.descriptor());
  demand_answer(output, format);
  output.rewind();
}

}  // namespace kiosk::fuzz
