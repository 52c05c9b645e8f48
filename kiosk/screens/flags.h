// Flags: the countries' flags, by ISO code, as pictures from assets/flags. A country whose
// file is not there has none: the panel then shows its name alone.
//
// They are read when one is first drawn, off the frame's thread, and given back when no page shows
// any: few visitors look at all of them. Made by Screens. Thread: the frame's.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "kiosk/draw/frame.h"
#include "kiosk/draw/stage.h"
#include "kiosk/model/pack.h"
#include "kiosk/picture/picture_loader.h"

namespace kiosk {

class Flags {
 public:
  // `folder`: where a flag is called after its country, "GM.png".
  Flags(std::filesystem::path folder, const Pack& pack, PictureLoading loading);

  [[nodiscard]] bool has(std::string_view country) const { return m_known.contains(country); }
  // Its texture; none while it is on its way, when the frame keeps moving until it is there, or
  // where its file cannot be read.
  [[nodiscard]] platform::TextureId fetch(Stage& stage, Frame& frame, std::string_view country);
  // At the head of each frame.
  void begin() { m_complete = true; }
  // All that was asked for since `begin` is there.
  [[nodiscard]] bool complete() const { return m_complete; }
  // None of them is seen.
  void put_away(Stage& stage);

 private:
  std::filesystem::path m_folder;
  std::set<std::string, std::less<>> m_known;
  std::unique_ptr<PictureLoader> m_loader;
  std::map<std::string, platform::TextureId, std::less<>> m_flags;
  bool m_complete = true;
};

}  // namespace kiosk
