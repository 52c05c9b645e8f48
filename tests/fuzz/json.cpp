// Harness "json": a stranger's JSON through parse_document(), and through parse_manifest()
// what looks like a manifest.
#include <algorithm>
#include <string>

#include "kiosk/pack/json_document.h"
#include "kiosk/pack/manifest.h"
#include "tests/fuzz/fuzz_target.h"

namespace kiosk::fuzz {

namespace {

using nlohmann::json;

void demand_limits(const json& value, std::size_t depth) {
  demand(!value.is_structured() || depth <= kMaxDepth, "a document is no deeper than allowed");
  if (value.is_string()) {
    demand(value.get_ref<const std::string&>().size() <= kMaxStringBytes, "texts within limits");
  }
  if (!value.is_structured()) return;
  demand(value.size() <= kMaxMembers, "members within limits");
  for (const json& child : value) demand_limits(child, depth + 1);
}

void demand_manifest(std::string_view input) {
  const auto manifest = parse_manifest(input);
  if (!manifest) return demand_sentence(manifest.error().message);
  demand(manifest->serial >= 0 && manifest->files.size() <= kMaxPackFiles, "a manifest's numbers");
  for (const ManifestFile& file : manifest->files) {
    demand(is_pack_path(file.path) && file.blake2b.size() == 64, "a manifest's files");
  }
  const std::string written = to_json(*manifest);
  const auto again = parse_manifest(written);
  demand(again && to_json(*again) == written, "a manifest is read as it was written");
}

}  // namespace

void run_one(std::string_view input) {
  static const std::string kName = "cities/a.json";
  const auto document = parse_document(input, kName);
  if (!document) {
    demand_sentence(document.error().sentence());
  } else {
    demand_limits(*document, 1);
    if (one_in(8, input)) {
      const auto again = parse_document(document->dump(), kName);
      demand(again && *again == *document, "a document is read as it was written");
    }
  }
  if (input.find("format") != std::string_view::npos) demand_manifest(input);
}

}  // namespace kiosk::fuzz
