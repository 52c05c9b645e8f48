// Decodes pictures off the frame's thread, one after the other, the newest wish first: what a
// visitor asked for last is what they look at.
//
// Made and asked by the frame's thread alone; the decoding runs in a thread of its own, or at
// once where pictures must not depend on time (replays, tests). A file that cannot be read
// comes back empty: screens then show a tile in its place, and never an error. So does one that
// `MayOpen` refuses, which is asked in that thread.
#pragma once

#include <compare>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/picture/picture.h"

namespace kiosk {

enum class PictureLoading {
  kAtOnce,
  kInBackground,
  kNever  // where only places and texts are looked at
};

// Whether a file is fit to be shown; none: all are.
using MayOpen = std::function<bool(const std::filesystem::path&)>;

class PictureLoader {
 public:
  explicit PictureLoader(PictureLoading loading, MayOpen may_open = {})
      : m_loading(loading), m_may_open(std::move(may_open)) {}
  ~PictureLoader();
  PictureLoader(const PictureLoader&) = delete;
  PictureLoader& operator=(const PictureLoader&) = delete;

  struct Loaded {
    Bitmap bitmap;  // RGBA; 0 x 0: it cannot be read
  };
  // The picture at that size (load_picture_at) if it is there, and it is then given away; else it
  // is being fetched.
  [[nodiscard]] std::optional<Loaded> take(const std::filesystem::path& file, PixelSize size = {});
  // What was wished for and not taken is not wanted any more.
  void forget();

 private:
  struct Wish {
    std::string file;
    PixelSize size;
    friend auto operator<=>(const Wish&, const Wish&) = default;
  };
  void work();
  [[nodiscard]] Loaded load(const Wish& wish) const;

  PictureLoading m_loading;
  MayOpen m_may_open;
  std::mutex m_lock;
  std::condition_variable m_wished;
  std::vector<Wish> m_wishes;  // the newest last
  Wish m_reading;
  std::map<Wish, Loaded> m_done;
  std::size_t m_unclaimed = 0;  // bytes of them
  bool m_ending = false;
  std::thread m_thread;
};

}  // namespace kiosk
