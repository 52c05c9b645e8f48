#include "kiosk/refresh/trial.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "kiosk/refresh/history.h"
#include "kiosk/refresh/integrity.h"
#include "kiosk/refresh/state_lock.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kBundled = "bundled@";  // no pack's folder has this sign in its name

// The name of what the state shows; nothing once the bundled pack was given up, too.
std::optional<std::string> shown_name(const DeviceState& state, const std::string& bundled) {
  if (state.current) return state.current->folder;
  if (was_given_up(state, bundled)) return std::nullopt;
  return bundled;
}

bool is_on_trial(const DeviceState& state, const std::string& bundled) {
  return state.trial && state.trial->folder == shown_name(state, bundled);
}

void remember_given_up(DeviceState& state, GivenUp pack) {
  std::erase_if(state.given_up, [&](const GivenUp& had) { return had.folder == pack.folder; });
  state.given_up.push_back(std::move(pack));
  if (state.given_up.size() > kMostGivenUp) state.given_up.erase(state.given_up.begin());
}

// The pack before takes the place of what is shown. What was given up is not kept as previous:
// going back to it would be going on with it.
void fall_back(DeviceState& state, GivenUp pack, bool previous_is_fit) {
  remember_given_up(state, std::move(pack));
  state.current = previous_is_fit ? std::move(state.previous) : std::nullopt;
  state.previous.reset();
  state.trial.reset();
}

bool can_be_shown(const fs::path& folder, const DeviceState& state,
                  const std::optional<InstalledPack>& pack) {
  std::error_code error;
  return pack && !was_given_up(state, pack->folder) &&
         fs::is_directory(folder / kPacksFolder / pack->folder, error);
}

HistoryEntry history_of(const std::optional<InstalledPack>& pack, const GivenUp& given_up) {
  HistoryEntry entry;
  entry.what = HistoryKind::kGivenUp;
  if (pack) {
    entry.id = pack->id;
    entry.serial = pack->serial;
    entry.key = pack->signer;
  }
  entry.folder = given_up.folder;
  entry.sentence = given_up.why;
  return entry;
}

// One more start of what is on trial, or its end. What has to go into the history comes back.
std::optional<HistoryEntry> count_start(const fs::path& folder, DeviceState& state,
                                        const std::string& bundled) {
  if (state.trial->starts < kMostStarts) {
    ++state.trial->starts;
    return std::nullopt;
  }
  const GivenUp pack{state.trial->folder, "It was started " + std::to_string(kMostStarts) +
                                              " times and did not run for a minute. Ask its "
                                              "author for another, or install it anew."};
  HistoryEntry entry = history_of(state.current, pack);
  const bool fit = state.current && can_be_shown(folder, state, state.previous);
  fall_back(state, pack, fit);
  if (const auto next = shown_name(state, bundled)) state.trial = Trial{*next, 1};
  return entry;
}

Start start_of(const fs::path& folder, const DeviceState& state, const std::string& bundled) {
  Start start;
  start.bundled = !was_given_up(state, bundled);
  if (!state.current) return start;
  for (const auto& pack : {state.current, state.previous}) {
    if (can_be_shown(folder, state, pack)) {
      start.packs.push_back(folder / kPacksFolder / pack->folder);
    }
  }
  const bool proven = can_be_shown(folder, state, state.current) && !is_on_trial(state, bundled);
  if (proven) start.believed = start.packs.front();
  return start;
}

// Changes what is on trial, if it is this; by `change`, under the lock.
template <typename Change>
PackResult<void> change_trial(const fs::path& folder, const std::string& shown, Change change) {
  const auto before = read_device_state(folder);
  if (!before) return tl::unexpected(before.error());
  if (!before->trial || before->trial->folder != shown) return {};
  const auto lock = StateLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  auto state = read_device_state(folder);
  if (!state) return tl::unexpected(std::move(state.error()));
  if (!state->trial || state->trial->folder != shown) return {};
  change(*state);
  return write_device_state(folder, *state);
}

}  // namespace

