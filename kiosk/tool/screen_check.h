// What of a pack's content shows only when it is drawn: text that overflows its place, words
// too long, characters that no font has, names on top of each other. The audit (kiosk/audit.h)
// of the screens that show content, lying and upright, as processes side by side.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/model/pack.h"
#include "kiosk/pack/problem.h"

namespace kiosk::tool {

struct ScreenFindings {
  Problems problems;
  Problems notes;  // names that meet on a crowded map: visitors zoom in, authors may shorten one
};

// `root`: where assets/ lies. Found the same for the same content, so kept in the cache by the
// pack's hash; `cache` may be empty.
[[nodiscard]] Result<ScreenFindings> check_screens(const Pack& pack,
                                                   const std::filesystem::path& root,
                                                   const std::filesystem::path& cache);

// Where assets/ is: beside an installed program, or in the sources it was built from.
[[nodiscard]] std::filesystem::path find_root();

}  // namespace kiosk::tool
