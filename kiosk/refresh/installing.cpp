#include "kiosk/refresh/installing.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/refresh/durable_files.h"
#include "kiosk/refresh/unpacking.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPacks = "packs";
constexpr const char* kStaging = "staging";
constexpr std::size_t kHashDigits = 8;

// The only one that changes this state folder.
class StateLock {
 public:
  explicit StateLock(const fs::path& folder)
      : m_descriptor(::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)),
        m_held(m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0) {}
  ~StateLock() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  StateLock(const StateLock&) = delete;
  StateLock& operator=(const StateLock&) = delete;
  [[nodiscard]] bool held() const { return m_held; }

 private:
  int m_descriptor;
  bool m_held;
};

// A folder of this installation's own under staging/, gone when it ends.
class Staging {
 public:
  explicit Staging(const fs::path& state) {
    std::string name = (state / kStaging / "install_XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) m_folder = name;
  }
  ~Staging() {
    std::error_code ignored;
    if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  [[nodiscard]] const fs::path& folder() const { return m_folder; }

 private:
  fs::path m_folder;
};

PackResult<void> make_folders(const fs::path& state) {
  std::error_code error;
  for (const char* name : {kPacks, kStaging}) {
    fs::create_directories(state / name, error);
    if (error) return tl::unexpected(failure_of(error.value(), state / name, "cannot be made"));
  }
  return {};
}

tl::unexpected<PackFailure> busy(const fs::path& state) {
  return fail(FailureKind::kFailed, state.string() +
                                        ": another installation is under way. Wait for it to end, "
                                        "then try again.");
}

PackResult<void> copy_capped(const fs::path& from, const fs::path& to) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(from, error);
  if (error) return tl::unexpected(failure_of(error.value(), from, "cannot be read"));
  if (size > kMaxPackBytes) {
    return fail(FailureKind::kCorrupt,
                from.string() + ": the pack is larger than 512 MiB. Keep fewer pictures.");
  }
  fs::copy_file(from, to, error);
  if (error) return tl::unexpected(failure_of(error.value(), from, "cannot be copied"));
  return {};
}

struct Staged {
  InstalledPack pack;
  Problems problems;
};

PackResult<Staged> stage_archive(const InstallRequest& request, const fs::path& staging,
                                 const fs::path& tree) {
  const fs::path copy = staging / "copy.kpack";
  if (auto copied = copy_capped(request.source, copy); !copied) {
    return tl::unexpected(std::move(copied.error()));
  }
  Trust trust;
  trust.keys = trusted_keys_of(request.state);
  trust.keys.insert(trust.keys.end(), request.trust.begin(), request.trust.end());
  auto unpacked = unpack(copy, trust, tree, request.making);
  if (!unpacked) {
    // Said of the file that the caller knows.
    PackFailure failure = std::move(unpacked.error());
    const std::string own = copy.string();
    if (failure.message.starts_with(own)) {
      failure.message = request.source.string() + failure.message.substr(own.size());
    }
    return tl::unexpected(std::move(failure));
  }
  Staged staged;
  staged.pack.id = unpacked->manifest.pack_id;
  staged.pack.serial = unpacked->manifest.serial;
  staged.pack.hash = unpacked->manifest_hash;
  staged.pack.origin = PackOrigin::kArchive;
  staged.pack.signer = fingerprint_of(unpacked->signer);
  return staged;
}

PackResult<Staged> stage_folder(const InstallRequest& request, const fs::path& tree) {
  auto built = build_pack(request.source, tree, request.making);
  if (!built) return tl::unexpected(std::move(built.error()));
  Staged staged;
  staged.problems = std::move(built->check.problems);
  if (!staged.problems.empty()) return staged;
  staged.pack.id = built->manifest.pack_id;
  staged.pack.serial = built->manifest.serial;
  staged.pack.hash = hash_of(to_json(built->manifest));
  staged.pack.origin = PackOrigin::kFolder;
  return staged;
}

// A signed pack may not take the place of a newer one. A folder is an office's own edit of what
// is shown, and keeps its serial.
PackResult<void> check_serial(const InstallRequest& request, const DeviceState& state,
                              const InstalledPack& pack) {
  const auto floor = state.floors.find(pack.id);
  if (floor == state.floors.end() || pack.origin == PackOrigin::kFolder) return {};
  if (pack.serial < floor->second && !request.allow_older) {
    return fail(FailureKind::kOlder,
                request.source.string() + ": it is number " + std::to_string(pack.serial) + " of " +
                    pack.id + ", older than number " + std::to_string(floor->second) +
                    ", which was installed here. Use --allow-older if that is meant.");
  }
  if (pack.serial - floor->second > kLargestSerialJump) {
    return fail(FailureKind::kNotTrusted,
                request.source.string() + ": its number " + std::to_string(pack.serial) +
                    " is more than a million above the last one. Correct serial in pack.json.");
  }
  return {};
}

// Steps 4 to 6 of the header.
PackResult<void> commit(const InstallRequest& request, const fs::path& tree, InstalledPack& pack,
                        DeviceState& state) {
  pack.folder =
      pack.id + "." + std::to_string(pack.serial) + "." + pack.hash.substr(0, kHashDigits);
  const fs::path place = request.state / kPacks / pack.folder;
  std::error_code error;
  if (!fs::exists(place, error)) {
    if (auto synced = sync_tree(tree); !synced) return synced;
    if (auto renamed = rename_durably(tree, place); !renamed) return renamed;
  }
  if (state.current != pack) state.previous = std::exchange(state.current, pack);
  std::int64_t& floor = state.floors[pack.id];
  floor = std::max(floor, pack.serial);
  return write_device_state(request.state, state);
}

}  // namespace

