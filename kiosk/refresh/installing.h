// Installing a pack on a device: the engine behind the USB refresh and kiosk-pack install.
//
// In this order, and why: 1 the archive is copied once into staging (what is verified is our
// copy; the stick may change or leave), 2 signature, manifest, hashes, texts, 3 pictures anew
// through the sandbox, 4 the whole tree synced (names without bytes must not survive a power
// cut), 5 renamed into packs/ and that folder synced (a pack is there whole or not at all),
// 6 state.json by temp, sync, rename, sync: the commit. Only then is it said to be done.
// Until 6 the device shows what it showed; a failure removes the staging and nothing else.
//
// Blocking; one at a time a state folder (a lock file says who). Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/problem.h"
#include "kiosk/pack/signature.h"
#include "kiosk/refresh/device_state.h"

namespace kiosk {

inline constexpr std::int64_t kLargestSerialJump = 1'000'000;

struct InstallRequest {
  std::filesystem::path source;  // a .kpack file, or a content folder
  std::filesystem::path state;
  std::vector<PublicKey> trust;  // beside those in trusted_keys/
  bool allow_older = false;
  PictureMaking making;
};

struct InstallReport {
  std::optional<InstalledPack> installed;
  bool was_current = false;  // this very pack was shown already
  Problems problems;         // of a folder; then nothing was installed
};

[[nodiscard]] PackResult<InstallReport> install_pack(const InstallRequest& request);

// Shows what was shown before, and remembers what is shown now as previous.
[[nodiscard]] PackResult<DeviceState> roll_back(const std::filesystem::path& state);

// Removes packs that are neither shown nor previous, and what lies in staging. The names of
// what was removed come back.
[[nodiscard]] PackResult<std::vector<std::string>> clean_up(const std::filesystem::path& state);

}  // namespace kiosk
