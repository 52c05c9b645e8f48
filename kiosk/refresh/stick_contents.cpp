#include "kiosk/refresh/stick_contents.h"

#include <dirent.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "kiosk/base/litter.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPackSuffix = ".kpack";
constexpr std::string_view kRevocationSuffix = ".revoke";
constexpr std::string_view kContentFolderName = "kiosk-content";

using Text = std::unique_ptr<char, decltype(&g_free)>;

// Bytes that are no UTF-8 become U+FFFD.
std::string normalised(std::string_view name, GNormalizeMode mode) {
  const Text valid(g_utf8_make_valid(name.data(), static_cast<gssize>(name.size())), &g_free);
  const Text form(g_utf8_normalize(valid.get(), -1, mode), &g_free);
  return form == nullptr ? std::string{} : std::string(form.get());
}

// The same for every case and form of a name, full-width letters included.
std::string folded(std::string_view name) {
  const Text lower(g_utf8_casefold(normalised(name, G_NORMALIZE_ALL).c_str(), -1), &g_free);
  return normalised(lower.get(), G_NORMALIZE_ALL);
}

// Marks that turn or hide text would let a name pose as another.
bool is_invisible(gunichar letter) {
  const GUnicodeType type = g_unichar_type(letter);
  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

std::string shown(std::string_view name) {
  const std::string form = normalised(name, G_NORMALIZE_NFC);
  std::string text;
  for (const char* at = form.c_str(); *at != 0; at = g_utf8_next_char(at)) {
    if (is_invisible(g_utf8_get_char(at))) {
      text += "\xEF\xBF\xBD";
    } else {
      text.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
  }
  return text;
}

enum class Meant { kNothing, kPack, kPackFolder, kContentFolder, kRevocation, kNearly };

Meant meant_as(std::string_view name) {
  const std::string plain = folded(name);
  if (plain == kPackFolderName) return Meant::kPackFolder;
  if (plain == kContentFolderName) return Meant::kContentFolder;
  if (plain.size() > kPackSuffix.size() && plain.ends_with(kPackSuffix)) return Meant::kPack;
  const bool revocation =
      plain.size() > kRevocationSuffix.size() && plain.ends_with(kRevocationSuffix);
  if (revocation) return Meant::kRevocation;
  // "a.kpack.zip", "a.kpack (1)", "kiosk-content.zip", "kiosk_content", "kiosk content 2"
  const bool nearly =
      plain.find(kPackSuffix) != std::string::npos ||
      (plain.starts_with(kPackFolderName) && plain.find("content") != std::string::npos);
  return nearly ? Meant::kNearly : Meant::kNothing;
}

struct Listed {
  std::string name;
  struct stat facts {};
};

struct Listing {
  std::vector<Listed> entries;  // without litter and links
  bool cut_short = false;
};

tl::unexpected<Error> unreadable(const fs::path& folder, int error) {
  const bool pulled = error == ENOENT || error == ENODEV || error == ENXIO || error == ENOTDIR;
  if (pulled) return fail(folder.string() + ": the stick was taken out. Plug it in again.");
  return fail(folder.string() + ": the stick cannot be read: " + std::strerror(error) +
              ". Plug it in again, or copy the files to another stick.");
}

class OpenFolder {
 public:
  explicit OpenFolder(int descriptor) : m_descriptor(descriptor) {
    if (descriptor >= 0) m_stream = ::fdopendir(descriptor);
  }
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  ~OpenFolder() {
    if (m_stream != nullptr) {
      ::closedir(m_stream);
    } else if (m_descriptor >= 0) {
      ::close(m_descriptor);
    }
  }
  [[nodiscard]] DIR* stream() const { return m_stream; }
  [[nodiscard]] int descriptor() const { return m_descriptor; }

 private:
  int m_descriptor;
  DIR* m_stream = nullptr;
};

Result<Listing> list(int descriptor, const fs::path& folder) {
  const int opened = errno;
  const OpenFolder open(descriptor);
  if (open.stream() == nullptr) return unreadable(folder, descriptor < 0 ? opened : errno);
  Listing listing;
  for (std::size_t count = 0;; ++count) {
    errno = 0;
    const dirent* entry = ::readdir(open.stream());
    if (entry == nullptr && errno != 0) return unreadable(folder, errno);
    if (entry == nullptr) return listing;
    if (count == kMostNamesLookedAt + 2) {  // and "." and ".."
      listing.cut_short = true;
      return listing;
    }
    Listed listed{entry->d_name, {}};
    if (is_litter(listed.name) || meant_as(listed.name) == Meant::kNothing) continue;
    if (::fstatat(open.descriptor(), entry->d_name, &listed.facts, AT_SYMLINK_NOFOLLOW) != 0) {
      // A name that is listed and not there: a damaged file system, or a pulled stick.
      return unreadable(folder / listed.name, errno);
    }
    listing.entries.push_back(std::move(listed));
  }
}

StickItem item_of(const fs::path& folder, const std::string& within, const Listed& listed) {
  StickItem item;
  item.path = folder / listed.name;
  item.name = within + shown(listed.name);
  item.size = S_ISREG(listed.facts.st_mode) ? static_cast<std::uint64_t>(listed.facts.st_size) : 0;
  item.changed_at = listed.facts.st_mtim.tv_sec;
  return item;
}

// `within`: "" at the root, else the folder's shown name and a slash.
void gather(const Listing& listing, const fs::path& folder, const std::string& within,
            StickContents& contents) {
  contents.cut_short = contents.cut_short || listing.cut_short;
  for (const Listed& listed : listing.entries) {
    const Meant meant = meant_as(listed.name);
    const bool is_folder = S_ISDIR(listed.facts.st_mode);
    if (meant == Meant::kPack && S_ISREG(listed.facts.st_mode)) {
      contents.packs.push_back(item_of(folder, within, listed));
    } else if (meant == Meant::kRevocation) {
      if (!is_folder) contents.revocations.push_back(item_of(folder, within, listed));
    } else if (meant == Meant::kContentFolder && is_folder && within.empty()) {
      contents.folders.push_back(item_of(folder, within, listed));
    } else if (meant != Meant::kPackFolder) {
      contents.nearly.push_back(within + shown(listed.name));
    }
  }
}

template <typename Item, typename Name>
void sort_and_cut(std::vector<Item>& items, std::size_t most, const Name& name_of,
                  bool& cut_short) {
  std::vector<std::pair<std::string, Item>> keyed;
  for (Item& item : items) keyed.emplace_back(folded(name_of(item)), std::move(item));
  std::sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return name_of(a.second) < name_of(b.second);
  });
  items.clear();
  for (auto& [key, item] : keyed) {
    if (items.size() == most) {
      cut_short = true;
      return;
    }
    items.push_back(std::move(item));
  }
}

