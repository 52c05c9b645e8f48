// Loading a content folder: every file, every schema, every reference, and then
// either a Pack or all that is wrong with it, at once and in a stable order.
//
// Who calls it: the kiosk's start and show, kiosk-pack, refresh/. Blocking: it reads all texts, and
// the pictures of an author's folder, for the hash. Those of a built pack are never read: a start
// costs the same whether they are ten megabytes or ten gigabytes. Safe on a stranger's folder:
// bounded, and no name in it leads out of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "kiosk/model/pack.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

inline constexpr std::size_t kMaxPictureBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kMaxFiles = 2000;
inline constexpr std::size_t kMaxTextBytes = 32 * 1024 * 1024;  // of all JSON files together
inline constexpr std::size_t kMaxProblems = 2000;  // told; after as many, reading on ends

// Whether a folder has still to prove itself. At the door (authoring, import, a folder named by
// hand) it is held to every limit, and each of its pictures is looked for. One that was accepted is
// an installed pack, every byte of which was checked before it could be shown, or came with the
// program. Of such a one its pictures.json is believed: to ask the disk for each of thousands of
// pictures would take longer than the first picture does. One that is not there shows as a tile,
// and the guard finds it (refresh/pack_guard.h). Nor has it to fit the limits of what travels:
// those keep strangers from keeping us busy, and are asked at the door.
enum class PackStanding { kAtTheDoor, kAccepted };

// How many files a pack of that standing may name.
[[nodiscard]] std::size_t most_files(PackStanding standing);

// PackValues::hash is the hex BLAKE2b-256 of one line "<path> <hex BLAKE2b-256>\n" for
// each content file, sorted by path: the JSON, and an author's pictures. A built pack's are named
// by their content, so that its pictures.json stands for them.
// A folder with a pictures.json is a built pack: its pictures are those files. Without one it
// is its author's folder, and the pack has no picture to show until it is built.
[[nodiscard]] tl::expected<Pack, Problems> load_pack(
    const std::filesystem::path& folder, PackStanding standing = PackStanding::kAtTheDoor);

// A picture or a text as its file has it, for whoever checks more than the loader does.
struct PhotoMention {
  std::string file;  // "cities/banjul.json"
  std::string path;  // "photos[2]"
  CityId city;
  Photo photo;
};
struct TextMention {
  std::string file;
  std::string path;
  Localized text;
};

struct ContentReading {
  std::optional<Pack> pack;  // nothing if there are problems
  Problems problems;
  std::vector<PhotoMention> photos;
  std::vector<TextMention> texts;
  std::vector<std::string> files;  // JSON files that were read, in reading order
};
[[nodiscard]] ContentReading read_content(const std::filesystem::path& folder);

}  // namespace kiosk
