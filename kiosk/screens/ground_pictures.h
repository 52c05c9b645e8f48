// Ground pictures: the map's relief and its coast's light, as they lie in assets/basemap.
//
// To decode them takes about as long as to open a window and the fonts, so a program begins it
// before those, on a thread of its own, and the ground takes them. The map itself is not among
// them: its thousands of small lists would lie in that thread's part of the heap, and holes with
// them. Owns what it has read until it is taken. Thread: one at a time. Errors: a file of ours that
// is missing or damaged, from `take`.
#pragma once

#include <filesystem>
#include <future>

#include "kiosk/base/result.h"
#include "kiosk/picture/picture.h"

namespace kiosk {

struct GroundPictures {
  Bitmap relief;
  Bitmap glow;
};

class GroundPicturesAhead {
 public:
  // Begins at once.
  explicit GroundPicturesAhead(std::filesystem::path assets);
  // Waits until they are read. What is taken a second time is read anew.
  [[nodiscard]] Result<GroundPictures> take();

 private:
  std::filesystem::path m_folder;
  std::future<Result<GroundPictures>> m_reading;
};

}  // namespace kiosk
