#include "kiosk/base/litter.h"

#include <algorithm>
#include <array>
#include <string>

namespace kiosk {

bool is_litter(std::string_view name) {
  constexpr std::array<std::string_view, 13> kNames{".",
                                                    "..",
                                                    ".ds_store",
                                                    "thumbs.db",
                                                    "desktop.ini",
                                                    "system volume information",
                                                    "$recycle.bin",
                                                    "recycler",
                                                    ".trashes",
                                                    ".spotlight-v100",
                                                    ".fseventsd",
                                                    ".temporaryitems",
                                                    "lost+found"};
  // "._a.kpack" is a Mac's notes about a.kpack; "~$a.docx" is what an office program locks by.
  if (name.starts_with("._") || name.starts_with(".Trash-") || name.starts_with("~$")) return true;
  std::string plain(name);
  std::ranges::transform(plain, plain.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::find(kNames, plain) != kNames.end();
}

}  // namespace kiosk
