#include "kiosk/authoring/picture_cache.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>
#include <utility>

#include "kiosk/pack/content_hash.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

const char* set_variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace

fs::path PictureCache::usual_folder() {
  if (const char* cache = set_variable("XDG_CACHE_HOME")) {
    return fs::path(cache) / "kiosk" / "pictures";
  }
  if (const char* home = set_variable("HOME")) {
    return fs::path(home) / ".cache" / "kiosk" / "pictures";
  }
  std::error_code error;
  return fs::temp_directory_path(error) / ("kiosk-" + std::to_string(::getuid())) / "pictures";
}

std::string PictureCache::key_of(std::string_view bytes) {
  ContentHasher hasher;
  hasher.add("made " + std::to_string(kPictureMaking) + " " + std::to_string(kPictureSide) + " " +
             std::to_string(kThumbnailSide) + "\n");
  hasher.add(bytes);
  return hasher.hex();
}

// One line of JSON, then both files; the line holds a hash over them.
std::optional<MadePicture> PictureCache::find(const std::string& key) const {
  std::ifstream stream(m_folder / key, std::ios::binary);
  std::string line;
  if (!std::getline(stream, line)) return std::nullopt;
  std::ostringstream all;
  all << stream.rdbuf();  // a disk that fails ends it early, without a throw: the hash tells
  const std::string rest = std::move(all).str();
  const json head = json::parse(line, nullptr, false);
  if (!head.is_object() || head.value("hash", "") != hash_of(rest)) return std::nullopt;
  const auto size = head.value("picture_bytes", std::size_t{0});
  const auto blur = blur_preview_from(head.value("blur", ""));
  if (size > rest.size() || !blur) return std::nullopt;
  MadePicture made;
  made.picture = rest.substr(0, size);
  made.thumbnail = rest.substr(size);
  made.blur = *blur;
  made.width = head.value("width", 0);
  made.height = head.value("height", 0);
  made.source_width = head.value("source_width", 0);
  made.source_height = head.value("source_height", 0);
  made.drawing = head.value("drawing", false);
  made.sharpness = head.value("sharpness", 0.0);
  made.caption_contrast = head.value("caption_contrast", 0.0);
  return made;
}

void PictureCache::keep(const std::string& key, const MadePicture& made) const {
  static std::atomic<unsigned> count = 0;
  std::error_code error;
  fs::create_directories(m_folder, error);
  const std::string files = made.picture + made.thumbnail;
  const json head{{"hash", hash_of(files)},
                  {"picture_bytes", made.picture.size()},
                  {"blur", to_hex(made.blur)},
                  {"width", made.width},
                  {"height", made.height},
                  {"source_width", made.source_width},
                  {"source_height", made.source_height},
                  {"drawing", made.drawing},
                  {"sharpness", made.sharpness},
                  {"caption_contrast", made.caption_contrast}};
  const fs::path beside =
      m_folder / (key + "." + std::to_string(::getpid()) + "." + std::to_string(count++) + ".part");
  std::ofstream stream(beside, std::ios::binary);
  stream << head.dump() << '\n' << files;
  stream.close();
  if (!stream.fail()) fs::rename(beside, m_folder / key, error);
  if (stream.fail() || error) fs::remove(beside, error);
}

}  // namespace kiosk
