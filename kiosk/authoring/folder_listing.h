// What lies in a stranger's folder, by name: no link is followed, nothing is opened, and only so
// many names are looked at. Blocking; any thread.
//
// A stick loses capitals, a Mac takes letters apart from their accents: so each name also has a
// key that is the same for all its spellings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr std::size_t kMostListedNames = 4000;  // twice what a pack may hold
inline constexpr int kMostListedDepth = 8;
inline constexpr std::uint64_t kMostListedBytes = 2048ULL * 1024 * 1024;

enum class ListedKind { kFile, kLink, kOther };  // kOther: a pipe, a device, a folder's name

struct ListedFile {
  std::string name;   // from the folder, '/' between its parts: its very bytes
  std::string key;    // of the name, see name_key()
  std::string shown;  // UTF-8 in NFC, nothing invisible
  ListedKind kind = ListedKind::kFile;
  std::uint64_t bytes = 0;
};

// Sorted by name; litter is left out, folders are there as kOther. More than the limits is
// kCorrupt, what cannot be read kFailed.
[[nodiscard]] PackResult<std::vector<ListedFile>> list_folder(const std::filesystem::path& folder);

// The same for every case and Unicode form of a name.
[[nodiscard]] std::string name_key(std::string_view name);
// The same for names that also differ by accents, blanks and signs: "Porto-Novo", "porto novo".
[[nodiscard]] std::string loose_key(std::string_view name);
// To be read by a person: composed, and what is invisible or broken as U+FFFD.
[[nodiscard]] std::string shown_name(std::string_view name);

}  // namespace kiosk
