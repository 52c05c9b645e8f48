// Inbox: a folder that whoever distributes packs fills (Syncthing, rsync, a Debian package, a
// share), and that is only ever read here: which packs lie in it whole, and which of them this
// device has dealt with already.
//
// Packs lie where they would on a stick (stick_contents.h). Names that begin with a dot are the
// distributor's own: unfinished copies (.syncthing.a.kpack.tmp, .a.kpack.Xy12ab), .stfolder.
// What has been dealt with stands in inbox.json of the state folder, the last 200 of each kind:
//
//   taken     hashes of manifests. Such a pack is not taken a second time, whatever its file is
//             called, so that staff who go back to the pack before do not find it again tomorrow
//   refused   stamps of files that no second look would judge otherwise
//   failed    stamps of files that the record tells of already, and that may do later on: once
//             their key is enrolled, or there is room
//
// A lost inbox.json costs another look at each file, no more. Blocking; any thread, one writer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/signature.h"
#include "kiosk/refresh/device_state.h"

namespace kiosk {

inline constexpr std::size_t kMostDealtWith = 200;

struct InboxFile {
  std::filesystem::path path;
  std::string name;   // to show, as of a stick's
  std::string stamp;  // of these bytes in this file, as far as its folder tells
  friend bool operator==(const InboxFile&, const InboxFile&) = default;
};

// Sorted by name; those that cannot be looked at are left out.
[[nodiscard]] PackResult<std::vector<InboxFile>> files_in_inbox(
    const std::filesystem::path& folder);

struct InboxMemory {
  std::vector<std::string> taken;
  std::vector<std::string> refused;
  std::vector<std::string> failed;
  friend bool operator==(const InboxMemory&, const InboxMemory&) = default;
};
[[nodiscard]] std::filesystem::path inbox_memory_file_of(const std::filesystem::path& state);
// What cannot be understood is forgotten.
[[nodiscard]] InboxMemory read_inbox_memory(const std::filesystem::path& state);
[[nodiscard]] PackResult<void> write_inbox_memory(const std::filesystem::path& state,
                                                  InboxMemory memory);

// What a file says that it is. Believed by nobody: it decides in which order files are tried, and
// that one is passed over.
struct InboxClaim {
  std::string hash;         // of its manifest; empty: it has none
  bool trusted = false;     // it is signed by one of those keys, ...
  std::int64_t serial = 0;  // ... and this is its number
};
[[nodiscard]] InboxClaim claim_of(const std::filesystem::path& pack,
                                  const std::vector<PublicKey>& trusted);
// It is shown, was shown before, or was given up here: no reason to install it by itself.
[[nodiscard]] bool was_here(const DeviceState& state, const std::string& hash);

}  // namespace kiosk
