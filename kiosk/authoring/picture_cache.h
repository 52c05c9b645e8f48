// Pictures made before, by the hash of what they were made from: building again without
// changes then takes no time. Lives in the user's cache folder; throwing it away loses
// nothing. A damaged entry counts as none.
//
// Blocking; any thread, several at once (entries appear whole or not at all).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/imaging/made_picture.h"

namespace kiosk {

class PictureCache {
 public:
  // The folder is made when something is first kept; one that cannot be made keeps nothing.
  explicit PictureCache(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  // $XDG_CACHE_HOME/kiosk/pictures, else ~/.cache/kiosk/pictures, else one for temporary files.
  [[nodiscard]] static std::filesystem::path usual_folder();

  // Of the source's bytes and of the way that pictures are made.
  [[nodiscard]] static std::string key_of(std::string_view bytes);

  [[nodiscard]] std::optional<MadePicture> find(const std::string& key) const;
  void keep(const std::string& key, const MadePicture& made) const;

 private:
  std::filesystem::path m_folder;
};

}  // namespace kiosk
