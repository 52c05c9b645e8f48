#include "kiosk/refresh/inbox_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/refresh/stick_contents.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr std::size_t kLongestMemory = 256 * 1024;
constexpr std::size_t kLongestStamp = 200;
constexpr std::size_t kHashDigits = 8;  // of those at the end of an installed pack's folder

bool is_hidden(const fs::path& path, const fs::path& folder) {
  return std::ranges::any_of(path.lexically_relative(folder),
                             [](const fs::path& part) { return part.string().starts_with('.'); });
}

// Nothing: it is gone, or no file any more.
std::string stamp_of(const fs::path& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return {};
  const auto moment = [](const timespec& time) {
    return std::to_string(time.tv_sec) + "." + std::to_string(time.tv_nsec);
  };
  return std::to_string(facts.st_size) + " " + moment(facts.st_mtim) + " " + moment(facts.st_ctim) +
         " " + std::to_string(facts.st_ino);
}

std::vector<std::string> texts_in(const json& document, const char* field) {
  std::vector<std::string> texts;
  const auto found = document.find(field);
  if (found == document.end() || !found->is_array()) return texts;
  for (const json& entry : *found) {
    if (!entry.is_string() || texts.size() == kMostDealtWith) continue;
    std::string text = entry.get<std::string>();
    if (text.size() <= kLongestStamp) texts.push_back(std::move(text));
  }
  return texts;
}

void keep_last(std::vector<std::string>& texts) {
  if (texts.size() <= kMostDealtWith) return;
  texts.erase(texts.begin(), texts.end() - static_cast<std::ptrdiff_t>(kMostDealtWith));
}

}  // namespace

PackResult<std::vector<InboxFile>> files_in_inbox(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator(folder, error);
  if (error) return tl::unexpected(failure_of(error.value(), folder, "cannot be read"));
  const auto found = find_stick_contents(folder);
  if (!found) return fail(FailureKind::kFailed, folder.string() + ": it cannot be read.");
  std::vector<InboxFile> files;
  for (const StickItem& pack : found->packs) {
    if (is_hidden(pack.path, folder)) continue;
    InboxFile file{pack.path, pack.name, stamp_of(pack.path)};
    if (!file.stamp.empty()) files.push_back(std::move(file));
  }
  return files;
}

fs::path inbox_memory_file_of(const fs::path& state) { return state / "inbox.json"; }

InboxMemory read_inbox_memory(const fs::path& state) {
  const auto bytes = read_whole(inbox_memory_file_of(state), kLongestMemory);
  if (!bytes || !*bytes) return {};
  const json document = json::parse(**bytes, nullptr, false);
  if (!document.is_object()) return {};
  return {texts_in(document, "taken"), texts_in(document, "refused"), texts_in(document, "failed")};
}

PackResult<void> write_inbox_memory(const fs::path& state, InboxMemory memory) {
  for (auto* texts : {&memory.taken, &memory.refused, &memory.failed}) keep_last(*texts);
  const nlohmann::ordered_json document{
      {"taken", memory.taken}, {"refused", memory.refused}, {"failed", memory.failed}};
  return write_durably(inbox_memory_file_of(state), document.dump(1) + "\n");
}

InboxClaim claim_of(const fs::path& pack, const std::vector<PublicKey>& trusted) {
  InboxClaim claim;
  const auto reader = ArchiveReader::open(pack);
  if (!reader) return claim;
  claim.hash = hash_of(reader->manifest_bytes());
  claim.trusted = reader->verified_by(trusted).has_value();
  if (!claim.trusted) return claim;
  if (const auto manifest = reader->manifest()) claim.serial = manifest->serial;
  return claim;
}

bool was_here(const DeviceState& state, const std::string& hash) {
  if (hash.empty()) return false;
  if (state.current && state.current->hash == hash) return true;
  if (state.previous && state.previous->hash == hash) return true;
  const std::string ending = "." + hash.substr(0, kHashDigits);
  return std::ranges::any_of(state.given_up,
                             [&](const GivenUp& pack) { return pack.folder.ends_with(ending); });
}

}  // namespace kiosk
