#include "kiosk/pack/archive.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kReadAtOnce = 256 * 1024;
constexpr std::uint64_t kMaxSignatureBytes = 4096;

using Block = std::array<char, kBlock>;

// Where a header's fields stand.
struct Field {
  std::size_t at;
  std::size_t size;
};
constexpr Field kName{0, 100};
constexpr Field kMode{100, 8};
constexpr Field kOwner{108, 8};
constexpr Field kGroup{116, 8};
constexpr Field kSize{124, 12};
constexpr Field kTime{136, 12};
constexpr Field kChecksum{148, 8};
constexpr std::size_t kType = 156;
constexpr Field kLink{157, 100};
constexpr Field kMagic{257, 8};
constexpr Field kPrefix{345, 155};
constexpr std::string_view kUstar{
    "ustar\0"
    "00",
    8};

void put_octal(Block& block, Field field, std::uint64_t value) {
  for (std::size_t i = field.size - 1; i-- > 0;) {
    block[field.at + i] = static_cast<char>('0' + (value & 7U));
    value >>= 3U;
  }
}

// Sum of all bytes with the checksum's own taken as blanks.
unsigned checksum_of(const Block& block) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool own = i >= kChecksum.at && i < kChecksum.at + kChecksum.size;
    sum += own ? static_cast<unsigned char>(' ') : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

Block header_of(const std::string& path, std::uint64_t size) {
  Block block{};
  std::ranges::copy(path, block.begin() + kName.at);
  put_octal(block, kMode, 0644);
  put_octal(block, kOwner, 0);
  put_octal(block, kGroup, 0);
  put_octal(block, kSize, size);
  put_octal(block, kTime, 0);
  block[kType] = '0';
  std::ranges::copy(kUstar, block.begin() + kMagic.at);
  // Six digits, a zero and a blank, as the standard's own example has it.
  put_octal(block, {kChecksum.at, 7}, checksum_of(block));
  block[kChecksum.at + 7] = ' ';
  return block;
}

std::string_view text_of(const Block& block, Field field) {
  const std::string_view all(block.data() + field.at, field.size);
  return all.substr(0, all.find('\0'));
}

std::optional<std::uint64_t> octal_of(const Block& block, Field field) {
  std::string_view text(block.data() + field.at, field.size);
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

bool is_blank(const Block& block, Field field) {
  const std::string_view text(block.data() + field.at, field.size);
  return text.find_first_not_of('\0') == std::string_view::npos;
}

bool is_zero(const Block& block) {
  return std::ranges::all_of(block, [](char c) { return c == '\0'; });
}

FailureKind kind_of(int error) {
  return error == ENOSPC || error == EDQUOT ? FailureKind::kNoSpace : FailureKind::kFailed;
}

PackFailure unwritten(int error, const fs::path& file) {
  const FailureKind kind = kind_of(error);
  return {kind, file.string() + ": cannot be written: " + std::strerror(error) +
                    (kind == FailureKind::kNoSpace ? ". Make room and try again."
                                                   : ". Check the disk and its permissions.")};
}

class ArchiveWriter {
 public:
  explicit ArchiveWriter(const fs::path& file) : m_stream(file, std::ios::binary) {}

  void add(const std::string& path, std::string_view bytes) {
    const Block header = header_of(path, bytes.size());
    m_stream.write(header.data(), header.size());
    m_stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const Block zeros{};
    m_stream.write(zeros.data(),
                   static_cast<std::streamsize>((kBlock - bytes.size() % kBlock) % kBlock));
  }
  [[nodiscard]] bool finish() {
    const Block zeros{};
    m_stream.write(zeros.data(), zeros.size());
    m_stream.write(zeros.data(), zeros.size());
    m_stream.close();
    return !m_stream.fail();
  }
  [[nodiscard]] bool fine() const { return m_stream.good(); }

 private:
  std::ofstream m_stream;
};

// Where a cut or a pulled stick leaves it: a name is worth nothing without its bytes.
// (kiosk/durable stands above this room, and fails where a folder cannot be synced.)
bool synced(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return done;
}

}  // namespace

