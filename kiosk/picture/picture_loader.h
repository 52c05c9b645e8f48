// Decodes pictures off the frame's thread, one after the other, the newest wish first: what a
// visitor asked for last is what they look at.
//
// Made and asked by the frame's thread alone; the decoding runs in a thread of its own, or at
// once where pictures must not depend on time (replays, tests). A file that cannot be read
// comes back empty: screens then show a tile in its place, and never an error.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/picture/picture.h"

namespace kiosk {

enum class PictureLoading {
  kAtOnce,
  kInBackground,
  kNever  // where only places and texts are looked at
};

class PictureLoader {
 public:
  explicit PictureLoader(PictureLoading loading) : m_loading(loading) {}
  ~PictureLoader();
  PictureLoader(const PictureLoader&) = delete;
  PictureLoader& operator=(const PictureLoader&) = delete;

  struct Loaded {
    Bitmap bitmap;  // RGBA; 0 x 0: it cannot be read
  };
  // The picture if it is there, and it is then given away; else it is being fetched.
  [[nodiscard]] std::optional<Loaded> take(const std::filesystem::path& file);

 private:
  void work();

  PictureLoading m_loading;
  std::mutex m_lock;
  std::condition_variable m_wished;
  std::vector<std::string> m_wishes;  // the newest last
  std::string m_reading;
  std::map<std::string, Loaded> m_done;
  bool m_ending = false;
  std::thread m_thread;
};

}  // namespace kiosk
