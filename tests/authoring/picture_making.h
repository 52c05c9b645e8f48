// How tests make pictures: by the worker that was built beside them.
#pragma once

#include "kiosk/authoring/content_pictures.h"

namespace kiosk::test {

inline PictureMaking making() {
  PictureMaking how;
  how.worker.program = find_import_worker();
  return how;
}

}  // namespace kiosk::test