PackResult<void> write_archive(const fs::path& file, const fs::path& folder,
                               const Manifest& manifest, const SecretKey& key) {
  const std::string text = to_json(manifest);
  std::uint64_t bytes = text.size();
  for (const ManifestFile& entry : manifest.files) bytes += entry.size + 2 * kBlock;
  if (bytes > kMaxPackBytes || manifest.files.size() > kMaxPackFiles ||
      text.size() > kMaxManifestBytes) {
    return fail(FailureKind::kContent,
                file.string() + ": the pack would have " + std::to_string(manifest.files.size()) +
                    " files and " + std::to_string(bytes >> 20U) +
                    " MiB; at most 2000 and 512 are taken. Keep fewer pictures.");
  }
  const fs::path beside = file.string() + ".part";
  std::error_code ignored;
  const auto give_up = [&](const std::string& what) {
    const int error = errno;
    fs::remove(beside, ignored);
    return fail(kind_of(error), file.string() + ": " + what + ": " + std::strerror(error) +
                                    ". Choose another place or make room.");
  };
  errno = 0;
  ArchiveWriter writer(beside);
  if (!writer.fine()) return give_up("cannot be written");
  const std::string comment =
      "pack:" + manifest.pack_id + " serial:" + std::to_string(manifest.serial);
  writer.add(kSignatureFile, sign(key, text, comment));
  writer.add(kManifestFile, text);
  for (const ManifestFile& entry : manifest.files) {
    const auto content = read_content_file(folder, entry.path, entry.size);
    if (!content || hash_of(*content) != entry.blake2b) {
      fs::remove(beside, ignored);
      return fail(FailureKind::kFailed,
                  file.string() + ": " + in_quotes(entry.path) + " of the pack " +
                      (content ? "is not what it was a moment ago" : content.error().what) +
                      ". Check the disk and build it again.");
    }
    writer.add(entry.path, *content);
  }
  if (!writer.finish() || !synced(beside)) return give_up("cannot be written");
  if (::rename(beside.c_str(), file.c_str()) != 0) return give_up("cannot be put in place");
  // Not every network folder can be synced; then a cut may take the name, never half of the bytes.
  static_cast<void>(synced(file.parent_path().empty() ? "." : file.parent_path()));
  return {};
}

ArchiveReader::ArchiveReader(std::unique_ptr<std::istream> stream, std::string name)
    : m_name(std::move(name)), m_stream(std::move(stream)) {}

tl::unexpected<PackFailure> ArchiveReader::corrupt(const std::string& what) const {
  return fail(FailureKind::kCorrupt,
              m_name + ": " + what + ". Copy the pack again, or build it anew.");
}

tl::unexpected<PackFailure> ArchiveReader::cut_short() const {
  const std::uint64_t end = m_read + static_cast<std::uint64_t>(m_stream->gcount());
  const std::string place = "byte " + std::to_string(end);
  if (m_stream->bad()) {
    return fail(FailureKind::kFailed,
                m_name + ": cannot be read at " + place + ". Check the disk and copy it again.");
  }
  if (end < kBlock) return corrupt("this is no .kpack file: it ends at " + place);
  return corrupt("the pack is cut short at " + place);
}

tl::unexpected<PackFailure> ArchiveReader::damaged_header(bool empty) const {
  if (m_last.empty()) return corrupt("this is no .kpack file, or its beginning is damaged");
  if (empty) return corrupt("it ends after " + in_quotes(m_last) + ", and the manifest lists more");
  return corrupt("what follows " + in_quotes(m_last) + " is damaged, or is no plain ustar entry");
}

PackResult<ArchiveReader::Entry> ArchiveReader::next() {
  Block block{};
  if (!m_stream->read(block.data(), block.size())) return cut_short();
  m_read += kBlock;
  const auto size = octal_of(block, kSize);
  const auto sum = octal_of(block, kChecksum);
  const std::string_view magic(block.data() + kMagic.at, kMagic.size);
  if (magic != kUstar || !size || !sum || *sum != checksum_of(block)) {
    return damaged_header(is_zero(block));
  }
  Entry entry{std::string(text_of(block, kName)), *size};
  if (block[kType] != '0') {
    return corrupt(in_quotes(entry.path) +
                   " is a link, a folder, a device or an extension of tar's");
  }
  if (!text_of(block, kLink).empty() || !text_of(block, kPrefix).empty()) {
    return corrupt(in_quotes(entry.path) + " carries a link or the rest of a long name");
  }
  // Two readers must not see two names.
  if (!is_blank(block, {kName.at + entry.path.size(), kName.size - entry.path.size()})) {
    return corrupt("the name " + in_quotes(entry.path) + " goes on after its end");
  }
  if (!is_pack_path(entry.path)) return corrupt(in_quotes(entry.path) + " is no name for a file");
  m_last = entry.path;
  return entry;
}

