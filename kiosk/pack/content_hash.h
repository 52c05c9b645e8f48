// BLAKE2b-256 by libsodium, in hex, of bytes and of files. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

[[nodiscard]] std::string hash_of(std::string_view bytes);
[[nodiscard]] Result<std::string> hash_of_file(const std::filesystem::path& file);

}  // namespace kiosk