PackResult<InstallReport> install_pack(const InstallRequest& request) {
  if (auto made = make_folders(request.state); !made) {
    return tl::unexpected(std::move(made.error()));
  }
  const StateLock lock(request.state);
  if (!lock.held()) return busy(request.state);
  auto state = read_device_state(request.state);
  if (!state) return tl::unexpected(std::move(state.error()));
  const Staging staging(request.state);
  if (staging.folder().empty()) {
    return tl::unexpected(failure_of(errno, request.state / kStaging, "cannot be written to"));
  }
  const fs::path tree = staging.folder() / "tree";
  std::error_code error;
  const bool folder = fs::is_directory(request.source, error);
  auto staged =
      folder ? stage_folder(request, tree) : stage_archive(request, staging.folder(), tree);
  if (!staged) return tl::unexpected(std::move(staged.error()));
  InstallReport report;
  report.problems = std::move(staged->problems);
  if (!report.problems.empty()) return report;
  if (auto fine = check_serial(request, *state, staged->pack); !fine) {
    return tl::unexpected(std::move(fine.error()));
  }
  const std::optional<InstalledPack> before = state->current;
  if (auto done = commit(request, tree, staged->pack, *state); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  report.was_current = before == state->current;
  report.installed = std::move(staged->pack);
  return report;
}

PackResult<DeviceState> roll_back(const fs::path& folder) {
  if (auto made = make_folders(folder); !made) return tl::unexpected(std::move(made.error()));
  const StateLock lock(folder);
  if (!lock.held()) return busy(folder);
  auto state = read_device_state(folder);
  if (!state) return state;
  if (!state->current) {
    return fail(FailureKind::kFailed,
                folder.string() + ": the bundled content is shown; there is nothing before it.");
  }
  std::error_code error;
  if (state->previous && !fs::is_directory(folder / kPacks / state->previous->folder, error)) {
    return fail(FailureKind::kFailed, folder.string() + ": the pack shown before is not there " +
                                          "any more. Install one instead.");
  }
  std::swap(state->current, state->previous);
  if (auto written = write_device_state(folder, *state); !written) {
    return tl::unexpected(std::move(written.error()));
  }
  return state;
}

PackResult<std::vector<std::string>> clean_up(const fs::path& folder) {
  if (auto made = make_folders(folder); !made) return tl::unexpected(std::move(made.error()));
  const StateLock lock(folder);
  if (!lock.held()) return busy(folder);
  const auto state = read_device_state(folder);
  if (!state) return tl::unexpected(state.error());
  std::vector<std::string> removed;
  std::error_code error;
  for (const char* part : {kPacks, kStaging}) {
    std::vector<fs::path> entries;
    for (const auto& entry : fs::directory_iterator(folder / part, error)) {
      entries.push_back(entry.path());
    }
    std::ranges::sort(entries);
    for (const fs::path& entry : entries) {
      const std::string name = entry.filename().string();
      const auto is_kept = [&](const std::optional<InstalledPack>& pack) {
        return pack && pack->folder == name;
      };
      const bool kept = part == kPacks && (is_kept(state->current) || is_kept(state->previous));
      if (kept) continue;
      fs::remove_all(entry, error);
      if (error) return tl::unexpected(failure_of(error.value(), entry, "cannot be removed"));
      removed.push_back(std::string(part) + "/" + name);
    }
  }
  return removed;
}

}  // namespace kiosk
