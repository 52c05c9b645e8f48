// From `kiosk-content/`, as an office without any tool brings it on a stick, to a content folder
// of our own that build_pack takes: texts as they are (what Notepad adds is taken off again),
// pictures that a text mentions by whatever spelling of their names, and photographs that no text
// mentions, offered with a caption made of their names.
//
// One bad picture never blocks the rest: it is left out and the reason told, unless `strict`.
// A text that cannot be read blocks, with its place and what to do. What is offered but unfit,
// or in no city's folder, is told in the same way.
//
// The folder is a stranger's: no link is followed, names and sizes are bounded (folder_listing.h),
// only texts and pictures that are known by their place are taken, and no name of theirs becomes
// one of ours but those that a text mentions. Blocking; any thread. Errors: our own disk or the
// folder cannot be read or written; the caller removes `out`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/authoring/picture_fitness.h"
#include "kiosk/model/localized.h"
#include "kiosk/model/strings.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

inline constexpr std::size_t kMostOfficePictures = 900;  // each becomes two of a pack's files

// What the program's own words say where nobody is known.
[[nodiscard]] Localized unknown_author_in(const Strings& words);

struct OfficeFolderRequest {
  std::filesystem::path source;
  std::filesystem::path out;  // made; must be empty or absent
  // Its cache spares the build that follows from making every picture a second time.
  PictureMaking making;
  bool strict = false;
  bool take = false;         // the source is ours to spoil: pictures are moved, not copied
  Localized unknown_author;  // the credit of a photograph that names nobody
  std::vector<std::filesystem::path> known_packs;  // built; see known_pictures.h
};

struct AddedPicture {
  std::string file;     // as the office named it
  std::string placed;   // as it is named now: "photos/banjul/marche-albert.jpg"
  std::string caption;  // in the pack's default language
  std::string credit;
};

struct LeftOutPicture {
  std::string file;        // as the office, or the text that mentions it, named it
  bool mentioned = false;  // by a text, which it was taken out of
  PictureFault fault = PictureFault::kUnreadable;
  std::string what;    // no full stop
  std::string remedy;  // a sentence

  // "photos/banjul/a.jpg: what is wrong. What to do."
  [[nodiscard]] std::string sentence() const { return Problem{file, "", what, remedy}.sentence(); }
};

struct CityPictures {
  std::string city;  // id; empty: of no city
  std::vector<AddedPicture> added;
  std::vector<LeftOutPicture> left_out;
};

struct OfficeFolder {
  std::vector<CityPictures> cities;  // those with anything to tell, by id
  Problems problems;                 // sorted
  bool whole = true;                 // every text could be copied: a build finds what else is wrong
};

[[nodiscard]] PackResult<OfficeFolder> prepare_office_folder(const OfficeFolderRequest& request);

}  // namespace kiosk
