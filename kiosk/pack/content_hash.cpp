#include "kiosk/pack/content_hash.h"

#include <sodium.h>

#include <array>
#include <fstream>
#include <vector>

namespace kiosk {

namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kReadAtOnce = 256 * 1024;

}  // namespace

struct ContentHasher::State {
  crypto_generichash_state hash{};
};

ContentHasher::ContentHasher() : m_state(std::make_unique<State>()) {
  crypto_generichash_init(&m_state->hash, nullptr, 0, kHashBytes);
}

ContentHasher::~ContentHasher() = default;

void ContentHasher::add(std::string_view bytes) {
  crypto_generichash_update(&m_state->hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

std::string ContentHasher::hex() {
  std::array<unsigned char, kHashBytes> hash{};
  crypto_generichash_final(&m_state->hash, hash.data(), hash.size());
  std::array<char, kHashBytes * 2 + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

std::string hash_of(std::string_view bytes) {
  ContentHasher hasher;
  hasher.add(bytes);
  return hasher.hex();
}

Result<std::string> hash_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> buffer(kReadAtOnce);
  ContentHasher hasher;
  while (stream) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hasher.add({buffer.data(), static_cast<std::size_t>(stream.gcount())});
  }
  if (!stream.is_open() || !stream.eof()) return fail("it cannot be read");
  return hasher.hex();
}

}  // namespace kiosk