PackResult<void> ArchiveReader::skip_padding(std::uint64_t size) {
  Block padding{};
  const std::size_t rest = (kBlock - size % kBlock) % kBlock;
  if (!m_stream->read(padding.data(), static_cast<std::streamsize>(rest))) {
    return cut_short();
  }
  m_read += rest;
  if (!is_zero(padding)) return corrupt("bytes stand after the end of " + in_quotes(m_last));
  return {};
}

PackResult<std::string> ArchiveReader::small_file(const char* path, std::uint64_t limit) {
  const auto entry = next();
  if (!entry) return tl::unexpected(entry.error());
  if (entry->path != path) {
    return corrupt(in_quotes(entry->path) + " stands where " + in_quotes(path) + " must");
  }
  if (entry->size > limit) {
    return corrupt(in_quotes(path) + " is larger than " + std::to_string(limit) + " bytes");
  }
  std::string bytes(entry->size, '\0');
  if (!m_stream->read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return cut_short();
  }
  m_read += bytes.size();
  if (auto padding = skip_padding(entry->size); !padding) return tl::unexpected(padding.error());
  return bytes;
}

PackResult<ArchiveReader> ArchiveReader::open(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) {
    return fail(FailureKind::kFailed,
                file.string() + ": cannot be read: " + error.message() + ". Check the path.");
  }
  auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
  if (!*stream) {
    return fail(FailureKind::kFailed, file.string() + ": cannot be opened. Check its permissions.");
  }
  return read(std::move(stream), file.string(), size);
}

PackResult<ArchiveReader> ArchiveReader::read(std::unique_ptr<std::istream> stream,
                                              std::string name, std::uint64_t size) {
  ArchiveReader reader(std::move(stream), std::move(name));
  if (size > kMaxPackBytes) return reader.corrupt("the pack is larger than 512 MiB");
  const auto signature = reader.small_file(kSignatureFile, kMaxSignatureBytes);
  if (!signature) return tl::unexpected(signature.error());
  const auto parsed = parse_signature(*signature);
  if (!parsed) {
    return fail(FailureKind::kNotTrusted, reader.m_name + ": " + kSignatureFile + ": " +
                                              parsed.error().message + ". Build the pack anew.");
  }
  reader.m_signature = *parsed;
  auto manifest = reader.small_file(kManifestFile, kMaxManifestBytes);
  if (!manifest) return tl::unexpected(manifest.error());
  reader.m_manifest_bytes = std::move(*manifest);
  return reader;
}

PackResult<PublicKey> ArchiveReader::verified_by(const std::vector<PublicKey>& keys) const {
  bool known = false;
  for (const PublicKey& key : keys) {
    known = known || key.id == m_signature.key_id;
    if (verifies(key, m_signature, m_manifest_bytes)) return key;
  }
  if (known) {
    return fail(FailureKind::kNotTrusted,
                m_name + ": the signature is wrong: the pack was changed after it was signed. " +
                    "Do not use it; ask its author for it again.");
  }
  const auto claimed = m_signature.claimed_key();
  if (claimed && !verifies(*claimed, m_signature, m_manifest_bytes)) {
    return fail(FailureKind::kNotTrusted,
                m_name + ": the signature is wrong: the pack was changed after it was signed. " +
                    "Do not use it; ask its author for it again.");
  }
  if (!claimed) {
    return fail(FailureKind::kNotTrusted,
                m_name + ": it is signed by a key that is not trusted here and that it does not " +
                    "name. Ask its author for the public key, then trust that.");
  }
  return fail(FailureKind::kNotTrusted,
              m_name + ": it is signed by a key that is not trusted here (" +
                  fingerprint_of(*claimed) +
                  "). Compare the fingerprint with its author's, then trust that key.");
}

