#include "kiosk/base/scratch.h"

#include <cstdint>

namespace kiosk {

void Scratch::reset() {
  m_used = 0;
  if (m_more.empty()) return;
  m_size += 2 * m_overflowed;
  m_overflowed = 0;
  m_more.clear();
  m_block = std::make_unique_for_overwrite<std::byte[]>(m_size);
}

void* Scratch::do_allocate(std::size_t bytes, std::size_t alignment) {
  if (!m_block) m_block = std::make_unique_for_overwrite<std::byte[]>(m_size);
  const auto at = reinterpret_cast<std::uintptr_t>(m_block.get()) + m_used;
  const std::size_t skip = (alignment - at % alignment) % alignment;
  if (m_used + skip + bytes <= m_size) {
    std::byte* found = m_block.get() + m_used + skip;
    m_used += skip + bytes;
    return found;
  }
  // The heap's blocks suit any alignment that our values have.
  m_overflowed += bytes + alignment;
  m_more.push_back(std::make_unique_for_overwrite<std::byte[]>(bytes));
  return m_more.back().get();
}

}  // namespace kiosk
