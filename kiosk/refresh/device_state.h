// What a device shows and showed before: state.json in its state folder. Renaming it into
// place is the one moment at which a new pack becomes the shown one.
//
//   packs/<id>.<serial>.<hash8>/   installed packs, never changed
//   state.json                     which of them is shown; see DeviceState
//   *.part                         of an interrupted writing; worthless
//   staging/                       what is being installed; worthless after a crash
//   trusted_keys/ revoked_keys/    whose signed packs are taken, and whose no more (device_keys.h)
//   history.jsonl                  what happened (history.h)
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

// What is shown and was not yet seen to run well (trial.h).
struct Trial {
  std::string folder;  // name under packs/, or the bundled pack's (bundled_name)
  int starts = 0;      // begun and not yet healthy

  friend bool operator==(const Trial&, const Trial&) = default;
};

// A pack that is not shown again until it is installed anew.
struct GivenUp {
  std::string folder;  // as in Trial
  std::string why;     // one sentence, for staff

  friend bool operator==(const GivenUp&, const GivenUp&) = default;
};

inline constexpr std::size_t kMostGivenUp = 16;  // remembered; the oldest are forgotten

struct DeviceState {
  std::optional<InstalledPack> current;  // nothing: the bundled pack
  std::optional<InstalledPack> previous;
  std::optional<Trial> trial;                  // nothing: what is shown is known to be good
  std::vector<GivenUp> given_up;               // oldest first
  std::map<std::string, std::int64_t> floors;  // the highest serial ever shown, by pack id
};

[[nodiscard]] std::filesystem::path state_file_of(const std::filesystem::path& folder);

// No file is an empty state; one that cannot be read or understood is an error.
[[nodiscard]] PackResult<DeviceState> read_device_state(const std::filesystem::path& folder);
[[nodiscard]] PackResult<void> write_device_state(const std::filesystem::path& folder,
                                                  const DeviceState& state);

// Folders to show, best first: current, previous. Those that are there; none while the bundled
// pack is to be shown.
[[nodiscard]] std::vector<std::filesystem::path> shown_packs(const std::filesystem::path& folder);

}  // namespace kiosk
