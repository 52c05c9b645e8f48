// Harness "archive": a .kpack from memory through ArchiveReader, to its last byte.
//
// A wrong signature does not end a run: the stages behind it are called all the same, which
// the reader's own interface allows (a device never does). The signature itself is verified
// for one input in 16, because Ed25519 costs more than all the rest; archive_mutator.cpp
// mends sums, sizes, hashes and signatures of what it changed, so all stages are met.
#include "kiosk/pack/archive.h"

#include <algorithm>
#include <filesystem>
#include <istream>
#include <memory>
#include <streambuf>
#include <string>

#include "tests/fuzz/archive_parts.h"
#include "tests/fuzz/fuzz_target.h"

namespace kiosk::fuzz {

namespace {

// Reads bytes where they lie.
class MemoryStream : public std::streambuf, public std::istream {
 public:
  explicit MemoryStream(std::string_view bytes) : std::istream(this) {
    auto* begin = const_cast<char*>(bytes.data());  // only ever read
    setg(begin, begin, begin + bytes.size());
  }
};

void demand_safe_path(const std::string& path) {
  demand(is_pack_path(path), "a path that the manifest may hold");
  const std::filesystem::path relative(path);
  demand(relative.is_relative() && relative.lexically_normal() == relative &&
             *relative.begin() != "..",
         "a path that stays in its folder");
}

void verify(const ArchiveReader& reader) {
  const auto signer = reader.verified_by({signing_key().public_key()});
  if (!signer) return demand_sentence(signer.error().message);
  reached(1);
  demand(verifies(*signer, reader.signature(), reader.manifest_bytes()), "who is named has signed");
  demand(!verifies(*signer, reader.signature(), reader.manifest_bytes() + " "),
         "a signature is over all of the manifest");
}

}  // namespace

void run_one(std::string_view input) {
  auto reader = ArchiveReader::read(std::make_unique<MemoryStream>(input), "a.kpack", input.size());
  if (!reader) return demand_sentence(reader.error().message);
  static_cast<void>(reader->signature().claimed_key());
  if (one_in(16, reader->manifest_bytes())) verify(*reader);
  const auto manifest = reader->manifest();
  if (!manifest) return demand_sentence(manifest.error().message);
  for (const ManifestFile& file : manifest->files) demand_safe_path(file.path);
  std::uint64_t heard = 0;
  const auto whole = reader->extract(*manifest, std::nullopt, [&](std::uint64_t bytes) {
    demand(bytes > heard && bytes <= input.size(), "progress goes forward, within the pack");
    heard = bytes;
  });
  if (!whole) return demand_sentence(whole.error().message);
  std::uint64_t sizes = 0;
  for (const ManifestFile& file : manifest->files) sizes += file.size;
  demand(sizes < input.size() && input.size() % 512 == 0, "a whole pack holds all its files");
  reached(2 + std::min<std::size_t>(manifest->files.size(), 8));
}

}  // namespace kiosk::fuzz
