// Which pack is shown at a start: the one asked for; else what is installed, what was before it,
// the bundled one; nothing when none of them can be shown.
//
// A pack of any kind is made ready to be shown: an installed or bundled one as it is, an author's
// folder with its pictures made, an archive unpacked. Staff hear what is wrong, visitors never do.
// Blocking; called once, by prepared.cpp.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/model/pack.h"
#include "kiosk/refresh/health_watch.h"

namespace kiosk {

// A folder for what is made to be shown once, gone when the program ends.
class ViewFolder {
 public:
  ViewFolder();
  ~ViewFolder();
  ViewFolder(ViewFolder&& other) noexcept
      : m_path(std::exchange(other.m_path, std::filesystem::path())) {}
  ViewFolder& operator=(ViewFolder&&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

struct PackWish {
  std::filesystem::path pack;                  // asked for; empty: as the device has it
  std::filesystem::path state;                 // empty: nothing is installed
  std::vector<std::filesystem::path> bundled;  // best first
  std::string version;                         // of the program
  bool only_looks = false;                     // no start is noted
  std::function<void(const std::string&)> say;
};

struct ChosenPack {
  std::optional<Pack> pack;
  TrialRun trial;
};

[[nodiscard]] ChosenPack choose_pack(const PackWish& wish, const ViewFolder& view);

// How strangers' pictures are made here: by the worker beside this program.
[[nodiscard]] PictureMaking picture_making();

}  // namespace kiosk
