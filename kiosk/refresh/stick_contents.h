// What lies on a stick for the kiosk: `*.kpack` and `*.revoke` (device_keys.h) at its root and in
// `kiosk/`, and a plain folder `kiosk-content/` at its root. Names in any case and Unicode form;
// what macOS and Windows leave on every stick is passed over.
//
// A stick is a stranger's: no link is followed, only so many names are looked at, and nothing
// is opened but these two folders. Blocking; any thread. Errors: one sentence, when the stick
// cannot be listed. Nothing found is no error: `nearly` and the places above are what to tell.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

inline constexpr std::string_view kPackFolderName = "kiosk";
inline constexpr std::size_t kMostNamesLookedAt = 4096;  // in each folder
inline constexpr std::size_t kMostStickItems = 64;       // of packs and content folders each
inline constexpr std::size_t kMostNearMisses = 8;

struct StickItem {
  std::filesystem::path path;   // to open: the name's bytes as they are on the stick
  std::string name;             // to show: UTF-8 in NFC from the stick's root, nothing invisible
  std::uint64_t size = 0;       // bytes; 0 for a folder
  std::int64_t changed_at = 0;  // s since 1970 by the clock of whoever wrote it: to show only

  friend bool operator==(const StickItem&, const StickItem&) = default;
};

struct StickContents {
  std::vector<StickItem> packs;        // sorted by name, whatever its case
  std::vector<StickItem> folders;      // one, unless a file system that tells cases apart has more
  std::vector<StickItem> revocations;  // of keys; sorted as the packs
  std::vector<std::string> nearly;     // names that look meant for us and are not: "a.kpack.zip"
  bool cut_short = false;              // there was more than is looked at

  [[nodiscard]] bool empty() const {
    return packs.empty() && folders.empty() && revocations.empty();
  }
};

// root: where the volume is mounted.
[[nodiscard]] Result<StickContents> find_stick_contents(const std::filesystem::path& root);

}  // namespace kiosk
