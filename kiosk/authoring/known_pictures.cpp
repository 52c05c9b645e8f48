#include "kiosk/authoring/known_pictures.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "kiosk/authoring/picture_fitness.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

// It was judged when it was built.
constexpr double kBeyondDoubt = 21;

std::string bytes_of(const fs::path& file) {
  return read_content_file(file.parent_path(), file.filename().string(), kMaxImageBytes)
      .value_or(std::string());
}

}  // namespace

KnownPictures::KnownPictures(const std::vector<fs::path>& packs) {
  for (const fs::path& pack : packs) {
    const auto bytes = read_content_file(pack, "pictures.json", kMaxDocumentBytes);
    if (!bytes) continue;
    const auto index = parse_document(*bytes, "pictures.json");
    if (!index || !index->is_object() || !index->contains("pictures")) continue;
    for (const auto& entry : index->at("pictures")) {
      if (!entry.is_object()) continue;
      Known known;
      known.picture = pack / entry.value("picture", "");
      known.thumbnail = pack / entry.value("thumbnail", "");
      known.built.width = entry.value("width", 0);
      known.built.height = entry.value("height", 0);
      known.built.blur = entry.value("blur", "");
      std::error_code error;
      const std::uintmax_t size = fs::file_size(known.picture, error);
      if (!error) m_by_size.emplace(size, std::move(known));
    }
  }
}

void KnownPictures::recall(const fs::path& file, const PictureCache& cache) const {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  const auto [first, last] = m_by_size.equal_range(error ? 0 : size);
  if (first == last) return;
  const std::string bytes = bytes_of(file);
  for (auto known = first; known != last; ++known) {
    const Known& one = known->second;
    const auto blur = blur_preview_from(one.built.blur);
    if (bytes.empty() || !blur || bytes_of(one.picture) != bytes) continue;
    MadePicture made;
    made.picture = bytes;
    made.thumbnail = bytes_of(one.thumbnail);
    if (made.thumbnail.empty()) continue;
    made.width = one.built.width;
    made.height = one.built.height;
    made.blur = *blur;
    made.source_width = std::max(made.width, kLeastPictureWidth);
    made.source_height = made.height;
    made.sharpness = kBeyondDoubt;
    made.caption_contrast = kBeyondDoubt;
    cache.keep(PictureCache::key_of(bytes), made);
    return;
  }
}

}  // namespace kiosk
