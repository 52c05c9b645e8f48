// Files of ours onto a stick: all of them, or none that was not there before. Each is written
// beside its place, synced and renamed; the folder is synced. What goes wrong is one sentence for
// staff: full, write-protected, taken out; what was begun is removed as far as the stick answers.
//
// Blocking; any thread, one at a time a stick.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

struct StickFile {
  std::string name;
  std::string bytes;
};

// Into `folder` at the root of the stick, which is made if it is not there.
[[nodiscard]] PackResult<void> put_on_stick(const std::filesystem::path& stick,
                                            const std::string& folder,
                                            const std::vector<StickFile>& files);

// A device's name as a part of a file's name: "Salle 2, rez-de-chaussée" is
// "salle-2-rez-de-chauss-e"; one without any Latin letter or digit is "kiosk".
[[nodiscard]] std::string file_name_part(std::string_view device_name);

}  // namespace kiosk
