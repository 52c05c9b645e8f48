// Ground files: what the ground is drawn from, as it lies in assets/basemap.
//
// Reading them takes about as long as opening a window and the fonts, so a program begins it before
// those, on threads of its own, and the ground takes what was read. Owns what it has read until
// then. Thread: one at a time. Errors: a file of ours that is missing or damaged, from `take`.
#pragma once

#include <filesystem>
#include <future>

#include "kiosk/base/result.h"
#include "kiosk/map/basemap.h"
#include "kiosk/picture/picture.h"

namespace kiosk {

struct GroundFiles {
  Basemap basemap;
  Bitmap relief;
  Bitmap glow;
};

class GroundFilesAhead {
 public:
  // Begins at once.
  explicit GroundFilesAhead(std::filesystem::path assets);
  // Waits until they are read. What is taken a second time is read anew.
  [[nodiscard]] Result<GroundFiles> take();

 private:
  std::filesystem::path m_folder;
  std::future<Result<GroundFiles>> m_reading;
};

}  // namespace kiosk