std::string bundled_name(std::string_view program_version) {
  return std::string(kBundled) + std::string(program_version);
}

Start begin_start(const fs::path& folder, std::string_view program_version) {
  const std::string bundled = bundled_name(program_version);
  auto state = read_device_state(folder);
  if (!state) {
    Start start;
    start.trouble = state.error().message;
    return start;
  }
  if (!is_on_trial(*state, bundled)) return start_of(folder, *state, bundled);
  std::string trouble;
  const auto lock = StateLock::take(folder);
  if (lock) {
    // Read again: until now another could change it.
    if (auto now = read_device_state(folder)) state = std::move(now);
  } else {
    trouble = lock.error().message;
  }
  if (!is_on_trial(*state, bundled)) return start_of(folder, *state, bundled);
  const auto ended = count_start(folder, *state, bundled);
  if (lock) {
    if (auto written = write_device_state(folder, *state); !written) {
      trouble = written.error().message;
    } else if (ended) {
      static_cast<void>(add_to_history(folder, *ended));  // the exhibition does not wait for it
    }
  }
  Start start = start_of(folder, *state, bundled);
  start.trouble = std::move(trouble);
  // By what the disk says now: even a failed writing may have got as far as that.
  const auto noted = read_device_state(folder);
  if (noted && noted->trial && noted->trial == state->trial) start.on_trial = noted->trial->folder;
  return start;
}

PackResult<void> mark_healthy(const fs::path& folder, const std::string& shown) {
  return change_trial(folder, shown, [](DeviceState& state) { state.trial.reset(); });
}

PackResult<void> take_back_start(const fs::path& folder, const std::string& shown) {
  return change_trial(folder, shown, [](DeviceState& state) {
    state.trial->starts = std::max(0, state.trial->starts - 1);
  });
}

PackResult<DeviceState> give_up_rotten(const fs::path& folder, const std::string& name,
                                       const std::string& file) {
  const auto lock = StateLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  auto state = read_device_state(folder);
  if (!state) return state;
  const bool is_previous = state->previous && state->previous->folder == name;
  if (!is_previous && (!state->current || state->current->folder != name)) return state;
  const GivenUp pack{name, "The card or disk has spoilt " + file +
                               ". Install the pack anew; if it happens again, replace the card."};
  HistoryEntry entry = history_of(is_previous ? state->previous : state->current, pack);
  entry.what = HistoryKind::kRotFound;
  if (is_previous) {
    remember_given_up(*state, pack);
    state->previous.reset();
  } else {
    const bool fit = can_be_shown(folder, *state, state->previous) &&
                     is_whole(folder / kPacksFolder / state->previous->folder);
    fall_back(*state, pack, fit);
    if (state->current) state->trial = Trial{state->current->folder, 0};
  }
  if (auto written = write_device_state(folder, *state); !written) {
    return tl::unexpected(std::move(written.error()));
  }
  static_cast<void>(add_to_history(folder, entry));
  return state;
}

void show_from_now_on(DeviceState& state, const InstalledPack& pack) {
  // The start that runs now is one of them.
  const bool failed = state.current && state.trial &&
                      state.trial->folder == state.current->folder && state.trial->starts > 1;
  const bool has_refuge = state.previous && state.previous != pack;
  if (state.current != pack) {
    auto before = std::exchange(state.current, pack);
    if (!failed || !has_refuge) state.previous = std::move(before);
  }
  std::erase_if(state.given_up, [&](const GivenUp& had) {
    return had.folder == pack.folder || had.folder.starts_with(kBundled);
  });
  state.trial = Trial{pack.folder, 0};
}

void put_on_trial_again(DeviceState& state) {
  std::erase_if(state.given_up,
                [](const GivenUp& pack) { return pack.folder.starts_with(kBundled); });
  state.trial.reset();
  if (state.current) state.trial = Trial{state.current->folder, 0};
}

bool was_given_up(const DeviceState& state, const std::string& folder) {
  return std::ranges::any_of(state.given_up,
                             [&](const GivenUp& pack) { return pack.folder == folder; });
}

}  // namespace kiosk
