// Pictures that were made ready before and come back as they are: an office that was given the
// built pictures brings them again, and they must not be encoded a second time, nor judged anew.
//
// What comes from outside is compared byte for byte with a file of an installed pack, which our
// own encoder wrote; only then is that file taken, by way of the cache. Blocking; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kiosk/authoring/picture_cache.h"
#include "kiosk/model/pack.h"

namespace kiosk {

class KnownPictures {
 public:
  // `packs`: folders of built packs of ours; one that cannot be read knows no picture.
  explicit KnownPictures(const std::vector<std::filesystem::path>& packs);

  // If the picture in `file` is one of them, what was made of it goes into the cache.
  void recall(const std::filesystem::path& file, const PictureCache& cache) const;

 private:
  struct Known {
    std::filesystem::path picture;
    std::filesystem::path thumbnail;
    BuiltPicture built;
  };
  std::multimap<std::uintmax_t, Known> m_by_size;
};

}  // namespace kiosk
