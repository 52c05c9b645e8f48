// What a device shows and showed before: state.json in its state folder. Renaming it into
// place is the one moment at which a new pack becomes the shown one.
//
//   packs/<id>.<serial>.<hash8>/   installed packs, never changed
//   state.json                     which of them is shown; see DeviceState
//   state.json.part                of an interrupted writing; worthless
//   staging/                       what is being installed; worthless after a crash
//   trusted_keys/*.pub             whose signed packs are taken
//
// Blocking; one writer at a time (installing.h holds a lock). Errors name the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/signature.h"

namespace kiosk {

enum class PackOrigin { kArchive, kFolder };

struct InstalledPack {
  std::string folder;  // name under packs/
  std::string id;
  std::int64_t serial = 0;
  std::string hash;  // of its manifest
  PackOrigin origin = PackOrigin::kArchive;
  std::string signer;  // fingerprint; empty for a folder

  friend bool operator==(const InstalledPack&, const InstalledPack&) = default;
};

struct DeviceState {
  std::optional<InstalledPack> current;  // nothing: the bundled pack
  std::optional<InstalledPack> previous;
  std::map<std::string, std::int64_t> floors;  // the highest serial ever shown, by pack id
};

[[nodiscard]] std::filesystem::path state_file_of(const std::filesystem::path& folder);

// No file is an empty state; one that cannot be read or understood is an error.
[[nodiscard]] PackResult<DeviceState> read_device_state(const std::filesystem::path& folder);
[[nodiscard]] PackResult<void> write_device_state(const std::filesystem::path& folder,
                                                  const DeviceState& state);

// Those that can be read; a file that holds no key is passed over.
[[nodiscard]] std::vector<PublicKey> trusted_keys_of(const std::filesystem::path& folder);

// Folders to show, best first: current, previous. Those that are there; none while the bundled
// pack is to be shown.
[[nodiscard]] std::vector<std::filesystem::path> shown_packs(const std::filesystem::path& folder);

}  // namespace kiosk
