// Staff: what is done in the staff room, as plain values. `StaffState` is part of State and
// written by `update` alone; `StaffAct` is what a button means, the share of the desk
// (kiosk/staff) included, which does what takes time. What the room shows is in staff_news.h.
//
// Nothing here knows disks, sticks or packs. Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/first_start.h"
#include "kiosk/app/touch_bench.h"
#include "kiosk/app/typed_line.h"
#include "kiosk/base/time.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

enum class StaffPage {
  kPin,
  kContent,
  kRecord,      // what was installed when, the packs that are kept, the keys
  kExhibition,  // the site's settings
  kVisitors,    // anonymous counts
  kDevice,      // its health
  kTouch,       // fingers are tried out, and the touch controller calibrated
  kTyping,      // a line of the site's settings
  kPreview,     // the visitor's screens with what is ready, and a way back
  kFirst,       // the first start, whose own steps are in first_start.h
};

enum class StaffDeed {
  kDigit,  // `subject`: "0" to "9"
  kErase,
  kSubmit,
  kLeave,
  kTurnTo,     // `subject`: the page, as name() has it; the desk hears it too
  kOpenGroup,  // of the exhibition page; `subject`: its name
  kSet,        // `subject`: a change of the draft, as staff_settings.h has it
  kBench,      // `subject`: a deed of touch_bench.h
  kWrite,      // `subject`: a line, as typed_line.h has it: its page opens
  kKeep,       // the line that was typed, and all of the draft with it
  kGiveUp,     // that line
  kShift,      // capitals, or no longer
  kFirst,      // `subject`: a deed of first_start.h
  // The desk's, the first two of which come by themselves:
  kEntered,  // somebody stands before the pad; `subject`: the code of their language
  kLeft,
  kTryTouch,   // the calibration that is on trial; none is: the saved one
  kTryTurn,    // the same of the rotation
  kNoteFirst,  // `subject`: the step of the first start that was reached, ":", the language
  kTryPin,     // `subject`: the digits
  kChoosePin,  // the same
  kTake,       // prepare what lies on the stick; `subject`: StickItemNews::key
  kEnrol,      // trust the key that the waiting pack is signed by, and go on
  kPreview,    // show what is ready, without putting it in place
  kApplyNow,
  kApplyLater,  // when the visitor who is there has gone
  kDiscard,     // what was prepared, or is being
  kRollBack,
  kExport,  // to the stick; `subject`: "content", "visitors", "receipt", "support", "picture"
  kEject,
  kSave,     // the draft of the settings
  kPower,    // `subject`: "program", "machine", "off"
  kSetClock  // `subject`: local minutes since 1970, which act() fills in
};

struct StaffAct {
  StaffDeed deed = StaffDeed::kLeave;
  std::string subject = {};
  friend bool operator==(const StaffAct&, const StaffAct&) = default;
};

struct StaffState {
  StaffPage page = StaffPage::kPin;
  std::string digits;  // typed so far
  std::string chosen;  // the first time, while it is typed again
  bool differed = false;
  std::uint32_t shuffle = 0;          // which order the digits of the pad stand in
  std::string group;                  // of the exhibition page
  std::optional<Settings> draft;      // of the site's settings, while it is changed
  std::optional<std::int64_t> clock;  // the same of the local time: minutes since 1970
  std::optional<TouchBench> touch;    // of its page
  std::optional<TypedLine> typing;    // of its page
  std::optional<FirstStart> first;    // nobody has set the device up: the page is its own
  std::vector<StaffAct> wishes;       // for the desk, which takes them with each tick
  bool at_work = false;               // the desk, as it has told
  Millis worked{0};                   // when it was last known to be
  friend bool operator==(const StaffState&, const StaffState&) = default;
};

enum class PinNews { kUnknown, kNoneChosen, kReady, kChecking, kWrong, kWaiting, kRight, kFailed };

// "pin", "content", "record"...: in zones and in what a replay expects, after "staff_".
[[nodiscard]] std::string_view name(StaffPage page);
[[nodiscard]] std::optional<StaffPage> staff_page_from(std::string_view name);

// One deed of a finger; the desk's share of it is added to the wishes. False: they leave.
[[nodiscard]] bool act(StaffState& state, const StaffAct& deed, PinNews pin);

// What the bench still has in force goes with its page.
void leave_bench(StaffState& state);

// The digits of the pad in the order of that shuffle.
[[nodiscard]] std::string shuffled_digits(std::uint32_t shuffle);

}  // namespace kiosk
