// The .kpack file: an uncompressed ustar archive (POSIX.1-1988) that holds, in this order, the
// manifest's signature, the manifest, and the manifest's files in its order.
//
// The reader takes a stranger's file. Nothing is believed before the signature over the
// manifest is, and no byte of a file is used whose hash is not the manifest's. Order of its
// checks: size cap, signature, JSON, hashes; decoding the pictures is the caller's, later, who
// can have them from the archive itself (extract_texts, read_again) and write only what he makes.
// Blocking; any thread, one at a time. Errors name the archive and what to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/pack/manifest.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/signature.h"

namespace kiosk {

inline constexpr std::uint64_t kMaxPackBytes = 512ULL * 1024 * 1024;

// Writes the archive beside its place and renames it there: it appears whole or not at all.
// `folder` holds the manifest's files. The same input gives the same bytes.
[[nodiscard]] PackResult<void> write_archive(const std::filesystem::path& file,
                                             const std::filesystem::path& folder,
                                             const Manifest& manifest, const SecretKey& key);

class ArchiveReader {
 public:
  // Reads up to and including the manifest, as bytes.
  [[nodiscard]] static PackResult<ArchiveReader> open(const std::filesystem::path& file);
  // The same of `size` bytes that are no file; `name` stands in the messages.
  [[nodiscard]] static PackResult<ArchiveReader> read(std::unique_ptr<std::istream> stream,
                                                      std::string name, std::uint64_t size);

  [[nodiscard]] const Signature& signature() const { return m_signature; }
  [[nodiscard]] const std::string& manifest_bytes() const { return m_manifest_bytes; }

  // Whose signature it is, among those; kNotTrusted if nobody's.
  [[nodiscard]] PackResult<PublicKey> verified_by(const std::vector<PublicKey>& keys) const;
  // Only after verified_by().
  [[nodiscard]] PackResult<Manifest> manifest() const;
  // The files, into an empty folder; without one they are only held against their hashes.
  // `progress` hears the bytes read so far. Once.
  [[nodiscard]] PackResult<void> extract(const Manifest& manifest,
                                         const std::optional<std::filesystem::path>& folder,
                                         const std::function<void(std::uint64_t)>& progress = {});
  // The same, but of the pictures the names alone, as empty files: their bytes are held against
  // their hashes and stay where they are. Ends early, as kFailed, once `given_up` says so.
  [[nodiscard]] PackResult<void> extract_texts(const Manifest& manifest,
                                               const std::filesystem::path& folder,
                                               const std::function<bool()>& given_up = {});
  // After either: where each file's bytes begin in the archive, in the manifest's order.
  [[nodiscard]] const std::vector<std::uint64_t>& places() const { return m_places; }

 private:
  struct Entry {
    std::string path;
    std::uint64_t size = 0;
  };

  ArchiveReader(std::unique_ptr<std::istream> stream, std::string name);
  [[nodiscard]] tl::unexpected<PackFailure> corrupt(const std::string& what) const;
  // After a read that gave too little.
  [[nodiscard]] tl::unexpected<PackFailure> cut_short() const;
  [[nodiscard]] tl::unexpected<PackFailure> damaged_header(bool empty) const;
  [[nodiscard]] PackResult<Entry> next();
  [[nodiscard]] PackResult<std::string> small_file(const char* path, std::uint64_t limit);
  [[nodiscard]] PackResult<void> expect_entry(const ManifestFile& file);
  [[nodiscard]] PackResult<void> copy_file(const ManifestFile& file,
                                           const std::optional<std::filesystem::path>& folder,
                                           bool with_bytes = true);
  [[nodiscard]] PackResult<void> skip_padding(std::uint64_t size);
  [[nodiscard]] PackResult<void> expect_end();

  std::string m_name;
  std::unique_ptr<std::istream> m_stream;
  Signature m_signature;
  std::string m_manifest_bytes;
  std::uint64_t m_read = 0;
  std::string m_last;  // the entry read last; empty before the first
  std::vector<std::uint64_t> m_places;
};

// One file out of an archive that was extracted, from its place there and against its hash once
// more. Other bytes than before are kFailed: whose archive it is has a disk that fails, or somebody
// writes to it. Any thread, several at once.
[[nodiscard]] PackResult<std::string> read_again(const std::filesystem::path& archive,
                                                 std::uint64_t place, const ManifestFile& file);

}  // namespace kiosk
