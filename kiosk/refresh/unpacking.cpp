#include "kiosk/refresh/unpacking.h"

#include <cerrno>
#include <fstream>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "kiosk/durable/durable_files.h"
#include "kiosk/picture/downscale.h"
#include "kiosk/imaging/jpeg_encoder.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/load_pack.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

// The build's own (made_picture.cpp): encoded again in the same steps a picture loses next to
// nothing (53 dB), in finer ones more (46 dB at 92), and it grows by a sixth.
constexpr int kQuality = 86;

// Decoded in the sandbox and encoded anew; a refusal is the picture's.
tl::expected<std::string, PictureRefusal> renewed(std::string bytes, const ImportWorker& worker) {
  // A manifest promises nothing but JPEG files: our own encoder made them.
  if (auto other = refusal_of_kind(bytes, PictureFormat::kJpeg)) {
    return tl::unexpected(std::move(*other));
  }
  std::optional<Downscaler> scaler;
  PixelReceiver receiver;
  receiver.begin = [&](const WireHeader& header) {
    const PixelSize size{static_cast<int>(header.width), static_cast<int>(header.height)};
    scaler.emplace(size, fitted(size, kPictureSide));
    return true;
  };
  receiver.row = [&](std::span<const std::uint8_t> row) { scaler->add(row); };
  if (const auto header = import_picture(worker, bytes, receiver); !header) {
    return tl::unexpected(header.error());
  }
  return encoded_jpeg(scaler->take(), kQuality, JpegDetail::kDrawing);
}

// The pictures of one archive that was held against its hashes, on their way to a folder.
class Renewal {
 public:
  Renewal(const fs::path& archive, const fs::path& folder, const PictureMaking& making)
      : m_archive(archive), m_folder(folder), m_making(making) {}

  void add(const ManifestFile& file, std::uint64_t place) { m_pictures.push_back({&file, place}); }

  // The first trouble that any of them met.
  [[nodiscard]] std::optional<PackFailure> run() {
    for_each_picture(m_pictures.size(), m_making, [this](std::size_t i) {
      auto trouble = renew(*m_pictures[i].file, m_pictures[i].place);
      const std::scoped_lock held(m_lock);
      if (trouble && !m_failure) m_failure = std::move(trouble);
      return !m_failure;
    });
    return m_failure;
  }

 private:
  struct Picture {
    const ManifestFile* file;
    std::uint64_t place;
  };

  [[nodiscard]] std::optional<PackFailure> renew(const ManifestFile& file,
                                                 std::uint64_t place) const {
    if (file.size > kMaxImageBytes) {
      return refused(file, {"the picture is " + std::to_string(file.size) +
                                " bytes large, more than " + std::to_string(kMaxImageBytes),
                            ""});
    }
    // A disk of ours that fails is told apart from a damaged picture: it is not the author's fault.
    auto bytes = read_again(m_archive, place, file);
    if (!bytes) return std::move(bytes.error());
    const auto picture = renewed(std::move(*bytes), m_making.worker);
    if (!picture) return refused(file, picture.error());
    const fs::path target = m_folder / file.path;
    errno = 0;
    std::ofstream stream(target, std::ios::binary);
    stream << *picture;
    stream.close();
    if (stream.fail()) return failure_of(errno, target, "cannot be written");
    return std::nullopt;
  }

  [[nodiscard]] PackFailure refused(const ManifestFile& file, const PictureRefusal& why) const {
    const std::string subject = m_archive.string() + ": " + file.path + ": ";
    if (const auto ours = trouble_of_reader(m_making.worker)) {
      return {FailureKind::kFailed, subject + ours->what + ". " + ours->remedy};
    }
    return {FailureKind::kCorrupt,
            subject + why.what + ". Ask the pack's author to build it again."};
  }

  const fs::path& m_archive;
  const fs::path& m_folder;
  const PictureMaking& m_making;
  std::vector<Picture> m_pictures;
  std::mutex m_lock;
  std::optional<PackFailure> m_failure;
};

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
  if (auto extracted = reader->extract_texts(*manifest, out, making.given_up); !extracted) {
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
  Renewal pictures(archive, out, making);
  for (std::size_t i = 0; i < manifest->files.size(); ++i) {
    const ManifestFile& file = manifest->files[i];
    if (file.type != kTextType) pictures.add(file, reader->places()[i]);
  }
  if (auto trouble = pictures.run()) return tl::unexpected(std::move(*trouble));
  return UnpackedPack{std::move(*manifest), hash_of(reader->manifest_bytes()), *signer};
}

}  // namespace kiosk
