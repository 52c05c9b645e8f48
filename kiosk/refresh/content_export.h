// "Copy content to the stick": what the kiosk shows, as a plain folder that an office can edit on
// any PC and bring back (authoring/office_folder.h): all texts, the pictures, the schemas for
// editors, and a page that says how.
//
// Pictures are the author's own where the program has them, else those that were built. A built
// picture lies by the name that its text gives it; where that name's ending would lie about it, as
// of a drawing, ".jpg" stands behind: the text itself is not changed, so that what comes back
// unchanged gives the same pack to the byte.
//
// Written beside its place under a name that nobody takes for content, synced (each file, each
// folder), renamed, and the stick's root synced: only then is it said to be done. What is there by
// that name is kept if it is the same to the byte, else renamed to "kiosk-content (1)" and so on;
// nothing of the office's is ever overwritten. A failure is one sentence, and takes back what was
// begun as far as the stick still answers.
//
// Blocking; any thread, one at a time a stick. `progress` is called on the caller's thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/base/language.h"
#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr const char* kOfficeFolder = "kiosk-content";

struct ContentExport {
  std::filesystem::path built;            // the pack that is shown, built
  std::filesystem::path originals;        // its author's folder; empty: there is none
  std::filesystem::path program_content;  // holds schema/ and office/: the program's own content/
  Language language = Language::kFrench;  // of the guide
  std::filesystem::path stick;            // its root, mounted for writing
  std::function<void(std::uint64_t bytes, std::uint64_t of)> progress = {};
};

struct ExportReport {
  std::filesystem::path folder;
  bool was_there = false;  // the very same; nothing was written
  std::string moved_to;    // the name that an older folder bears now; empty: there was none
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

[[nodiscard]] PackResult<ExportReport> export_content(const ContentExport& request);

// "LISEZ-MOI.txt", "README.txt"... Tamazight has no guide of its own and gets the Arabic one.
[[nodiscard]] std::string guide_name(Language language);
// As Notepad shows it right: a byte order mark, and CRLF.
[[nodiscard]] std::string for_notepad(std::string_view text);

}  // namespace kiosk
