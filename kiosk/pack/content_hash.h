// BLAKE2b-256 by libsodium, in hex, of bytes and of files. Any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

// For bytes that come in pieces.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(const ContentHasher&) = delete;
  ContentHasher& operator=(const ContentHasher&) = delete;
  void add(std::string_view bytes);
  [[nodiscard]] std::string hex();  // once

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

[[nodiscard]] std::string hash_of(std::string_view bytes);
[[nodiscard]] Result<std::string> hash_of_file(const std::filesystem::path& file);

}  // namespace kiosk
