#include "kiosk/authoring/pack_build.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr const char* kMinApp = "0.1.0";  // the first program that reads built packs
constexpr std::size_t kNameDigits = 16;   // of a picture's hash, in its file's name

std::string picture_name(const std::string& hash) {
  return std::string(kPicturesFolder) + "/" + hash.substr(0, kNameDigits) + ".jpg";
}

std::string thumbnail_name(const std::string& hash) {
  return std::string(kPicturesFolder) + "/" + hash.substr(0, kNameDigits) + "-small.jpg";
}

// Collects the first trouble of several threads.
class Output {
 public:
  explicit Output(const fs::path& folder) : m_folder(folder) {}

  void write(const std::string& name, std::string_view bytes) {
    std::error_code error;
    fs::create_directories((m_folder / name).parent_path(), error);
    errno = 0;
    std::ofstream stream(m_folder / name, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream.fail()) return;
    const int reason = error ? error.value() : errno;  // without its folder it is merely not found
    const std::scoped_lock held(m_lock);
    if (m_failure) return;
    const bool full = reason == ENOSPC || reason == EDQUOT;
    m_failure =
        PackFailure{full ? FailureKind::kNoSpace : FailureKind::kFailed,
                    (m_folder / name).string() + ": cannot be written: " + std::strerror(reason) +
                        ". Make room or choose another place."};
  }
  [[nodiscard]] const std::optional<PackFailure>& failure() const { return m_failure; }

 private:
  fs::path m_folder;
  std::mutex m_lock;
  std::optional<PackFailure> m_failure;
};

std::string pictures_json(const ContentCheck& check) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [file, outcome] : check.pictures) {
    if (!outcome) continue;
    list.push_back({{"file", file},
                    {"picture", picture_name(outcome->hash)},
                    {"thumbnail", thumbnail_name(outcome->hash)},
                    {"width", outcome->width},
                    {"height", outcome->height},
                    {"blur", outcome->blur}});
  }
  return nlohmann::ordered_json{{"format", 1}, {"pictures", std::move(list)}}.dump(1) + "\n";
}

// Reproducible builds say when by this variable (https://reproducible-builds.org/specs).
std::string created() {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch == nullptr) return "";
  const std::time_t seconds = std::strtoll(epoch, nullptr, 10);
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return "";
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace

PackResult<BuiltPack> build_pack(const fs::path& folder, const fs::path& out,
                                 const PictureMaking& making) {
  Output output(out);
  BuiltPack built;
  built.check = check_content(folder, making, [&](const std::string&, const MadePicture& made) {
    // Two names of one picture write the same bytes to the same file.
    const std::string hash = hash_of(made.picture);
    output.write(picture_name(hash), made.picture);
    output.write(thumbnail_name(hash), made.thumbnail);
  });
  if (const auto trouble = reader_trouble_in(built.check)) {
    return fail(FailureKind::kFailed, trouble->what + ". " + trouble->remedy);
  }
  if (!built.check.reading.pack) return built;
  for (const std::string& file : built.check.reading.files) {
    const auto bytes = read_content_file(folder, file, kMaxDocumentBytes);
    // It was read a moment ago: a pack without it must not come to be.
    if (!bytes) {
      return fail(FailureKind::kFailed, (folder / file).string() + ": " + bytes.error().what +
                                            ". Check the disk and try again.");
    }
    output.write(file, *bytes);
  }
  output.write("pictures.json", pictures_json(built.check));
  if (output.failure()) return tl::unexpected(*output.failure());
  if (!built.check.problems.empty()) return built;
  auto manifest = manifest_of(out, *built.check.reading.pack, kMinApp);
  if (!manifest) return tl::unexpected(std::move(manifest.error()));
  built.manifest = std::move(*manifest);
  return built;
}

PackResult<Manifest> manifest_of(const fs::path& built, const Pack& pack,
                                 const std::string& min_app) {
  Manifest manifest;
  manifest.pack_id = pack.values().id;
  manifest.serial = pack.values().serial;
  manifest.created = created();
  manifest.min_app = min_app;
  std::set<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator entry(built, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    names.insert(entry->path().lexically_relative(built).generic_string());
  }
  if (error) {
    return fail(FailureKind::kFailed,
                built.string() + ": cannot be read: " + error.message() + ". Try again.");
  }
  names.erase(kManifestFile);
  names.erase(kSignatureFile);
  for (const std::string& name : names) {
    const auto hash = hash_of_file(built / name);
    const auto size = fs::file_size(built / name, error);
    if (!hash || error) {
      return fail(FailureKind::kFailed, (built / name).string() + ": cannot be read. Try again.");
    }
    manifest.files.push_back(
        {name, size, *hash, name.ends_with(".json") ? kTextType : kPictureType});
  }
  return manifest;
}

}  // namespace kiosk
