#include "kiosk/pack/content_hash.h"

#include <sodium.h>

#include <array>
#include <fstream>
#include <vector>

namespace kiosk {

namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kReadAtOnce = 256 * 1024;

class Hasher {
 public:
  Hasher() { crypto_generichash_init(&m_state, nullptr, 0, kHashBytes); }

  void add(std::string_view bytes) {
    crypto_generichash_update(&m_state, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }

  [[nodiscard]] std::string hex() {
    std::array<unsigned char, kHashBytes> hash{};
    crypto_generichash_final(&m_state, hash.data(), hash.size());
    std::array<char, kHashBytes * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
  }

 private:
  crypto_generichash_state m_state{};
};

}  // namespace

std::string hash_of(std::string_view bytes) {
  Hasher hasher;
  hasher.add(bytes);
  return hasher.hex();
}

Result<std::string> hash_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> buffer(kReadAtOnce);
  Hasher hasher;
  while (stream) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hasher.add({buffer.data(), static_cast<std::size_t>(stream.gcount())});
  }
  if (!stream.is_open() || !stream.eof()) return fail("it cannot be read");
  return hasher.hex();
}

}  // namespace kiosk
