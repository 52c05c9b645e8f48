// The texts of an office's folder, copied and read: part of office_folder.h.
// Blocking; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kiosk/authoring/folder_listing.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

struct OfficeCity {
  std::string file;                 // "cities/banjul.json"
  nlohmann::ordered_json document;  // an object; its fields are whatever they are
  bool changed = false;
};

struct OfficeTexts {
  nlohmann::ordered_json pack;               // an object, or null
  std::map<std::string, OfficeCity> cities;  // by id, which is the file's name
  Problems problems;
  bool whole = true;
};

[[nodiscard]] PackResult<OfficeTexts> copy_office_texts(const std::vector<ListedFile>& files,
                                                        const std::filesystem::path& source,
                                                        const std::filesystem::path& out);

// What an editor on Windows wrote, as the loader takes it: without byte order mark, in UTF-8,
// with plain line ends. Pure.
[[nodiscard]] std::string as_plain_text(std::string bytes);

// Into `out`/`name`, its folder made.
[[nodiscard]] PackResult<void> write_text(const std::filesystem::path& out, const std::string& name,
                                          std::string_view bytes);

}  // namespace kiosk
