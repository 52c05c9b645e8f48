// All pictures that a content folder names, made ready to be shown: on every core, with what
// was made before taken from the cache. Blocking; calls `progress` on the caller's thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "kiosk/authoring/picture_cache.h"
#include "kiosk/imaging/import_worker.h"
#include "kiosk/imaging/made_picture.h"

namespace kiosk {

// How far along: `done` of `all` pictures.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

struct PictureMaking {
  ImportWorker worker;
  std::filesystem::path cache;  // empty: nothing is kept
  unsigned threads = 0;         // 0: one a core
  Progress progress;
};

// What a check or a build wants to know of a picture, without its bytes.
struct PictureFacts {
  std::string hash;  // of the picture made; names the files in the pack
  int width = 0;
  int height = 0;
  int source_width = 0;
  int source_height = 0;
  bool drawing = false;
  double sharpness = 0;
  double caption_contrast = 0;
  std::string blur;  // hex
};

using PictureOutcome = tl::expected<PictureFacts, PictureRefusal>;

// `files`: relative to the folder. `take` gets each picture once, in no order, on any thread:
// the bytes are not kept, so that memory does not grow with their number.
[[nodiscard]] std::map<std::string, PictureOutcome> make_pictures(
    const std::filesystem::path& folder, const std::vector<std::string>& files,
    const PictureMaking& making,
    const std::function<void(const std::string& file, const MadePicture&)>& take = {});

}  // namespace kiosk
