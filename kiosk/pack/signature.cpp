#include "kiosk/pack/signature.h"

#include <sodium.h>

#include <algorithm>
#include <span>
#include <vector>

#include "kiosk/base/check.h"

namespace kiosk {

namespace {

constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::string_view kKeyInComment = "key:";
constexpr std::size_t kLongestFile = 4096;
constexpr std::size_t kSecretFile = 158;  // bytes of a secret key file's base64 line, decoded

using Bytes = std::vector<std::uint8_t>;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.empty()) return Bytes();  // libsodium takes no null pointer, not even for nothing
  Bytes bytes(text.size());
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

void append(Bytes& to, std::span<const std::uint8_t> bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

void append(Bytes& to, std::string_view text) { to.insert(to.end(), text.begin(), text.end()); }

std::array<std::uint8_t, 64> hash_of_message(std::string_view message) {
  std::array<std::uint8_t, 64> hash{};
  crypto_generichash(hash.data(), hash.size(), raw(message), message.size(), nullptr, 0);
  return hash;
}

std::string key_id_text(const std::array<std::uint8_t, 8>& id) {
  // As minisign shows it: a number, highest byte first.
  std::array<std::uint8_t, 8> reversed = id;
  std::ranges::reverse(reversed);
  std::array<char, 17> text{};
  sodium_bin2hex(text.data(), text.size(), reversed.data(), reversed.size());
  std::string shown = text.data();
  std::ranges::transform(shown, shown.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return shown;
}

// Checksum of a secret key file: BLAKE2b-256 of algorithm, id and key.
std::array<std::uint8_t, 32> checksum_of(const SecretKey& key) {
  Bytes bytes;
  append(bytes, "Ed");
  append(bytes, key.id);
  append(bytes, key.key);
  std::array<std::uint8_t, 32> sum{};
  crypto_generichash(sum.data(), sum.size(), bytes.data(), bytes.size(), nullptr, 0);
  return sum;
}

// What the comment's signature covers.
Bytes signed_with_comment(const std::array<std::uint8_t, 64>& signature, std::string_view comment) {
  Bytes bytes(signature.begin(), signature.end());
  append(bytes, comment);
  return bytes;
}

}  // namespace

PublicKey SecretKey::public_key() const {
  PublicKey open;
  open.id = id;
  std::copy_n(key.begin() + 32, open.key.size(), open.key.begin());
  return open;
}

SecretKey make_secret_key() {
  KIOSK_CHECK(sodium_init() >= 0);
  SecretKey key;
  std::array<std::uint8_t, 32> open{};
  crypto_sign_keypair(open.data(), key.key.data());
  randombytes_buf(key.id.data(), key.id.size());
  return key;
}

Result<PublicKey> parse_public_key(std::string_view text) {
  if (text.size() > kLongestFile) return fail("this is no minisign public key");
  for (const std::string_view line : lines_of(text)) {
    if (line.empty() || line.starts_with(kUntrusted)) continue;
    const auto bytes = from_base64(line);
    if (!bytes || bytes->size() != 42 || (*bytes)[0] != 'E' || (*bytes)[1] != 'd') break;
    PublicKey key;
    std::copy_n(bytes->begin() + 2, key.id.size(), key.id.begin());
    std::copy_n(bytes->begin() + 10, key.key.size(), key.key.begin());
    return key;
  }
  return fail("this is no minisign public key");
}

std::string to_text(const PublicKey& key) {
  Bytes bytes;
  append(bytes, "Ed");
  append(bytes, key.id);
  append(bytes, key.key);
  return base64(bytes);
}

std::string to_file_text(const PublicKey& key) {
  return std::string(kUntrusted) + "minisign public key " + key_id_text(key.id) + "\n" +
         to_text(key) + "\n";
}

Result<SecretKey> parse_secret_key(std::string_view file_text) {
  if (file_text.size() > kLongestFile) return fail("this is no minisign secret key");
  for (const std::string_view line : lines_of(file_text)) {
    if (line.empty() || line.starts_with(kUntrusted)) continue;
    const auto bytes = from_base64(line);
    if (!bytes || bytes->size() != kSecretFile || (*bytes)[0] != 'E' || (*bytes)[1] != 'd') break;
    if ((*bytes)[2] != 0 || (*bytes)[3] != 0) {
      return fail("the key is locked by a password. Make one without: minisign -G -W");
    }
    SecretKey key;
    // algorithms (6), salt (32), limits (16), then the key itself and its checksum
    auto at = bytes->begin() + 54;
    std::copy_n(at, key.id.size(), key.id.begin());
    std::copy_n(at + 8, key.key.size(), key.key.begin());
    // minisign leaves the checksum of a key without a password at zero; the key's halves must
    // then fit each other.
    const auto sum = checksum_of(key);
    const bool summed = std::any_of(at + 72, bytes->end(), [](std::uint8_t b) { return b != 0; });
    std::array<std::uint8_t, 32> open{};
    std::array<std::uint8_t, 64> whole{};
    crypto_sign_seed_keypair(open.data(), whole.data(), key.key.data());
    if ((summed && !std::equal(sum.begin(), sum.end(), at + 72)) || whole != key.key) {
      return fail("the secret key is damaged");
    }
    return key;
  }
  return fail("this is no minisign secret key");
}

std::string to_file_text(const SecretKey& key) {
  Bytes bytes;
  append(bytes, "Ed");
  append(bytes, std::string_view("\0\0B2", 4));
  bytes.resize(bytes.size() + 48);  // no password: no salt, no limits
  append(bytes, key.id);
  append(bytes, key.key);
  append(bytes, checksum_of(key));
  return std::string(kUntrusted) + "minisign secret key without a password: keep it to yourself\n" +
         base64(bytes) + "\n";
}

std::string fingerprint_of(const PublicKey& key) {
  constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
  constexpr std::string_view kVowels = "aiou";
  std::array<std::uint8_t, 16> hash{};
  const std::string text = to_text(key);
  crypto_generichash(hash.data(), hash.size(), raw(text), text.size(), nullptr, 0);
  std::string words;
  for (std::size_t i = 0; i < hash.size(); i += 2) {
    const unsigned bits = hash[i] * 256U + hash[i + 1];
    if (!words.empty()) words += '-';
    words += kConsonants[bits >> 12U];
    words += kVowels[(bits >> 10U) & 3U];
    words += kConsonants[(bits >> 6U) & 15U];
    words += kVowels[(bits >> 4U) & 3U];
    words += kConsonants[bits & 15U];
  }
  return words;
}

std::optional<PublicKey> Signature::claimed_key() const {
  const std::size_t at = trusted_comment.rfind(kKeyInComment);
  if (at == std::string::npos) return std::nullopt;
  std::string_view text = std::string_view(trusted_comment).substr(at + kKeyInComment.size());
  text = text.substr(0, text.find(' '));
  const auto key = parse_public_key(text);
  if (!key || key->id != key_id) return std::nullopt;
  return *key;
}

std::string sign(const SecretKey& key, std::string_view message, std::string_view comment) {
  const auto hash = hash_of_message(message);
  std::array<std::uint8_t, 64> signature{};
  crypto_sign_detached(signature.data(), nullptr, hash.data(), hash.size(), key.key.data());
  Bytes line;
  append(line, "ED");
  append(line, key.id);
  append(line, signature);
  const std::string trusted = std::string(comment) + (comment.empty() ? "" : " ") +
                              std::string(kKeyInComment) + to_text(key.public_key());
  const Bytes covered = signed_with_comment(signature, trusted);
  std::array<std::uint8_t, 64> over_comment{};
  crypto_sign_detached(over_comment.data(), nullptr, covered.data(), covered.size(),
                       key.key.data());
  return std::string(kUntrusted) + "signature of an exhibition pack's manifest\n" + base64(line) +
         "\n" + std::string(kTrusted) + trusted + "\n" + base64(over_comment) + "\n";
}

Result<Signature> parse_signature(std::string_view file_text) {
  const auto lines = lines_of(file_text);
  if (file_text.size() > kLongestFile || lines.size() != 4 || !lines[0].starts_with(kUntrusted) ||
      !lines[2].starts_with(kTrusted)) {
    return fail("this is no minisign signature");
  }
  const auto bytes = from_base64(lines[1]);
  const auto over_comment = from_base64(lines[3]);
  if (!bytes || bytes->size() != 74 || !over_comment || over_comment->size() != 64) {
    return fail("this is no minisign signature");
  }
  if ((*bytes)[0] != 'E' || (*bytes)[1] != 'D') {
    return fail("it is of minisign's old kind, which is not prehashed");
  }
  Signature signature;
  std::copy_n(bytes->begin() + 2, 8, signature.key_id.begin());
  std::copy_n(bytes->begin() + 10, 64, signature.signature.begin());
  signature.trusted_comment = lines[2].substr(kTrusted.size());
  std::copy_n(over_comment->begin(), 64, signature.comment_signature.begin());
  return signature;
}

bool verifies(const PublicKey& key, const Signature& signature, std::string_view message) {
  if (key.id != signature.key_id) return false;
  const auto hash = hash_of_message(message);
  const Bytes covered = signed_with_comment(signature.signature, signature.trusted_comment);
  return crypto_sign_verify_detached(signature.signature.data(), hash.data(), hash.size(),
                                     key.key.data()) == 0 &&
         crypto_sign_verify_detached(signature.comment_signature.data(), covered.data(),
                                     covered.size(), key.key.data()) == 0;
}

}  // namespace kiosk
