#include "kiosk/pack/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/pack/json_document.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

namespace {

using nlohmann::json;

tl::unexpected<PackFailure> corrupt(const std::string& what) {
  return fail(FailureKind::kCorrupt,
              std::string(kManifestFile) + ": " + what + ". Build the pack again.");
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

template <typename T>
bool take(const json& object, const char* field, T& into) {
  const auto found = object.find(field);
  if (found == object.end()) return false;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!found->is_string()) return false;
  } else {
    if (!found->is_number_integer() || found->template get<std::int64_t>() < 0) return false;
  }
  into = found->template get<T>();
  return true;
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

PackResult<Manifest> parse_manifest(std::string_view bytes) {
  if (bytes.size() > kMaxManifestBytes) return corrupt("it is larger than 1 MiB");
  const auto document = parse_document(bytes, kManifestFile);
  if (!document) return fail(FailureKind::kCorrupt, document.error().sentence());
  Manifest manifest;
  std::int64_t format = 0;
  if (!document->is_object() || !take(*document, "format", format) ||
      !take(*document, "pack_id", manifest.pack_id) ||
      !take(*document, "serial", manifest.serial) ||
      !take(*document, "created", manifest.created) ||
      !take(*document, "min_app", manifest.min_app) || !document->contains("files") ||
      !(*document)["files"].is_array()) {
    return corrupt("a field is missing or of the wrong kind");
  }
  if (format != 1) {
    return corrupt("it has format " + std::to_string(format) + ", and this program knows format 1");
  }
  if (!is_id(manifest.pack_id)) return corrupt(in_quotes(manifest.pack_id) + " is no pack id");
  const json& files = (*document)["files"];
  if (files.size() > kMaxPackFiles) return corrupt("it lists more than 2000 files");
  std::set<std::string> seen{kManifestFile, kSignatureFile};
  for (const json& entry : files) {
    ManifestFile file;
    if (!entry.is_object() || !take(entry, "path", file.path) || !take(entry, "size", file.size) ||
        !take(entry, "blake2b", file.blake2b) || !take(entry, "type", file.type)) {
      return corrupt("an entry of files is incomplete");
    }
    if (!is_pack_path(file.path)) return corrupt(in_quotes(file.path) + " is no name for a file");
    if (!is_hash(file.blake2b)) return corrupt(in_quotes(file.path) + " has no valid hash");
    if (!seen.insert(file.path).second) return corrupt(in_quotes(file.path) + " is listed twice");
    manifest.files.push_back(std::move(file));
  }
  return manifest;
}

}  // namespace kiosk
