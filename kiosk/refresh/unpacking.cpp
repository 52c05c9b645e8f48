#include "kiosk/refresh/unpacking.h"

#include <atomic>
#include <cerrno>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/imaging/downscale.h"
#include "kiosk/imaging/jpeg_encoder.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/load_pack.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr int kQuality = 92;  // high: these were encoded once already

// Decoded in the sandbox and written anew in its own place.
std::optional<PackFailure> renew(const fs::path& file, const std::string& name,
                                 const ImportWorker& worker) {
  // A disk of ours that fails is told apart from a damaged picture: it is not the author's fault.
  const auto bytes = read_whole(file, kMaxImageBytes);
  if (!bytes) return bytes.error();
  if (!*bytes) return failure_of(ENOENT, file, "cannot be read");
  std::optional<Downscaler> scaler;
  PixelReceiver receiver;
  receiver.begin = [&](const WireHeader& header) {
    const PixelSize size{static_cast<int>(header.width), static_cast<int>(header.height)};
    scaler.emplace(size, fitted(size, kPictureSide));
    return true;
  };
  receiver.row = [&](std::span<const std::uint8_t> row) { scaler->add(row); };
  const auto header = import_picture(worker, **bytes, receiver);
  if (!header) {
    return PackFailure{FailureKind::kCorrupt, name + ": " + header.error().what +
                                                  ". Ask the pack's author to build it again."};
  }
  errno = 0;
  std::ofstream stream(file, std::ios::binary);
  stream << encoded_jpeg(scaler->take(), kQuality, JpegDetail::kDrawing);
  stream.close();
  if (stream.fail()) return failure_of(errno, file, "cannot be written");
  return std::nullopt;
}

PackResult<void> renew_pictures(const fs::path& folder, const Manifest& manifest,
                                const PictureMaking& making) {
  std::vector<std::string> names;
  for (const ManifestFile& file : manifest.files) {
    if (file.type != "json") names.push_back(file.path);
  }
  std::atomic<std::size_t> next = 0;
  std::mutex lock;
  std::optional<PackFailure> failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < names.size(); i = next++) {
      auto trouble = renew(folder / names[i], names[i], making.worker);
      const std::scoped_lock held(lock);
      if (trouble && !failure) failure = std::move(trouble);
      if (failure) return;
    }
  };
  {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < cores; ++i) threads.emplace_back(work);
  }
  if (failure) return tl::unexpected(std::move(*failure));
  return {};
}

}  // namespace

PackResult<UnpackedPack> unpack(const fs::path& archive, const Trust& trust, const fs::path& out,
                                const PictureMaking& making) {
  auto reader = ArchiveReader::open(archive);
  if (!reader) return tl::unexpected(std::move(reader.error()));
  Trust trusted = trust;
  if (const auto claimed = reader->signature().claimed_key(); claimed && trust.anyone) {
    trusted.keys.push_back(*claimed);
  }
  if (const auto revoked = reader->verified_by(trust.revoked)) {
    return fail(FailureKind::kNotTrusted,
                archive.string() + ": it is signed by a key that was revoked here (" +
                    fingerprint_of(*revoked) +
                    "). Ask its author for a pack that is signed by another key.");
  }
  const auto signer = reader->verified_by(trusted.keys);
  if (!signer) return tl::unexpected(signer.error());
  auto manifest = reader->manifest();
  if (!manifest) return tl::unexpected(std::move(manifest.error()));
  if (auto extracted = reader->extract(*manifest, out); !extracted) {
    return tl::unexpected(std::move(extracted.error()));
  }
  const auto pack = load_pack(out);
  if (!pack) {
    return fail(FailureKind::kCorrupt, archive.string() + ": " + pack.error().front().sentence());
  }
  if (pack->values().id != manifest->pack_id || pack->values().serial != manifest->serial) {
    return fail(
        FailureKind::kCorrupt,
        archive.string() + ": its pack.json is not that of its manifest. Build the pack again.");
  }
  if (auto renewed = renew_pictures(out, *manifest, making); !renewed) {
    return tl::unexpected(std::move(renewed.error()));
  }
  return UnpackedPack{std::move(*manifest), hash_of(reader->manifest_bytes()), *signer};
}

}  // namespace kiosk
