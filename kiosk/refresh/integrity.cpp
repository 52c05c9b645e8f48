#include "kiosk/refresh/integrity.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/manifest.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

// Twice a manifest: names of the same length with hashes of the same length, and some room.
constexpr std::size_t kLongestList = 2 * kMaxManifestBytes;

PackFailure spoilt_list(const fs::path& list) {
  return {FailureKind::kCorrupt,
          list.string() + ": the card or disk has spoilt it. Install the pack anew."};
}

// Every plain file's name under the folder that a pack may have, sorted.
PackResult<std::vector<std::string>> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().lexically_relative(folder).generic_string();
    // No pack holds another name, so nobody will ask for one.
    if (entry->is_regular_file(error) && is_pack_path(name)) names.push_back(std::move(name));
  }
  if (error) return tl::unexpected(failure_of(error.value(), folder, "cannot be read"));
  std::ranges::sort(names);
  return names;
}

}  // namespace

PackResult<void> write_installed_list(const fs::path& folder) {
  const fs::path list = folder / kInstalledFile;
  std::error_code ignored;
  fs::remove_all(list, ignored);  // a pack's own file of that name is no list of ours
  const auto names = names_in(folder);
  if (!names) return tl::unexpected(names.error());
  json files = json::array();
  for (const std::string& name : *names) {
    const auto hash = hash_of_file(folder / name);
    const auto size = fs::file_size(folder / name, ignored);
    if (!hash || ignored) return tl::unexpected(failure_of(EIO, folder / name, "cannot be read"));
    files.push_back({{"path", name}, {"size", size}, {"blake2b", *hash}});
  }
  const std::string sum = hash_of(files.dump());
  const json document{{"format", 1}, {"files", std::move(files)}, {"sum", sum}};
  // Not durably: the tree it lies in is synced as a whole, and is nothing before that.
  const OpenFile out(list, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (!out.opened() || !out.write(document.dump() + "\n")) {
    return tl::unexpected(failure_of(errno, list, "cannot be written"));
  }
  return {};
}

std::optional<std::vector<InstalledFiles::File>> InstalledFiles::files_from(
    const std::string& bytes) {
  const json document = json::parse(bytes, nullptr, false);
  if (!document.is_object() || bytes.size() > kLongestList) return std::nullopt;
  std::vector<File> files;
  try {
    const json& listed = document.at("files");
    if (document.at("format") != 1 || document.at("sum") != hash_of(listed.dump())) {
      return std::nullopt;
    }
    for (const json& item : listed) {
      files.push_back({item.at("path").get<std::string>(), item.at("size").get<std::uint64_t>(),
                       item.at("blake2b").get<std::string>(), std::nullopt});
    }
  } catch (const json::exception&) {
    return std::nullopt;
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

PackResult<InstalledFiles> InstalledFiles::of(const fs::path& folder) {
  const fs::path list = folder / kInstalledFile;
  InstalledFiles installed;
  installed.m_folder = folder;
  const auto bytes = read_whole(list, kLongestList);
  if (!bytes) return tl::unexpected(spoilt_list(list));
  if (!*bytes) return installed;
  auto files = files_from(**bytes);
  if (!files) return tl::unexpected(spoilt_list(list));
  installed.m_files = std::move(*files);
  return installed;
}

Wholeness InstalledFiles::look_at(const File& file) const {
  const fs::path place = m_folder / file.path;
  struct stat facts {};
  if (::stat(place.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode) ||
      static_cast<std::uint64_t>(facts.st_size) != file.size) {
    return Wholeness::kRotten;
  }
  const auto hash = hash_of_file(place);
  return hash && *hash == file.hash ? Wholeness::kWhole : Wholeness::kRotten;
}

Wholeness InstalledFiles::matches(const std::string& file) {
  const auto found = std::ranges::lower_bound(m_files, file, {}, &File::path);
  if (found == m_files.end() || found->path != file) return Wholeness::kUnknown;
  if (!found->found) found->found = look_at(*found);
  return *found->found;
}

Wholeness InstalledFiles::read_anew(std::size_t at) {
  File& file = m_files[at];
  {
    const OpenFile stream(m_folder / file.path, O_RDONLY | O_CLOEXEC);
    if (stream.opened()) ::posix_fadvise(stream.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
  }
  file.found = look_at(file);
  return *file.found;
}

std::optional<std::string> QuietCheck::check_next(InstalledFiles& files) {
  if (done(files)) return std::nullopt;
  const std::size_t at = m_next++;
  if (files.read_anew(at) != Wholeness::kRotten) return std::nullopt;
  return files.name(at);
}

std::optional<std::string> first_rotten(const fs::path& folder) {
  auto files = InstalledFiles::of(folder);
  if (!files) return kInstalledFile;
  for (std::size_t at = 0; at < files->count(); ++at) {
    if (files->read_anew(at) == Wholeness::kRotten) return files->name(at);
  }
  return std::nullopt;
}

bool is_whole(const fs::path& folder) { return !first_rotten(folder); }

}  // namespace kiosk
