// How libFuzzer changes an archive: a quarter of the time bytes anywhere, as it always does, else
// one part, and then sums, sizes, hashes and signature are mended, each most of the time. So
// an input gets past the gate before the one that it is wrong for.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "tests/fuzz/archive_parts.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace kiosk::fuzz;

constexpr std::size_t kMostContent = 1500;
constexpr std::size_t kMostParts = 8;

// xorshift32: small, and the same everywhere.
class Chance {
 public:
  explicit Chance(unsigned seed) : m_state(seed * 2654435761U | 1U) {}
  unsigned below(unsigned n) {
    m_state ^= m_state << 13U;
    m_state ^= m_state >> 17U;
    m_state ^= m_state << 5U;
    return m_state % n;
  }
  bool mostly() { return below(16) != 0; }

 private:
  std::uint32_t m_state;
};

void mutate(std::string& bytes, std::size_t most) {
  const std::size_t size = std::min(bytes.size(), most);
  bytes.resize(most);
  bytes.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(bytes.data()), size, most));
}

void change_header(ArchivePart& part, Chance& chance) {
  std::string name = part.name();
  switch (chance.below(4)) {
    case 0:
      mutate(name, 100);
      return part.set_name(name);
    case 1:
      return part.set_size(chance.below(2) == 0 ? chance.below(4096) : ~0ULL >> chance.below(60));
    case 2:  // type, link, magic, owner, prefix
      part.header.at(156 + chance.below(344)) = static_cast<char>(chance.below(256));
      return;
    default: {
      std::string all(part.header.begin(), part.header.end());
      mutate(all, kTarBlock);
      all.resize(kTarBlock);
      std::ranges::copy(all, part.header.begin());
    }
  }
}

void change_order(ArchiveParts& archive, Chance& chance) {
  auto& parts = archive.parts;
  const auto at = [&] { return parts.begin() + chance.below(static_cast<unsigned>(parts.size())); };
  switch (chance.below(4)) {
    case 0:
      std::iter_swap(at(), at());
      return;
    case 1:
      if (parts.size() > 1) parts.erase(at());
      return;
    case 2:
      if (parts.size() < kMostParts) parts.insert(at(), ArchivePart(*at()));
      return;
    default:
      if (parts.size() < kMostParts) parts.push_back(plain_part("pictures/n.jpg", "n"));
  }
}

// Says whether sizes in the headers may be mended.
bool change(ArchiveParts& archive, Chance& chance) {
  ArchivePart& part = archive.parts[chance.below(static_cast<unsigned>(archive.parts.size()))];
  switch (chance.below(8)) {
    case 0:
    case 1:
      change_header(part, chance);
      return chance.below(2) == 0;
    case 2:
      change_order(archive, chance);
      return true;
    case 3:
      mutate(archive.tail, 2 * kTarBlock);
      return true;
    default:
      mutate(part.content, kMostContent);
      return true;
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  Chance chance(seed);
  if (chance.below(4) == 0) return LLVMFuzzerMutate(data, size, max_size);
  ArchiveParts archive = taken_apart({reinterpret_cast<const char*>(data), size});
  if (archive.parts.empty()) return LLVMFuzzerMutate(data, size, max_size);
  if (chance.below(2) == 0) make_whole(archive);
  const bool sizes = change(archive, chance);
  if (chance.below(3) != 0) mend_manifest(archive);
  if (chance.below(32) == 0) mend_signature(archive);
  if (sizes) {
    for (ArchivePart& part : archive.parts) part.set_size(part.content.size());
  }
  if (chance.mostly()) {
    for (ArchivePart& part : archive.parts) part.mend_sum();
  }
  const std::string bytes = put_together(archive);
  const std::size_t written = std::min(bytes.size(), max_size);
  std::memcpy(data, bytes.data(), written);
  return written;
}
