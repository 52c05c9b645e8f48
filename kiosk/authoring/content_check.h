// Everything that can be wrong with a content folder short of drawing it, at once: what the
// loader finds, and of each picture whether it can be read, is large, sharp and calm enough,
// of each file whether anything mentions it, of each name whether another differs from it by
// capitals or by Unicode form alone, of each text whether it is finished and would break
// where it must not. What must be drawn to be seen is the audit's (tool/screen_check.h).
//
// Who calls it: kiosk-pack, and the refresh of a plain folder. Blocking, see
// content_pictures.h. Errors are its result.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

struct ContentCheck {
  ContentReading reading;
  std::map<std::string, PictureOutcome> pictures;
  Problems problems;  // all of them, the reading's too
  Problems notes;     // worth knowing; the pack can be built with them
};

// The reader's own trouble, if that is why pictures could not be read: then nothing is known of
// the content, and it is not its author's fault.
[[nodiscard]] std::optional<PictureRefusal> reader_trouble_in(const ContentCheck& check);

[[nodiscard]] ContentCheck check_content(
    const std::filesystem::path& folder, const PictureMaking& making,
    const std::function<void(const std::string& file, const MadePicture&)>& take = {});

}  // namespace kiosk
