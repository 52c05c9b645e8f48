// All pictures that a content folder names, made ready to be shown: on every core, with what
// was made before taken from the cache. Blocking; calls `progress` on the caller's thread,
// `given_up` on any, on several at once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
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
  // Nobody wants them any more: those under way are ended, no others begun. Whoever set it asks
  // it again afterwards, and believes nothing of what came out.
  std::function<bool()> given_up = {};
};

// work(0) to work(count - 1), each once, in any order on several threads, until one says false
// or it is given up. Returns when none of them runs.
void for_each_picture(std::size_t count, const PictureMaking& making,
                      const std::function<bool(std::size_t)>& work);

// What the reader says to a picture that is surely good. Asked when one was refused: a device
// whose reader is broken must not blame the picture for it.
[[nodiscard]] std::optional<PictureRefusal> trouble_of_reader(const ImportWorker& worker);

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
  std::string blur;                              // hex
  PictureFormat format = PictureFormat::kOther;  // of the source, by its bytes
};

using PictureOutcome = tl::expected<PictureFacts, PictureRefusal>;

// `files`: relative to the folder. `take` gets each picture once, in no order, on any thread:
// the bytes are not kept, so that memory does not grow with their number.
[[nodiscard]] std::map<std::string, PictureOutcome> make_pictures(
    const std::filesystem::path& folder, const std::vector<std::string>& files,
    const PictureMaking& making,
    const std::function<void(const std::string& file, const MadePicture&)>& take = {});

}  // namespace kiosk
