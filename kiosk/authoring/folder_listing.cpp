#include "kiosk/authoring/folder_listing.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>
#include <utility>

#include "kiosk/base/litter.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using Text = std::unique_ptr<char, decltype(&g_free)>;

// Bytes that are no UTF-8 become U+FFFD.
std::string normalised(std::string_view name, GNormalizeMode mode) {
  const Text valid(g_utf8_make_valid(name.data(), static_cast<gssize>(name.size())), &g_free);
  const Text form(g_utf8_normalize(valid.get(), -1, mode), &g_free);
  return form == nullptr ? std::string() : std::string(form.get());
}

bool is_invisible(gunichar letter) {
  const GUnicodeType type = g_unichar_type(letter);
  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

class Listing {
 public:
  explicit Listing(const fs::path& folder) : m_folder(folder) {}

  [[nodiscard]] PackResult<void> add(const std::string& within, int depth) {
    std::error_code error;
    fs::directory_iterator entry(m_folder / within, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      const std::string own = entry->path().filename().string();
      if (is_litter(own)) continue;
      if (m_files.size() >= kMostListedNames || depth >= kMostListedDepth) return too_many();
      auto added = add_entry(within.empty() ? own : within + "/" + own, depth);
      if (!added) return added;
    }
    if (error) return unreadable(within, error);
    return {};
  }
  [[nodiscard]] std::vector<ListedFile> take() {
    std::ranges::sort(m_files, {}, &ListedFile::name);
    return std::move(m_files);
  }

 private:
  [[nodiscard]] PackResult<void> add_entry(const std::string& name, int depth) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(m_folder / name, error);
    if (error) return unreadable(name, error);
    ListedFile file{name, name_key(name), shown_name(name), ListedKind::kOther, 0};
    if (fs::is_symlink(status)) file.kind = ListedKind::kLink;
    if (fs::is_regular_file(status)) {
      file.kind = ListedKind::kFile;
      file.bytes = fs::file_size(m_folder / name, error);
      if (error) return unreadable(name, error);
      m_bytes += file.bytes;
      if (m_bytes > kMostListedBytes) return too_many();
    }
    m_files.push_back(std::move(file));
    return fs::is_directory(status) ? add(name, depth + 1) : PackResult<void>();
  }
  [[nodiscard]] tl::unexpected<PackFailure> too_many() const {
    return fail(FailureKind::kCorrupt,
                m_folder.string() + ": the folder holds more than " +
                    std::to_string(kMostListedNames) + " names, more than " +
                    std::to_string(kMostListedBytes >> 20U) + " MiB, or folders more than " +
                    std::to_string(kMostListedDepth) + " deep. Keep only the exhibition in it.");
  }
  [[nodiscard]] tl::unexpected<PackFailure> unreadable(const std::string& name,
                                                       const std::error_code& error) const {
    return fail(FailureKind::kFailed, (m_folder / name).string() + ": cannot be read: " +
                                          error.message() + ". Copy the folder again.");
  }

  const fs::path& m_folder;
  std::vector<ListedFile> m_files;
  std::uint64_t m_bytes = 0;
};

}  // namespace

PackResult<std::vector<ListedFile>> list_folder(const fs::path& folder) {
  Listing listing(folder);
  if (auto added = listing.add("", 0); !added) return tl::unexpected(std::move(added.error()));
  return listing.take();
}

std::string name_key(std::string_view name) {
  const Text lower(g_utf8_casefold(normalised(name, G_NORMALIZE_ALL).c_str(), -1), &g_free);
  return normalised(lower.get(), G_NORMALIZE_ALL_COMPOSE);
}

std::string loose_key(std::string_view name) {
  const std::string apart = normalised(name_key(name), G_NORMALIZE_ALL);
  std::string key;
  for (const char* at = apart.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);
    if (!g_unichar_isalnum(letter)) continue;
    key.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
  }
  return key;
}

std::string shown_name(std::string_view name) {
  const std::string form = normalised(name, G_NORMALIZE_NFC);
  std::string text;
  for (const char* at = form.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    if (is_invisible(g_utf8_get_char(at))) {
      text += "\xEF\xBF\xBD";
    } else {
      text.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
  }
  return text;
}

}  // namespace kiosk
