#include "kiosk/pack/manifest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "kiosk/pack/json_document.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

namespace {

using nlohmann::json;

tl::unexpected<PackFailure> corrupt(const std::string& what,
                                    const std::string& remedy = "Build the pack again.") {
  return fail(FailureKind::kCorrupt, std::string(kManifestFile) + ": " + what + ". " + remedy);
}

bool is_hash(const std::string& text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Takes fields out of one object and remembers the first that is not as it must be.
class Fields {
 public:
  Fields(const json& object, std::string place) : m_object(object), m_place(std::move(place)) {}

  template <typename T>
  void take(const char* field, T& into) {
    if (m_wrong) return;
    const std::string place = m_place.empty() ? field : m_place + "." + field;
    const auto found = m_object.find(field);
    if (found == m_object.end()) {
      m_wrong = place + ": it is missing";
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!found->is_string()) m_wrong = place + ": it must be a text";
    } else {
      const bool whole = found->is_number_integer() && found->template get<std::int64_t>() >= 0;
      if (!whole) m_wrong = place + ": it must be a whole number from 0";
    }
    if (!m_wrong) into = found->template get<T>();
  }
  [[nodiscard]] const std::optional<std::string>& wrong() const { return m_wrong; }

 private:
  const json& m_object;
  std::string m_place;
  std::optional<std::string> m_wrong;
};

using Version = std::array<int, 3>;

// "1.20.3", each of at most six digits.
std::optional<Version> version_of(std::string_view text) {
  constexpr std::size_t kMostDigits = 6;
  Version version{};
  for (std::size_t part = 0; part < version.size(); ++part) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > kMostDigits) return std::nullopt;
    std::from_chars(text.data(), text.data() + digits, version.at(part));
    text.remove_prefix(digits);
    if (part + 1 == version.size()) break;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  if (!text.empty()) return std::nullopt;
  return version;
}

// Texts are read by the loader and pictures are made anew in the sandbox, by this type: it must
// not be possible to have one taken for the other.
bool fits_type(const ManifestFile& file) {
  return (file.type == kTextType && file.path.ends_with(".json")) ||
         (file.type == kPictureType && file.path.ends_with(".jpg"));
}

// What is wrong with an entry, for the place where it stands.
std::optional<std::string> take_file(const json& entry, const std::string& place,
                                     ManifestFile& file) {
  if (!entry.is_object()) return place + ": it must be an object";
  Fields fields(entry, place);
  fields.take("path", file.path);
  fields.take("size", file.size);
  fields.take("blake2b", file.blake2b);
  fields.take("type", file.type);
  if (fields.wrong()) return fields.wrong();
  if (!is_pack_path(file.path)) {
    return place + ".path: " + in_quotes(file.path) + " is no name for a file in a pack";
  }
  if (!is_hash(file.blake2b)) {
    return place + ".blake2b: " + in_quotes(file.path) + " has no valid hash";
  }
  if (!fits_type(file)) {
    return place + ".type: " + in_quotes(file.path) + " cannot be of type " + in_quotes(file.type);
  }
  return std::nullopt;
}

// A name that stands for a file and for the folder of another.
std::optional<std::string> file_and_folder(const std::set<std::string>& names) {
  for (const std::string& name : names) {
    for (std::size_t at = name.find('/'); at != std::string::npos; at = name.find('/', at + 1)) {
      if (names.contains(name.substr(0, at))) return name.substr(0, at);
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_pack_path(std::string_view path) {
  if (path.empty() || path.size() > kMaxPackPathBytes || path.ends_with('/')) return false;
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (!plain(path.front())) return false;
  if (path.find("..") != std::string_view::npos || path.find("//") != std::string_view::npos ||
      path.find("/.") != std::string_view::npos) {
    return false;
  }
  return std::ranges::all_of(
      path, [&](char c) { return plain(c) || c == '_' || c == '.' || c == '/' || c == '-'; });
}

std::string to_json(const Manifest& manifest) {
  nlohmann::ordered_json document{{"format", 1},
                                  {"pack_id", manifest.pack_id},
                                  {"serial", manifest.serial},
                                  {"created", manifest.created},
                                  {"min_app", manifest.min_app}};
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back(
        {{"path", file.path}, {"size", file.size}, {"blake2b", file.blake2b}, {"type", file.type}});
  }
  document["files"] = std::move(files);
  return document.dump(1) + "\n";
}

namespace {

PackResult<void> take_files(const json& files, Manifest& manifest) {
  if (!files.is_array()) return corrupt("files: it must be a list");
  if (files.size() > kMaxPackFiles) return corrupt("files: it lists more than 2000 files");
  std::set<std::string> seen{kManifestFile, kSignatureFile};
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string place = joined("files", i);
    ManifestFile file;
    if (auto wrong = take_file(files[i], place, file)) return corrupt(*wrong);
    if (!seen.insert(file.path).second) {
      return corrupt(place + ".path: " + in_quotes(file.path) + " is listed twice");
    }
    manifest.files.push_back(std::move(file));
  }
  if (const auto both = file_and_folder(seen)) {
    return corrupt("files: " + in_quotes(*both) + " is a file and a folder");
  }
  return {};
}

PackResult<void> check_head(std::int64_t format, const Manifest& manifest) {
  if (format != 1) {
    return corrupt("format: it is " + std::to_string(format) + ", and this program knows 1");
  }
  if (!is_id(manifest.pack_id)) {
    return corrupt("pack_id: " + in_quotes(manifest.pack_id) +
                   " is no id: small letters, digits and - only");
  }
  const auto needed = version_of(manifest.min_app);
  if (!needed) return corrupt("min_app: " + in_quotes(manifest.min_app) + " is no version");
  if (*needed > *version_of(KIOSK_VERSION)) {
    return corrupt(
        "min_app: the pack needs kiosk " + manifest.min_app + ", and this is " + KIOSK_VERSION,
        "Update the program first.");
  }
  return {};
}

}  // namespace

PackResult<Manifest> parse_manifest(std::string_view bytes) {
  if (bytes.size() > kMaxManifestBytes) return corrupt("it is larger than 1 MiB");
  const auto document = parse_document(bytes, kManifestFile);
  if (!document) {
    const Problem& problem = document.error();
    return corrupt((problem.path.empty() ? "" : problem.path + ": ") + problem.what);
  }
  if (!document->is_object()) return corrupt("it must be an object");
  Manifest manifest;
  std::int64_t format = 0;
  Fields fields(*document, "");
  fields.take("format", format);
  fields.take("pack_id", manifest.pack_id);
  fields.take("serial", manifest.serial);
  fields.take("created", manifest.created);
  fields.take("min_app", manifest.min_app);
  if (fields.wrong()) return corrupt(*fields.wrong());
  if (auto fine = check_head(format, manifest); !fine) return tl::unexpected(fine.error());
  const auto files = document->find("files");
  if (files == document->end()) return corrupt("files: it is missing");
  if (auto taken = take_files(*files, manifest); !taken) return tl::unexpected(taken.error());
  return manifest;
}

}  // namespace kiosk
