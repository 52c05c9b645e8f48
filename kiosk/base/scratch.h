// Scratch: memory for the small lists of one frame. Handed out by moving a mark forward,
// taken back all at once by `reset`; after the first frames it asks the heap for nothing.
//
// Use it as a std::pmr resource; nothing that lives on it may outlive the reset.
// Not safe between threads: one a thread.
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <vector>

namespace kiosk {

class Scratch final : public std::pmr::memory_resource {
 public:
  explicit Scratch(std::size_t bytes = std::size_t{64} * 1024) : m_size(bytes) {}

  // All that was handed out is free again. What overflowed is made one larger block.
  void reset();

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override;
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
    return this == &other;
  }

  std::size_t m_size;
  std::size_t m_used = 0;
  std::unique_ptr<std::byte[]> m_block;
  std::size_t m_overflowed = 0;  // bytes
  std::vector<std::unique_ptr<std::byte[]>> m_more;
};

}  // namespace kiosk
