// Where decoders put what they read: a header, then rows of sRGB, then how it ended.
//
// The worker alone uses this room (tool/kiosk_import.cpp); it runs in the sandbox, so code
// here may be as clumsy as its libraries, and still harms nobody. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kiosk/imaging/wire.h"

namespace kiosk::decoding {

class RowSink {
 public:
  // Pictures of more than `most_pixels` are refused.
  explicit RowSink(int descriptor, std::uint64_t most_pixels = kMaxImagePixels);
  ~RowSink();
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;

  void begin(const WireHeader& header);
  void row(std::span<const std::uint8_t> rgb);
  // Instead of a header.
  void refuse(WireStatus status, std::uint32_t width = 0, std::uint32_t height = 0);
  // After the last row. Rows that did not come are made up in grey.
  void end(bool whole);
  [[nodiscard]] bool begun() const { return m_begun; }
  [[nodiscard]] std::uint64_t most_pixels() const { return m_most_pixels; }

 private:
  void write(const void* bytes, std::size_t size);
  void flush();

  int m_descriptor;
  std::uint64_t m_most_pixels;
  bool m_begun = false;
  WireHeader m_header;
  std::uint32_t m_rows = 0;
  std::size_t m_used = 0;
  std::uint8_t* m_buffer;
};

// Whether a picture of that size is taken; if not, the sink was told.
[[nodiscard]] bool accept_size(RowSink& sink, std::uint64_t width, std::uint64_t height);

void decode_jpeg(std::string_view bytes, RowSink& sink);
void decode_png(std::string_view bytes, RowSink& sink);
// Scaled to fit a square of `side`. warm_up_drawing() first, while files may still be opened.
void render_drawing(std::string_view bytes, int side, RowSink& sink);
void warm_up_drawing();

}  // namespace kiosk::decoding
