// Where a text on the screen was written: file and field, for the audit's sentences.
//
// Made from a pack's folder and the program's own strings; plain look-ups afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/language.h"

namespace kiosk {

class TextOrigins {
 public:
  TextOrigins(const std::filesystem::path& pack, const std::filesystem::path& assets);

  struct Origin {
    std::string file;
    std::string field;
  };
  // The field whose whole text it is, else the longest one that it contains.
  [[nodiscard]] Origin find(const std::string& drawn) const;

 private:
  struct Entry {
    std::string text;
    Origin origin;
  };
  void add_folder(const std::filesystem::path& folder, const std::filesystem::path& relative_to);
  std::vector<Entry> m_entries;
};

}  // namespace kiosk
