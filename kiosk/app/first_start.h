// First start: what a device that nobody has set up asks for in place of the exhibition, as plain
// values: a sequence of the staff room's pages, one after the other.
//
//   language   of the staff who stand there; nothing that visitors see follows from it
//   pin        chosen twice; the one step that cannot be skipped
//   panel      its diagonal
//   rotation   in force at once and on trial: unless a touch on the turned picture keeps it within
//              fifteen seconds the picture goes back, so that nobody is locked out
//   touch      the bench of touch_bench.h
//   time       passed over once somebody vouches for the clock
//   done       tells what was chosen, and leads to the exhibition
//
// Each step is saved before the next is shown, and how far it got is noted for the next start
// (kiosk/staff/first_start_note.h). Who has not chosen the PIN may do nothing but that; after it
// the deeds of these steps and no others of the staff room.
//
// Part of StaffState, written by `update` alone. Pure; any thread.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "kiosk/base/language.h"
#include "kiosk/base/time.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

struct StaffAct;
struct StaffState;

enum class FirstStep { kLanguage, kPin, kPanel, kRotation, kTouch, kTime, kDone };
inline constexpr std::array kFirstSteps{FirstStep::kLanguage, FirstStep::kPin,   FirstStep::kPanel,
                                        FirstStep::kRotation, FirstStep::kTouch, FirstStep::kTime,
                                        FirstStep::kDone};
inline constexpr Millis kTurnTime{15'000};

// A rotation that is in force and not saved.
struct TurnTrial {
  Rotation before = Rotation::kNone;
  std::optional<Millis> until;  // once its time runs
  int seconds_left = 0;         // of that, begun ones counted
  friend bool operator==(const TurnTrial&, const TurnTrial&) = default;
};

struct FirstStart {
  FirstStep step = FirstStep::kLanguage;
  FirstStep reached = FirstStep::kLanguage;  // the furthest
  std::optional<Language> language;          // nothing: the site's first
  bool inside = false;                       // the PIN is chosen
  bool sure_of_time = false;                 // somebody vouches for the clock
  std::optional<double> inches;              // before they were changed, while that is not saved
  std::optional<TurnTrial> turn;
  bool turned_back = false;  // the last trial was not confirmed
  friend bool operator==(const FirstStart&, const FirstStart&) = default;
};

// "language", "pin", "panel"...: in notes, and in what a replay expects, after "first_".
[[nodiscard]] std::string_view name(FirstStep step);
[[nodiscard]] std::optional<FirstStep> first_step_from(std::string_view name);
// What comes after and before the one that is shown: a PIN that is chosen and a clock that is
// vouched for are asked for by nobody. Before the first there is nothing.
[[nodiscard]] FirstStep step_after(const FirstStart& first);
[[nodiscard]] std::optional<FirstStep> step_before(const FirstStart& first);

// Is this deed one of the step that is shown?
[[nodiscard]] bool belongs(const FirstStart& first, const StaffAct& deed);
// "next", "skip", "back", "lang:<code>", "keep" and "undo" (the rotation on trial). Others mean
// nothing. False: it is over.
[[nodiscard]] bool act_in_first_start(StaffState& state, std::string_view deed);
// A setting of the step was changed; `before`: what it was.
void changed_in_first_start(StaffState& state, const Settings& before);
// What the desk tells: whether the PIN that was typed twice is kept, and of the clock.
void hear_in_first_start(StaffState& state, bool pin_chosen, bool sure_of_time);
void advance_first_start(StaffState& state, Millis now);
// When time alone changes it; nothing: never.
[[nodiscard]] std::optional<Millis> next_change(const FirstStart& first);

}  // namespace kiosk
