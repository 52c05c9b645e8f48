// Signatures in the format of minisign (https://jedisct1.github.io/minisign/, prehashed
// Ed25519 by libsodium), so that its own program verifies what we sign and the other way round.
//
// The trusted comment of our signatures carries the public key, so that a device can show
// whose an unknown pack is and a person can say yes; trust comes from keys a device keeps,
// never from that comment. Pure functions but for the key's making; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

struct PublicKey {
  std::array<std::uint8_t, 8> id{};
  std::array<std::uint8_t, 32> key{};

  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

struct SecretKey {
  std::array<std::uint8_t, 8> id{};
  std::array<std::uint8_t, 64> key{};  // seed and public key, as libsodium keeps them

  [[nodiscard]] PublicKey public_key() const;
};

[[nodiscard]] SecretKey make_secret_key();

// The base64 text alone or a whole .pub file. Errors: one sentence without a subject.
[[nodiscard]] Result<PublicKey> parse_public_key(std::string_view text);
[[nodiscard]] std::string to_text(const PublicKey& key);       // base64, one line
[[nodiscard]] std::string to_file_text(const PublicKey& key);  // as minisign writes .pub files

// Keys without a password, as "minisign -G -W" makes them.
[[nodiscard]] Result<SecretKey> parse_secret_key(std::string_view file_text);
[[nodiscard]] std::string to_file_text(const SecretKey& key);

// Eight words of five letters, to be read aloud: 128 bits of the key's BLAKE2b as proquints
// (D. Wilkerson 2009, arXiv:0901.4016), the same in every language that has Latin letters.
[[nodiscard]] std::string fingerprint_of(const PublicKey& key);

struct Signature {
  std::array<std::uint8_t, 8> key_id{};
  std::array<std::uint8_t, 64> signature{};
  std::string trusted_comment;
  std::array<std::uint8_t, 64> comment_signature{};

  // From the comment, if it is one of ours. Says nothing about trust.
  [[nodiscard]] std::optional<PublicKey> claimed_key() const;
};

// The text of a .minisig file. `comment`: one line, signed too; the key is added to it.
[[nodiscard]] std::string sign(const SecretKey& key, std::string_view message,
                               std::string_view comment);
[[nodiscard]] Result<Signature> parse_signature(std::string_view file_text);
[[nodiscard]] bool verifies(const PublicKey& key, const Signature& signature,
                            std::string_view message);

}  // namespace kiosk
