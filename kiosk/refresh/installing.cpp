#include "kiosk/refresh/installing.h"

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <system_error>
#include <utility>

#include "kiosk/authoring/office_folder.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/integrity.h"
#include "kiosk/refresh/state_lock.h"
#include "kiosk/refresh/stepping_back.h"
#include "kiosk/refresh/stick_copy.h"
#include "kiosk/refresh/trial.h"
#include "kiosk/refresh/unpacking.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kHashDigits = 8;
// Beside the copy, of a folder: as our own content folder, and its pictures as they are made.
constexpr const char* kOffice = "office";
constexpr const char* kMade = "made";
constexpr Millis kPatienceBehindOthers{600'000};

// What a folder holds, sorted; an error if it cannot be told.
PackResult<std::vector<fs::path>> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    entries.push_back(entry->path());
  }
  if (error) return tl::unexpected(failure_of(error.value(), folder, "cannot be read"));
  std::ranges::sort(entries);
  return entries;
}

// A folder of this installation's own under staging/, gone when it ends. What others left there
// is removed first: they were killed, for the lock is ours, and leavings of many would fill the
// disk.
class Staging {
 public:
  explicit Staging(const fs::path& state) {
    std::error_code ignored;
    for (const fs::path& left :
         entries_of(state / kStagingFolder).value_or(std::vector<fs::path>())) {
      fs::remove_all(left, ignored);
    }
    std::string name = (state / kStagingFolder / "install_XXXXXX").string();
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

struct Staged {
  InstalledPack pack;
  Problems problems;
  std::vector<CityPictures> pictures;
};

// Said of the file that the caller knows, not of our copy of it.
tl::unexpected<PackFailure> said_of(const fs::path& source, const fs::path& copy,
                                    PackFailure failure) {
  const std::string own = copy.string();
  if (failure.message.starts_with(own)) {
    failure.message = source.string() + failure.message.substr(own.size());
  }
  return tl::unexpected(std::move(failure));
}

CopyWatch watch_of(const InstallRequest& request) { return {request.copying, request.given_up}; }

PictureMaking making_of(const InstallRequest& request) {
  PictureMaking making = request.making;
  making.given_up = request.given_up;
  // By the clock: who steps back may get next to nothing of a processor for long. What a picture
  // may take of a processor's own time is limited in the worker itself.
  if (request.gently) {
    making.worker.patience = std::max<Millis>(making.worker.patience, kPatienceBehindOthers);
  }
  return making;
}

bool is_given_up(const InstallRequest& request) { return request.given_up && request.given_up(); }

PackResult<Staged> stage_archive(const InstallRequest& request, const fs::path& copy,
                                 const fs::path& tree) {
  if (auto copied = copy_from_stick(request.source, copy, kMaxPackBytes, watch_of(request));
      !copied) {
    return tl::unexpected(std::move(copied.error()));
  }
  if (request.copied) request.copied();
  Trust trust;
  const DeviceKeys keys = read_device_keys(request.state);
  trust.keys = keys.trusted();
  trust.keys.insert(trust.keys.end(), request.trust.begin(), request.trust.end());
  std::erase_if(trust.keys, [&](const PublicKey& key) { return keys.is_revoked(key); });
  trust.revoked = keys.revoked;
  auto unpacked = unpack(copy, trust, tree, making_of(request));
  if (!unpacked) return said_of(request.source, copy, std::move(unpacked.error()));
  Staged staged;
  staged.pack.id = unpacked->manifest.pack_id;
  staged.pack.serial = unpacked->manifest.serial;
  staged.pack.hash = unpacked->manifest_hash;
  staged.pack.origin = PackOrigin::kArchive;
  staged.pack.signer = fingerprint_of(unpacked->signer);
  return staged;
}

PackResult<Staged> stage_folder(const InstallRequest& request, const fs::path& copy,
                                const fs::path& tree) {
  if (auto copied = copy_folder_from_stick(request.source, copy, watch_of(request)); !copied) {
    return tl::unexpected(std::move(copied.error()));
  }
  if (request.copied) request.copied();
  OfficeFolderRequest office;
  office.source = copy;
  office.out = copy.parent_path() / kOffice;
  office.making = making_of(request);
  // So that the build below finds what was made here; it goes with the staging.
  if (office.making.cache.empty()) office.making.cache = copy.parent_path() / kMade;
  office.strict = request.strict;
  office.take = true;
  office.unknown_author = request.unknown_author;
  office.known_packs = shown_packs(request.state);
  office.known_packs.insert(office.known_packs.end(), request.known_packs.begin(),
                            request.known_packs.end());
  auto brought = prepare_office_folder(office);
  if (!brought) return said_of(request.source, copy, std::move(brought.error()));
  Staged staged;
  staged.pictures = std::move(brought->cities);
  staged.problems = std::move(brought->problems);
  if (!brought->whole || is_given_up(request)) return staged;
  PictureMaking making = office.making;
  if (!request.strict) making.progress = {};  // told already, while they were made
  auto built = build_pack(office.out, tree, making);
  if (!built) return said_of(request.source, copy, std::move(built.error()));
  std::ranges::move(built->check.problems, std::back_inserter(staged.problems));
  sort_problems(staged.problems);
  if (!staged.problems.empty()) return staged;
  staged.pack.id = built->manifest.pack_id;
  staged.pack.serial = built->manifest.serial;
  staged.pack.hash = hash_of(to_json(built->manifest));
  staged.pack.origin = PackOrigin::kFolder;
  return staged;
}

PackResult<Staged> stage(const InstallRequest& request, SourceKind kind, const fs::path& staging,
                         const fs::path& tree) {
  const fs::path copy = staging / "copy";
  auto staged = kind == SourceKind::kFolder ? stage_folder(request, copy, tree)
                                            : stage_archive(request, copy, tree);
  // Before the syncs: what is never written needs no time, and wears no card.
  std::error_code ignored;
  for (const fs::path& needless : {copy, staging / kOffice, staging / kMade}) {
    fs::remove_all(needless, ignored);
  }
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

// Steps 5 to 10 of the header.
PackResult<void> commit(const InstallRequest& request, const fs::path& tree, InstalledPack& pack,
                        DeviceState& state) {
  pack.folder =
      pack.id + "." + std::to_string(pack.serial) + "." + pack.hash.substr(0, kHashDigits);
  if (auto listed = write_installed_list(tree); !listed) return listed;
  if (auto synced = sync_tree(tree); !synced) return synced;
  const fs::path place = request.state / kPacksFolder / pack.folder;
  if (auto placed = put_in_place(tree, place); !placed) return placed;
  show_from_now_on(state, pack);
  std::int64_t& floor = state.floors[pack.id];
  floor = std::max(floor, pack.serial);
  return write_device_state(request.state, state);
}

bool is_kept(const DeviceState& state, const std::string& folder) {
  return (state.current && state.current->folder == folder) ||
         (state.previous && state.previous->folder == folder);
}

// Everything that is not shown, not shown before, and not the state itself.
PackResult<std::vector<fs::path>> needless(const fs::path& folder, const DeviceState& state) {
  std::vector<fs::path> found;
  for (const char* part : {kPacksFolder, kStagingFolder}) {
    auto entries = entries_of(folder / part);
    if (!entries) return entries;
    for (fs::path& entry : *entries) {
      const bool kept = part == kPacksFolder && is_kept(state, entry.filename().string());
      if (!kept) found.push_back(std::move(entry));
    }
  }
  return found;
}

// What killed writers left beside the files that they were writing.
std::vector<fs::path> unfinished_files(const fs::path& folder) {
  std::vector<fs::path> found{unfinished_of(state_file_of(folder)),
                              unfinished_of(history_file_of(folder))};
  for (const char* keys : {kTrustedKeys, kRevokedKeys}) {
    for (const fs::path& entry : entries_of(folder / keys).value_or(std::vector<fs::path>())) {
      if (entry.extension() == ".part") found.push_back(entry);
    }
  }
  return found;
}

// For staff to read. It is done: a history that cannot be written changes nothing about that.
void note(const fs::path& folder, HistoryKind what, const std::optional<InstalledPack>& pack,
          const std::string& way = {}) {
  HistoryEntry entry;
  entry.what = what;
  entry.way = way;
  if (pack) {
    entry.id = pack->id;
    entry.serial = pack->serial;
    entry.folder = pack->folder;
    entry.key = pack->signer;
  }
  static_cast<void>(add_to_history(folder, entry));
}

}  // namespace

PackResult<InstallReport> install_pack(const InstallRequest& request) {
  if (request.gently) step_back();
  const auto kind = kind_of_source(request.source);
  if (!kind) return tl::unexpected(kind.error());
  if (request.only_archives && *kind != SourceKind::kFile) {
    return fail(FailureKind::kNotTrusted, request.source.string() +
                                              ": this is a folder, and only signed packs are taken "
                                              "here. Build it into a pack by kiosk-pack build.");
  }
  const auto lock = StateLock::take(request.state);
  if (!lock) return tl::unexpected(lock.error());
  auto state = read_device_state(request.state);
  if (!state) return tl::unexpected(std::move(state.error()));
  errno = 0;
  const Staging staging(request.state);
  if (staging.folder().empty()) {
    return tl::unexpected(
        failure_of(errno, request.state / kStagingFolder, "cannot be written to"));
  }
  const fs::path tree = staging.folder() / "tree";
  auto staged = stage(request, *kind, staging.folder(), tree);
  InstallReport report;
  // Whatever it says: it may only say that it was given up.
  report.declined = is_given_up(request);
  if (report.declined) return report;
  if (!staged) return tl::unexpected(std::move(staged.error()));
  report.problems = std::move(staged->problems);
  report.pictures = std::move(staged->pictures);
  if (request.pictures) request.pictures(report.pictures);
  if (!report.problems.empty()) return report;
  if (auto fine = check_serial(request, *state, staged->pack); !fine) {
    return tl::unexpected(std::move(fine.error()));
  }
  if (request.approve && !request.approve(tree, staged->pack)) {
    report.declined = true;
    return report;
  }
  const std::optional<InstalledPack> before = state->current;
  if (auto done = commit(request, tree, staged->pack, *state); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  report.was_current = before == state->current;
  report.installed = std::move(staged->pack);
  note(request.state, HistoryKind::kInstalled, report.installed, request.way);
  return report;
}

PackResult<DeviceState> roll_back(const fs::path& folder) {
  const auto lock = StateLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  auto state = read_device_state(folder);
  if (!state) return state;
  if (!state->current) {
    return fail(FailureKind::kFailed,
                folder.string() + ": the bundled content is shown; there is nothing before it.");
  }
  std::error_code error;
  if (state->previous &&
      !fs::is_directory(folder / kPacksFolder / state->previous->folder, error)) {
    return fail(FailureKind::kFailed, folder.string() + ": the pack shown before is not there " +
                                          "any more. Install one instead.");
  }
  if (state->previous) {
    if (const auto rotten = first_rotten(folder / kPacksFolder / state->previous->folder)) {
      return fail(FailureKind::kCorrupt, folder.string() + ": the card or disk has spoilt " +
                                             *rotten +
                                             " of the pack shown before. Install one instead.");
    }
  }
  std::swap(state->current, state->previous);
  put_on_trial_again(*state);
  if (auto written = write_device_state(folder, *state); !written) {
    return tl::unexpected(std::move(written.error()));
  }
  note(folder, HistoryKind::kRolledBack, state->current);
  return state;
}

PackResult<std::vector<std::string>> clean_up(const fs::path& folder) {
  const auto lock = StateLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto state = read_device_state(folder);
  if (!state) return tl::unexpected(state.error());
  const auto entries = needless(folder, *state);
  if (!entries) return tl::unexpected(entries.error());
  std::error_code error;
  for (const fs::path& unfinished : unfinished_files(folder)) {
    if (fs::is_regular_file(unfinished, error)) fs::remove(unfinished, error);
  }
  // The state as it is read may be one whose last sync failed; then the disk may still name a
  // pack that is about to go. Written anew, because a sync cannot be repeated.
  const bool packs_go = std::ranges::any_of(*entries, [](const fs::path& entry) {
    return entry.parent_path().filename() == kPacksFolder;
  });
  if (packs_go) {
    if (auto written = write_device_state(folder, *state); !written) {
      return tl::unexpected(std::move(written.error()));
    }
  }
  std::vector<std::string> removed;
  for (const fs::path& entry : *entries) {
    fs::remove_all(entry, error);
    if (error) return tl::unexpected(failure_of(error.value(), entry, "cannot be removed"));
    removed.push_back((entry.parent_path().filename() / entry.filename()).string());
  }
  return removed;
}

}  // namespace kiosk
