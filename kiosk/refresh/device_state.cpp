#include "kiosk/refresh/device_state.h"

#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "kiosk/durable/durable_files.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr const char* kStateFile = "state.json";
constexpr std::size_t kLongestState = 1024 * 1024;

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

json to_json(const std::optional<Trial>& trial) {
  if (!trial) return nullptr;
  return {{"folder", trial->folder}, {"starts", trial->starts}};
}

std::optional<Trial> trial_from(const json& value) {
  if (!value.is_object()) return std::nullopt;
  Trial trial{value.value("folder", ""), value.value("starts", 0)};
  if (!is_plain_name(trial.folder)) return std::nullopt;
  return trial;
}

std::vector<GivenUp> given_up_from(const json& value) {
  std::vector<GivenUp> packs;
  for (const json& item : value) {
    if (!item.is_object()) continue;
    GivenUp pack{item.value("folder", ""), item.value("why", "")};
    if (is_plain_name(pack.folder) && packs.size() < kMostGivenUp) packs.push_back(std::move(pack));
  }
  return packs;
}

std::optional<DeviceState> state_from(const std::string& bytes) {
  const json document = json::parse(bytes, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  DeviceState state;
  try {
    if (document.value("format", 0) != 1) return std::nullopt;
    state.current = pack_from(document.value("current", json()));
    state.previous = pack_from(document.value("previous", json()));
    state.trial = trial_from(document.value("trial", json()));
    state.given_up = given_up_from(document.value("given_up", json::array()));
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
  json given_up = json::array();
  for (const GivenUp& pack : state.given_up) {
    given_up.push_back({{"folder", pack.folder}, {"why", pack.why}});
  }
  const json document{{"format", 1},
                      {"current", to_json(state.current)},
                      {"previous", to_json(state.previous)},
                      {"trial", to_json(state.trial)},
                      {"given_up", given_up},
                      {"floors", floors}};
  return write_durably(state_file_of(folder), document.dump(1) + "\n");
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
