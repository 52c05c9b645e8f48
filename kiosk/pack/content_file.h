// The files of a content folder: plain files inside it, and nothing else. A pack
// is a stranger's: a name in it must not lead the program to any other file.
//
// Links are followed as long as they stay inside. Names are compared as the file
// system does. Who calls it: load_pack, load_strings. Reads the disk; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace kiosk {

struct Refusal {
  std::string what;
  std::string remedy;
};

struct ContentFile {
  std::filesystem::path path;
  std::uintmax_t bytes = 0;
};

// `name` is relative to the folder, with '/' between its parts.
[[nodiscard]] tl::expected<ContentFile, Refusal> find_content_file(
    const std::filesystem::path& folder, const std::string& name);

[[nodiscard]] tl::expected<std::string, Refusal> read_content_file(
    const std::filesystem::path& folder, const std::string& name, std::uintmax_t limit);

// Any one file, wherever it lies. A disk that fails is a refusal, where streams by themselves
// would throw.
[[nodiscard]] tl::expected<std::string, Refusal> read_plain_file(const std::filesystem::path& file,
                                                                 std::uintmax_t limit);

// The names in folder/subfolder that could be meant by someone, sorted: no hidden
// files and no litter that other systems leave on sticks. Empty if there is none.
[[nodiscard]] std::vector<std::string> list_content_files(const std::filesystem::path& folder,
                                                          const std::string& subfolder);

}  // namespace kiosk
