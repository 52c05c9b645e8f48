#include "kiosk/app/first_start.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "kiosk/app/staff.h"
#include "kiosk/model/strings.h"

namespace kiosk {
namespace {

constexpr std::array<std::string_view, kFirstSteps.size()> kNames{
    "language", "pin", "panel", "rotation", "touch", "time", "done"};
constexpr std::string_view kLanguageDeed = "lang:";

constexpr std::size_t place_of(FirstStep step) { return static_cast<std::size_t>(step); }

bool passed_over(const FirstStart& first, FirstStep step) {
  return (step == FirstStep::kPin && first.inside) ||
         (step == FirstStep::kTime && first.sure_of_time);
}

// What is not kept goes back to what it was; whatever comes next is noted, and told anew.
void go_to(StaffState& state, FirstStep step) {
  FirstStart& first = *state.first;
  if (first.inches && state.draft) state.draft->screen.panel_inches = *first.inches;
  first.inches.reset();
  first.turned_back = false;
  leave_bench(state);
  state.digits.clear();
  state.chosen.clear();
  state.differed = false;
  state.clock.reset();
  first.step = step;
  first.reached = std::max(first.reached, step);
  // What could not be written on the way is tried once more.
  if (step == FirstStep::kDone) state.wishes.push_back({StaffDeed::kSave});
  std::string note(name(first.reached));
  if (first.language) note.append(":").append(code(*first.language));
  state.wishes.push_back({StaffDeed::kNoteFirst, std::move(note)});
}

void go_on(StaffState& state) { go_to(state, step_after(*state.first)); }

void end_trial(StaffState& state) {
  const auto trial = std::exchange(state.first->turn, std::nullopt);
  if (!trial) return;
  if (state.draft) state.draft->screen.rotation = trial->before;
  state.wishes.push_back({StaffDeed::kTryTurn});
}

void take_next(StaffState& state) {
  FirstStart& first = *state.first;
  if (first.step == FirstStep::kPin) return;  // the pad leads on
  if (first.step == FirstStep::kTime) {
    // It leads on once the clock is one that somebody vouches for.
    const auto minutes = std::to_string(state.clock.value_or(0));
    if (state.clock) state.wishes.push_back({StaffDeed::kSetClock, minutes});
    return;
  }
  if (first.step == FirstStep::kPanel) {
    if (first.inches) state.wishes.push_back({StaffDeed::kSave});
    first.inches.reset();
  }
  go_on(state);
}

}  // namespace

std::string_view name(FirstStep step) { return kNames.at(place_of(step)); }

std::optional<FirstStep> first_step_from(std::string_view name) {
  const auto* const found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return kFirstSteps.at(static_cast<std::size_t>(found - kNames.begin()));
}

FirstStep step_after(const FirstStart& first) {
  for (std::size_t i = place_of(first.step) + 1; i < kFirstSteps.size(); ++i) {
    if (!passed_over(first, kFirstSteps.at(i))) return kFirstSteps.at(i);
  }
  return FirstStep::kDone;
}

std::optional<FirstStep> step_before(const FirstStart& first) {
  for (std::size_t i = place_of(first.step); i > 0; --i) {
    if (!passed_over(first, kFirstSteps.at(i - 1))) return kFirstSteps.at(i - 1);
  }
  return std::nullopt;
}

bool belongs(const FirstStart& first, const StaffAct& deed) {
  const auto changes = [&](std::initializer_list<std::string_view> settings) {
    return std::ranges::any_of(
        settings, [&](std::string_view setting) { return deed.subject.starts_with(setting); });
  };
  switch (deed.deed) {
    case StaffDeed::kFirst:
      return true;
    case StaffDeed::kDigit:
    case StaffDeed::kErase:
    case StaffDeed::kSubmit:
      return first.step == FirstStep::kPin;
    case StaffDeed::kBench:
      return first.step == FirstStep::kTouch;
    case StaffDeed::kSet:
      return (first.step == FirstStep::kPanel && changes({"inches:", "diagonal:"})) ||
             (first.step == FirstStep::kRotation && changes({"rotation:"})) ||
             (first.step == FirstStep::kTime && changes({"clock:"}));
    default:
      return false;
  }
}

bool act_in_first_start(StaffState& state, std::string_view deed) {
  FirstStart& first = *state.first;
  if (deed.starts_with(kLanguageDeed)) {
    const auto language = language_from(deed.substr(kLanguageDeed.size()));
    const bool known = language && staff_language(*language) == *language;
    if (known && first.step == FirstStep::kLanguage) first.language = language;
    return true;
  }
  if (first.turn) {
    // Nothing else is asked while the picture may go back.
    if (deed == "undo") end_trial(state);
    if (deed == "keep") {
      first.turn.reset();
      state.wishes.push_back({StaffDeed::kSave});
    }
    return true;
  }
  if (deed == "back") {
    if (const auto before = step_before(first)) go_to(state, *before);
    return true;
  }
  if (deed == "skip" && first.step != FirstStep::kPin) {
    if (first.step != FirstStep::kDone) go_on(state);
    return true;
  }
  if (deed != "next") return true;
  if (first.step == FirstStep::kDone) return false;
  take_next(state);
  return true;
}

void changed_in_first_start(StaffState& state, const Settings& before) {
  FirstStart& first = *state.first;
  if (!state.draft) return;
  if (first.step == FirstStep::kPanel && !first.inches) first.inches = before.screen.panel_inches;
  if (first.step != FirstStep::kRotation) return;
  const Rotation saved = first.turn ? first.turn->before : before.screen.rotation;
  first.turned_back = false;
  if (state.draft->screen.rotation == saved) return end_trial(state);
  first.turn = TurnTrial{saved, std::nullopt, static_cast<int>(kTurnTime.count() / 1000)};
  state.wishes.push_back({StaffDeed::kTryTurn});
}

void hear_in_first_start(StaffState& state, bool pin_chosen, bool sure_of_time) {
  FirstStart& first = *state.first;
  first.sure_of_time = sure_of_time;
  first.inside = first.inside || pin_chosen;
  if (passed_over(first, first.step)) go_on(state);
}

void advance_first_start(StaffState& state, Millis now) {
  auto& trial = state.first->turn;
  if (!trial) return;
  if (!trial->until) trial->until = now + kTurnTime;
  if (now < *trial->until) {
    trial->seconds_left = static_cast<int>(std::ceil((*trial->until - now).count() / 1000));
    return;
  }
  end_trial(state);
  state.first->turned_back = true;
}

std::optional<Millis> next_change(const FirstStart& first) {
  if (!first.turn) return std::nullopt;
  if (!first.turn->until) return Millis{0};
  return *first.turn->until - Millis{1000.0 * (first.turn->seconds_left - 1)};
}

}  // namespace kiosk