void sort_all(StickContents& contents) {
  // The bytes of the path, since two names on the stick may look the same.
  const auto by_path = [](const StickItem& item) -> const std::string& {
    return item.path.native();
  };
  const auto by_name = [](const std::string& name) -> const std::string& { return name; };
  sort_and_cut(contents.packs, kMostStickItems, by_path, contents.cut_short);
  sort_and_cut(contents.folders, kMostStickItems, by_path, contents.cut_short);
  sort_and_cut(contents.revocations, kMostStickItems, by_path, contents.cut_short);
  bool more_misses = false;  // nobody misses a miss
  sort_and_cut(contents.nearly, kMostNearMisses, by_name, more_misses);
}

constexpr int kListing = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

}  // namespace

Result<StickContents> find_stick_contents(const fs::path& root) {
  StickContents contents;
  const int opened = ::open(root.c_str(), kListing);
  const Result<Listing> top = list(opened, root);
  if (!top) return tl::unexpected(top.error());
  gather(*top, root, "", contents);
  for (const Listed& listed : top->entries) {
    const bool inner = meant_as(listed.name) == Meant::kPackFolder && S_ISDIR(listed.facts.st_mode);
    if (!inner) continue;
    const fs::path folder = root / listed.name;
    const Result<Listing> listing = list(::open(folder.c_str(), kListing | O_NOFOLLOW), folder);
    if (!listing) return tl::unexpected(listing.error());
    gather(*listing, folder, shown(listed.name) + "/", contents);
  }
  sort_all(contents);
  return contents;
}

}  // namespace kiosk
