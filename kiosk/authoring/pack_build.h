// From a content folder to a built pack: the texts as they are, the pictures as the kiosk
// shows them, pictures.json that ties the two, and a manifest of all. The same input gives
// the same bytes.
//
// Who calls it: kiosk-pack, the kiosk when it is given an author's folder, and the refresh.
// Blocking, see content_pictures.h. Nothing half-done stays: the caller removes the folder of
// a failed build.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/authoring/content_check.h"
#include "kiosk/pack/manifest.h"
#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr const char* kPicturesFolder = "pictures";

struct BuiltPack {
  ContentCheck check;
  Manifest manifest;  // meaningful if there are no problems
};

// Into `out`, which is made and must be empty. A picture that cannot be shown is a problem of
// the check, and then there is no manifest.
[[nodiscard]] PackResult<BuiltPack> build_pack(const std::filesystem::path& folder,
                                               const std::filesystem::path& out,
                                               const PictureMaking& making);

// Lists the built files of a folder with their sizes and hashes.
[[nodiscard]] PackResult<Manifest> manifest_of(const std::filesystem::path& built, const Pack& pack,
                                               const std::string& min_app);

}  // namespace kiosk
