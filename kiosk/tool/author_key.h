// The author's own key, with which packs are signed: made on first use, kept where only its
// owner reads it ($XDG_CONFIG_HOME/kiosk-pack/author.key, else ~/.config/...), in minisign's
// format without a password. Whoever has the file signs as this author. One thread.
#pragma once

#include <filesystem>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/signature.h"

namespace kiosk::tool {

struct AuthorKey {
  SecretKey key;
  std::filesystem::path file;
  bool fresh = false;  // it was made just now
};

[[nodiscard]] std::filesystem::path usual_key_file();
// Makes one if there is none.
[[nodiscard]] PackResult<AuthorKey> author_key(const std::filesystem::path& file);
// Never makes one.
[[nodiscard]] PackResult<AuthorKey> read_key(const std::filesystem::path& file);
// A public key: the base64 text itself or a .pub file.
[[nodiscard]] PackResult<PublicKey> read_public_key(const std::string& text_or_file);

}  // namespace kiosk::tool
