#include "kiosk/pack/content_file.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "kiosk/base/litter.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxNames = 4000;  // of one folder: twice what a pack may hold

bool is_within(const fs::path& inner, const fs::path& outer) {
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

// Asked before real paths are: those look at every part of the whole path, of folder and file.
bool has_link(const fs::path& folder, const fs::path& relative) {
  std::error_code error;
  fs::path path = folder;
  return std::ranges::any_of(relative, [&](const fs::path& part) {
    path /= part;
    return fs::is_symlink(fs::symlink_status(path, error));
  });
}

// Where there is a link, it must not lead out.
bool lies_within(const fs::path& folder, const fs::path& relative) {
  if (!has_link(folder, relative)) return true;
  std::error_code no_folder;
  std::error_code no_file;
  const fs::path root = fs::canonical(folder, no_folder);
  const fs::path real = fs::canonical(folder / relative, no_file);
  return !no_folder && !no_file && is_within(real, root);
}

std::string no_such_file(const fs::path& folder, const std::string& name) {
  const std::size_t slash = name.rfind('/');
  const std::string subfolder = slash == std::string::npos ? "" : name.substr(0, slash);
  std::vector<std::string> candidates = list_content_files(folder, subfolder);
  if (!subfolder.empty()) {
    for (std::string& candidate : candidates) candidate.insert(0, subfolder + "/");
  }
  return "no such file " + in_quotes(name) + did_you_mean(name, candidates);
}

tl::unexpected<Refusal> refuse(std::string what, std::string remedy) {
  return tl::unexpected(Refusal{std::move(what), std::move(remedy)});
}

}  // namespace

tl::expected<ContentFile, Refusal> find_content_file(const fs::path& folder,
                                                     const std::string& name) {
  const fs::path relative(name);
  const bool climbs = std::ranges::find(relative, fs::path("..")) != relative.end();
  if (name.empty() || name.find('\0') != std::string::npos || relative.is_absolute() || climbs) {
    return refuse(in_quotes(name) + " does not lie inside the content folder",
                  "Copy the file into the folder and name it from there.");
  }
  std::error_code error;
  const fs::path path = folder / relative;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return refuse(no_such_file(folder, name), "Put the file there or correct the name.");
  }
  if (!lies_within(folder, relative)) {
    return refuse(in_quotes(name) + " is a link that leads out of the content folder",
                  "Replace the link by the file itself.");
  }
  if (!fs::is_regular_file(status)) {
    return refuse(in_quotes(name) + " is not a file", "Give the name of a file.");
  }
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (error) {
    return refuse(in_quotes(name) + " cannot be read: " + error.message(),
                  "Check its permissions.");
  }
  return ContentFile{path, bytes};
}

tl::expected<std::string, Refusal> read_content_file(const fs::path& folder,
                                                     const std::string& name,
                                                     std::uintmax_t limit) {
  const auto found = find_content_file(folder, name);
  if (!found) return tl::unexpected(found.error());
  return read_plain_file(found->path, limit);
}

tl::expected<std::string, Refusal> read_plain_file(const fs::path& file, std::uintmax_t limit) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error == std::errc::no_such_file_or_directory) {
    return refuse("there is no such file", "Check its name and its place.");
  }
  if (error) return refuse("it cannot be read: " + error.message(), "Check the path.");
  // One byte more than allowed is enough to know: the file may still be growing.
  std::string bytes(static_cast<std::size_t>(std::min(size, limit) + 1), '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream.is_open() || stream.bad()) {
    return refuse("it cannot be read", "Check its permissions and copy it again.");
  }
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  if (size > limit || bytes.size() > limit) {
    return refuse("it is " + std::to_string(std::max<std::uintmax_t>(size, bytes.size())) +
                      " bytes large, more than " + std::to_string(limit),
                  "Make it smaller.");
  }
  return bytes;
}

std::vector<std::string> list_content_files(const fs::path& folder, const std::string& subfolder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(folder / subfolder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with('.') || is_litter(name) || entry->is_directory(error)) continue;
    if (names.size() >= kMaxNames) break;
    names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace kiosk
