#include "tests/fuzz/archive_parts.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/manifest.h"

namespace kiosk::fuzz {

namespace {

using nlohmann::json;

// Where a ustar header keeps them: first byte, bytes.
constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kSizeBytes = 12;
constexpr std::size_t kSumAt = 148;
constexpr std::size_t kSumBytes = 8;
constexpr std::size_t kTypeAt = 156;
constexpr std::size_t kMagicAt = 257;

void put_octal(char* into, std::size_t digits, std::uint64_t value) {
  for (std::size_t i = digits; i-- > 0; value >>= 3U)
    into[i] = static_cast<char>('0' + (value & 7U));
}

std::uint64_t size_in(const ArchivePart& part) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i + 1 < kSizeBytes; ++i) {
    const char c = part.header.at(kSizeAt + i);
    if (c < '0' || c > '7') return 0;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

// As the manifest must have it for a file of that name; empty if there is none.
std::string type_of(std::string_view name) {
  if (name.ends_with(".json")) return "json";
  return name.ends_with(".jpg") ? "jpeg" : "";
}

std::size_t padding_after(std::size_t size) { return (kTarBlock - size % kTarBlock) % kTarBlock; }

}  // namespace

std::string ArchivePart::name() const {
  return {header.begin(), std::find(header.begin(), header.begin() + kNameBytes, '\0')};
}

void ArchivePart::set_name(std::string_view name) {
  std::fill_n(header.begin(), kNameBytes, '\0');
  std::copy_n(name.begin(), std::min(name.size(), kNameBytes), header.begin());
}

void ArchivePart::set_size(std::uint64_t size) {
  put_octal(header.data() + kSizeAt, kSizeBytes - 1, size);
  header.at(kSizeAt + kSizeBytes - 1) = '\0';
}

void ArchivePart::mend_sum() {
  std::fill_n(header.begin() + kSumAt, kSumBytes, ' ');
  std::uint64_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put_octal(header.data() + kSumAt, kSumBytes - 2, sum);
  header.at(kSumAt + kSumBytes - 2) = '\0';
}

ArchivePart plain_part(std::string_view name, std::string content) {
  ArchivePart part;
  part.set_name(name);
  for (const std::size_t at : {100U, 108U, 116U}) put_octal(part.header.data() + at, 7, 0);
  put_octal(part.header.data() + 136, 11, 0);
  part.header.at(kTypeAt) = '0';
  constexpr std::string_view kMagic(
      "ustar\0"
      "00",
      8);
  std::ranges::copy(kMagic, part.header.begin() + kMagicAt);
  part.set_size(content.size());
  part.content = std::move(content);
  part.mend_sum();
  return part;
}

ArchiveParts taken_apart(std::string_view bytes) {
  ArchiveParts archive;
  while (bytes.size() >= kTarBlock &&
         bytes.substr(0, kTarBlock).find_first_not_of('\0') != std::string_view::npos) {
    ArchivePart part;
    std::ranges::copy(bytes.substr(0, kTarBlock), part.header.begin());
    bytes.remove_prefix(kTarBlock);
    const std::size_t size = std::min<std::uint64_t>(size_in(part), bytes.size());
    part.content = bytes.substr(0, size);
    bytes.remove_prefix(std::min(size + padding_after(size), bytes.size()));
    archive.parts.push_back(std::move(part));
  }
  archive.tail = bytes;
  return archive;
}

std::string put_together(const ArchiveParts& archive) {
  std::string bytes;
  for (const ArchivePart& part : archive.parts) {
    bytes.append(part.header.data(), part.header.size());
    bytes += part.content;
    bytes.append(padding_after(part.content.size()), '\0');
  }
  return bytes + archive.tail;
}

void make_whole(ArchiveParts& archive) {
  static const std::string kSigned = sign(signing_key(), "another manifest", "pack:a serial:1");
  while (archive.parts.size() < 2) archive.parts.emplace_back();
  std::string manifest =
      R"({"format":1,"pack_id":"a","serial":1,"created":"","min_app":"0.1.0","files":[)";
  for (std::size_t i = 2; i < archive.parts.size(); ++i) {
    ArchivePart& part = archive.parts[i];
    std::string name = part.name();
    if (!is_pack_path(name) || type_of(name).empty()) name = "f" + std::to_string(i) + ".jpg";
    part = plain_part(name, std::move(part.content));
    manifest += i == 2 ? R"({"path":")" : R"(,{"path":")";
    manifest += name + R"(","size":)" + std::to_string(part.content.size());
    manifest +=
        R"(,"blake2b":")" + hash_of(part.content) + R"(","type":")" + type_of(name) + R"("})";
  }
  archive.parts[0] = plain_part(kSignatureFile, kSigned);
  archive.parts[1] = plain_part(kManifestFile, manifest + "]}");
  archive.tail.assign(2 * kTarBlock, '\0');
}

void mend_manifest(ArchiveParts& archive) {
  if (archive.parts.size() < 2) return;
  auto document = nlohmann::ordered_json::parse(archive.parts[1].content, nullptr, false);
  if (!document.is_object() || !document.contains("files") || !document["files"].is_array()) return;
  std::size_t next = 2;
  for (auto& entry : document["files"]) {
    if (next >= archive.parts.size() || !entry.is_object()) break;
    const ArchivePart& part = archive.parts[next++];
    entry["size"] = part.content.size();
    entry["blake2b"] = hash_of(part.content);
    const std::string name = part.name();
    // A name that is no text would be no JSON either.
    const bool plain = std::ranges::all_of(name, [](char c) { return c >= ' ' && c < 127; });
    if (plain) entry["path"] = name;
    if (const std::string type = type_of(name); !type.empty()) entry["type"] = type;
  }
  archive.parts[1].content =
      document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void mend_signature(ArchiveParts& archive) {
  if (archive.parts.size() < 2) return;
  archive.parts[0].content = sign(signing_key(), archive.parts[1].content, "pack:a serial:1");
}

const SecretKey& signing_key() {
  static const SecretKey kKey = [] {
    SecretKey key;
    std::array<std::uint8_t, 32> seed{};
    std::array<std::uint8_t, 32> open{};
    std::ranges::fill(seed, 7);
    if (::sodium_init() < 0) std::abort();
    ::crypto_sign_seed_keypair(open.data(), key.key.data(), seed.data());
    key.id = {1, 2, 3, 4, 5, 6, 7, 8};
    return key;
  }();
  return kKey;
}

}  // namespace kiosk::fuzz
