// Counts what is asked of the heap through operator new, by anyone, while a program runs.
// Include it in one source file of a program: it replaces the global operators.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <new>

namespace kiosk {

inline std::uint64_t& allocation_count() {
  static thread_local std::uint64_t count = 0;
  return count;
}

// Of this thread, since it began.
inline std::uint64_t allocations() { return allocation_count(); }

}  // namespace kiosk

// Not inlined: compilers would see free() meet a pointer from new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++kiosk::allocation_count();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return operator new(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
