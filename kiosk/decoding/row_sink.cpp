#include "kiosk/decoding/row_sink.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace kiosk::decoding {

namespace {

constexpr std::size_t kBuffer = 256 * 1024;

}  // namespace

RowSink::RowSink(int descriptor, std::uint64_t most_pixels)
    : m_descriptor(descriptor), m_most_pixels(most_pixels), m_buffer(new std::uint8_t[kBuffer]) {}

RowSink::~RowSink() {
  flush();
  delete[] m_buffer;
}

void RowSink::begin(const WireHeader& header) {
  m_header = header;
  m_begun = true;
  write(&header, sizeof header);
}

void RowSink::row(std::span<const std::uint8_t> rgb) {
  if (m_rows == m_header.height) return;
  ++m_rows;
  write(rgb.data(), std::size_t{m_header.width} * 3);
}

void RowSink::refuse(WireStatus status, std::uint32_t width, std::uint32_t height) {
  if (m_begun) return end(false);
  WireHeader header;
  header.status = status;
  header.width = width;
  header.height = height;
  m_begun = true;
  write(&header, sizeof header);
  flush();
}

void RowSink::end(bool whole) {
  const std::vector<std::uint8_t> grey(std::size_t{m_header.width} * 3, 128);
  const bool complete = m_rows == m_header.height;
  while (m_rows < m_header.height) row(grey);
  WireTrailer trailer;
  if (!whole || !complete) trailer.status = WireStatus::kDamaged;
  write(&trailer, sizeof trailer);
  flush();
}

void RowSink::write(const void* bytes, std::size_t size) {
  const auto* from = static_cast<const std::uint8_t*>(bytes);
  while (size > 0) {
    const std::size_t share = std::min(size, kBuffer - m_used);
    std::memcpy(m_buffer + m_used, from, share);
    m_used += share;
    from += share;
    size -= share;
    if (m_used == kBuffer) flush();
  }
}

void RowSink::flush() {
  std::size_t done = 0;
  while (done < m_used) {
    const ssize_t written = ::write(m_descriptor, m_buffer + done, m_used - done);
    if (written <= 0) ::_exit(3);  // nobody listens any more
    done += static_cast<std::size_t>(written);
  }
  m_used = 0;
}

bool accept_size(RowSink& sink, std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) {
    sink.refuse(WireStatus::kDamaged);
    return false;
  }
  if (width > kMaxImageSide || height > kMaxImageSide || width * height > sink.most_pixels()) {
    const auto shown = [](std::uint64_t n) {
      return static_cast<std::uint32_t>(std::min<std::uint64_t>(n, 0xFFFFFFFFU));
    };
    sink.refuse(WireStatus::kTooLarge, shown(width), shown(height));
    return false;
  }
  return true;
}

}  // namespace kiosk::decoding
