// Photographs that lie in photos/<city>/ and that no file mentions, written into their city
// with a caption made of their name, to be edited: "marche-albert_2.jpg" becomes "Marche albert".
// Who took them only a person knows: without a credit the file says TODO, and the check asks.
//
// A picture that cannot be shown is told and left out; the others are adopted. Blocking.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

struct AdoptReport {
  std::vector<std::string> adopted;  // files, relative to the folder
  Problems problems;
};

[[nodiscard]] AdoptReport adopt_pictures(const std::filesystem::path& folder,
                                         const std::string& credit, const PictureMaking& making);

}  // namespace kiosk