PackResult<Manifest> ArchiveReader::manifest() const {
  auto manifest = parse_manifest(m_manifest_bytes);
  if (!manifest) manifest.error().message.insert(0, m_name + ": ");
  return manifest;
}

PackResult<void> ArchiveReader::copy_file(const ManifestFile& file,
                                          const std::optional<fs::path>& folder, bool with_bytes) {
  const fs::path target = folder.value_or("") / file.path;
  const bool writes = folder && with_bytes;
  std::ofstream out;
  if (folder) {
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error) return tl::unexpected(unwritten(error.value(), target.parent_path()));
    errno = 0;
    out.open(target, std::ios::binary);
  }
  ContentHasher hasher;
  std::vector<char> buffer(std::min<std::uint64_t>(file.size, kReadAtOnce));
  std::uint64_t left = file.size;
  while (left > 0) {
    const auto share = static_cast<std::streamsize>(std::min<std::uint64_t>(left, buffer.size()));
    if (!m_stream->read(buffer.data(), share)) return cut_short();
    hasher.add({buffer.data(), static_cast<std::size_t>(share)});
    // At once: what the next read does to errno is not known.
    if (writes && !out.write(buffer.data(), share)) {
      return tl::unexpected(unwritten(errno, target));
    }
    left -= static_cast<std::uint64_t>(share);
    m_read += static_cast<std::uint64_t>(share);
  }
  if (folder) {
    out.close();
    if (out.fail()) return tl::unexpected(unwritten(errno, target));
  }
  if (hasher.hex() != file.blake2b) {
    return corrupt(in_quotes(file.path) + " is not what the manifest says it is");
  }
  return {};
}

PackResult<void> ArchiveReader::expect_end() {
  Block block{};
  std::uint64_t blocks = 0;
  while (m_stream->read(block.data(), block.size())) {
    if (!is_zero(block)) return corrupt("it holds more than the manifest lists");
    m_read += kBlock;
    ++blocks;
  }
  if (m_stream->gcount() != 0) return corrupt("it has stray bytes at its end");
  if (blocks < 2) return cut_short();
  return {};
}

PackResult<void> ArchiveReader::expect_entry(const ManifestFile& file) {
  const auto entry = next();
  if (!entry) return tl::unexpected(entry.error());
  if (entry->path != file.path) {
    return corrupt(in_quotes(entry->path) + " stands where the manifest lists " +
                   in_quotes(file.path));
  }
  if (entry->size != file.size) {
    return corrupt(in_quotes(file.path) + " has " + std::to_string(entry->size) +
                   " bytes, and the manifest says " + std::to_string(file.size));
  }
  m_places.push_back(m_read);
  return {};
}

PackResult<void> ArchiveReader::extract(const Manifest& manifest,
                                        const std::optional<fs::path>& folder,
                                        const std::function<void(std::uint64_t)>& progress) {
  for (const ManifestFile& file : manifest.files) {
    if (auto entry = expect_entry(file); !entry) return entry;
    if (auto copied = copy_file(file, folder); !copied) return copied;
    if (auto padding = skip_padding(file.size); !padding) return padding;
    if (progress) progress(m_read);
  }
  return expect_end();
}

PackResult<void> ArchiveReader::extract_texts(const Manifest& manifest, const fs::path& folder,
                                              const std::function<bool()>& given_up) {
  for (const ManifestFile& file : manifest.files) {
    if (given_up && given_up()) {
      return fail(FailureKind::kFailed, m_name + ": its reading was given up.");
    }
    if (auto entry = expect_entry(file); !entry) return entry;
    if (auto copied = copy_file(file, folder, file.type == kTextType); !copied) return copied;
    if (auto padding = skip_padding(file.size); !padding) return padding;
  }
  return expect_end();
}

PackResult<std::string> read_again(const fs::path& archive, std::uint64_t place,
                                   const ManifestFile& file) {
  const auto failed = [&](const char* what) {
    return fail(FailureKind::kFailed, archive.string() + ": " + in_quotes(file.path) + " " + what +
                                          ". Check the disk and try again.");
  };
  std::ifstream stream(archive, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(place));
  std::string bytes(file.size, '\0');
  if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return failed("cannot be read");
  }
  if (hash_of(bytes) != file.blake2b) return failed("is not what it was a moment ago");
  return bytes;
}

}  // namespace kiosk
