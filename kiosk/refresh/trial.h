// A pack's trial: whatever is new has to run well for a minute before it is believed in.
//
// Installing and rolling back put what they show on trial. Each start with it is written down
// before it is loaded; a minute of healthy frames ends the trial, and from then on no start
// writes anything. After three starts that did not get so far it is given up: the pack before is
// shown, which is then on trial itself; after that the bundled one; after that the built-in
// card. What was given up is not tried again until it is installed anew, and state.json and the
// history say why.
//
// A state folder that cannot be written keeps nobody from the exhibition: the pack is then shown
// without its start being noted, and `trouble` says so.
//
// Blocking; any thread; each takes the state's lock only if there is something to write.
// Errors: one sentence for staff.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/time.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/refresh/device_state.h"

namespace kiosk {

inline constexpr int kMostStarts = 3;
inline constexpr Millis kHealthyAfter{60'000};

struct Start {
  std::vector<std::filesystem::path> packs;  // to try, best first
  // Of them, what ran well for a minute before and is next in its turn. Whatever else is tried, on
  // trial or in another's place, must first be whole to its last byte (integrity.h).
  std::optional<std::filesystem::path> believed;
  bool bundled = true;  // then the bundled pack; else the card at once
  // What would have to be healthy for the trial to end: a name under packs/, or the bundled
  // pack's. Nothing: no start was noted, and there is nothing to mark.
  std::optional<std::string> on_trial;
  std::string trouble;  // a sentence, or nothing
};

// What the bundled pack of that program is called on trial: another program's is another pack.
[[nodiscard]] std::string bundled_name(std::string_view program_version);

// Before anything is loaded: what to try, and the attempt noted.
[[nodiscard]] Start begin_start(const std::filesystem::path& state,
                                std::string_view program_version);

// `shown` ran well for kHealthyAfter. Does nothing unless it is what is on trial.
[[nodiscard]] PackResult<void> mark_healthy(const std::filesystem::path& state,
                                            const std::string& shown);

// The program ends in order before that: its start does not count as a failed one.
[[nodiscard]] PackResult<void> take_back_start(const std::filesystem::path& state,
                                               const std::string& shown);

// Rot was found in a file of what is shown: it is given up at once, for the pack before if that
// one is whole, else for the bundled one. What is shown from now on comes back. To be called when
// nobody is at the panel; reads the whole pack before.
[[nodiscard]] PackResult<DeviceState> give_up_rotten(const std::filesystem::path& state,
                                                     const std::string& folder,
                                                     const std::string& file);

// Into the state that is about to be written: this pack was put in place, and is shown, on trial.
// What was shown is the one before it from now on; unless it failed to start, and there is another.
void show_from_now_on(DeviceState& state, const InstalledPack& pack);
// Rolled back: what is shown now starts its trial anew; the bundled one is believed in again.
void put_on_trial_again(DeviceState& state);

[[nodiscard]] bool was_given_up(const DeviceState& state, const std::string& folder);

}  // namespace kiosk
