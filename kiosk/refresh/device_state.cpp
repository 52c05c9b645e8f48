#include "kiosk/refresh/device_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "kiosk/refresh/durable_files.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr const char* kStateFile = "state.json";
constexpr std::size_t kLongestState = 1024 * 1024;
constexpr std::size_t kLongestKey = 4096;

json to_json(const std::optional<InstalledPack>& pack) {
  if (!pack) return nullptr;
  return {{"folder", pack->folder},
          {"id", pack->id},
          {"serial", pack->serial},
          {"hash", pack->hash},
          {"origin", pack->origin == PackOrigin::kArchive ? "archive" : "folder"},
          {"signer", pack->signer}};
}

// A name of one folder and nothing else: what stands in the file must not lead elsewhere.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && !name.starts_with('.');
}

std::optional<InstalledPack> pack_from(const json& value) {
  if (!value.is_object()) return std::nullopt;
  InstalledPack pack;
  pack.folder = value.value("folder", "");
  pack.id = value.value("id", "");
  pack.serial = value.value("serial", std::int64_t{0});
  pack.hash = value.value("hash", "");
  pack.origin = value.value("origin", "") == "folder" ? PackOrigin::kFolder : PackOrigin::kArchive;
  pack.signer = value.value("signer", "");
  if (!is_plain_name(pack.folder)) return std::nullopt;
  return pack;
}

std::optional<DeviceState> state_from(const std::string& bytes) {
  const json document = json::parse(bytes, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  DeviceState state;
  try {
    if (document.value("format", 0) != 1) return std::nullopt;
    state.current = pack_from(document.value("current", json()));
    state.previous = pack_from(document.value("previous", json()));
    const json floors = document.value("floors", json::object());
    for (const auto& [id, serial] : floors.items()) {
      if (serial.is_number_integer()) state.floors[id] = serial.get<std::int64_t>();
    }
  } catch (const json::exception&) {
    return std::nullopt;
  }
  return state;
}

}  // namespace

fs::path state_file_of(const fs::path& folder) { return folder / kStateFile; }

PackResult<DeviceState> read_device_state(const fs::path& folder) {
  const fs::path file = state_file_of(folder);
  const auto bytes = read_whole(file, kLongestState);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!*bytes) return DeviceState{};
  auto state = (*bytes)->size() > kLongestState ? std::nullopt : state_from(**bytes);
  if (!state) {
    return fail(FailureKind::kFailed,
                file.string() + ": cannot be understood. Remove it: the bundled content is shown.");
  }
  return std::move(*state);
}

PackResult<void> write_device_state(const fs::path& folder, const DeviceState& state) {
  json floors = json::object();
  for (const auto& [id, serial] : state.floors) floors[id] = serial;
  const json document{{"format", 1},
                      {"current", to_json(state.current)},
                      {"previous", to_json(state.previous)},
                      {"trial", nullptr},
                      {"floors", floors}};
  return write_durably(state_file_of(folder), document.dump(1) + "\n");
}

std::vector<PublicKey> trusted_keys_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entry(folder / "trusted_keys", error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".pub") files.push_back(entry->path());
  }
  std::ranges::sort(files);
  std::vector<PublicKey> keys;
  for (const fs::path& file : files) {
    const auto bytes = read_whole(file, kLongestKey);
    if (!bytes || !*bytes) continue;
    if (const auto key = parse_public_key(**bytes)) keys.push_back(*key);
  }
  return keys;
}

std::vector<fs::path> shown_packs(const fs::path& folder) {
  std::vector<fs::path> found;
  const auto state = read_device_state(folder);
  // Rolled back to the bundled pack, a device must not show the one it left.
  if (!state || !state->current) return found;
  std::error_code error;
  for (const auto& pack : {state->current, state->previous}) {
    if (!pack) continue;
    const fs::path place = folder / "packs" / pack->folder;
    if (fs::is_directory(place, error)) found.push_back(place);
  }
  return found;
}

}  // namespace kiosk
