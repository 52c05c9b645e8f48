// Staff: what the staff room shows and what is done in it, as plain values. `StaffState` is part
// of State and written by `update` alone; `StaffNews` comes from the desk (kiosk/staff), which
// does what takes time; `StaffAct` is what a button means, the desk's share of it included.
//
// Nothing here knows disks, sticks or packs. Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk {

enum class StaffPage {
  kPin,
  kContent,
  kRecord,   // what was installed when, the packs that are kept, the keys
  kPreview,  // the visitor's screens with what is ready, and a way back
};

enum class StaffDeed {
  kDigit,  // `subject`: "0" to "9"
  kErase,
  kSubmit,
  kLeave,
  kTurnTo,  // `subject`: the page, as name() has it; the desk hears it too
  // The desk's, the first two of which come by themselves:
  kEntered,  // somebody stands before the pad; `subject`: the code of their language
  kLeft,
  kTryPin,     // `subject`: the digits
  kChoosePin,  // the same
  kTake,       // prepare what lies on the stick; `subject`: StickItemNews::key
  kEnrol,      // trust the key that the waiting pack is signed by, and go on
  kPreview,    // show what is ready, without putting it in place
  kApplyNow,
  kApplyLater,  // when the visitor who is there has gone
  kDiscard,     // what was prepared, or is being
  kRollBack,
  kExport,  // copy the content to the stick
  kEject
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
  std::uint32_t shuffle = 0;     // which order the digits of the pad stand in
  std::vector<StaffAct> wishes;  // for the desk, which takes them with each tick
  friend bool operator==(const StaffState&, const StaffState&) = default;
};

enum class PinNews { kUnknown, kNoneChosen, kReady, kChecking, kWrong, kWaiting, kRight, kFailed };

struct PackNews {
  std::string title;  // of the pack, as its id
  std::int64_t serial = 0;
  bool bundled = false;
  bool local = false;  // from a folder that an office has edited
  std::string signer;  // its eight words
  friend bool operator==(const PackNews&, const PackNews&) = default;
};

enum class StickItemKind { kPack, kFolder, kRevocation };

struct StickItemNews {
  std::string key;   // names it in StaffAct
  std::string name;  // as it is called on the stick
  StickItemKind kind = StickItemKind::kPack;
  std::uint64_t size = 0;  // bytes
  friend bool operator==(const StickItemNews&, const StickItemNews&) = default;
};

struct StickNews {
  std::string name;
  bool busy = false;      // leave it in
  bool readable = false;  // it is looked at now
  std::string trouble;    // one sentence
  std::vector<StickItemNews> items;
  std::vector<std::string> nearly;  // names that look meant for us and are not
  friend bool operator==(const StickNews&, const StickNews&) = default;
};

enum class JobStage {
  kNone,
  kCopying,   // the stick must stay in
  kChecking,  // from here on it may be taken out
  kUnknownKey,
  kReady,  // may be put in place
  kApplying,
  kWaiting,  // for the visitor to go
  kDone,
  kFailed,
  kExporting,
  kExported,
  kRevoked  // `fingerprint`: of the key that is no longer accepted
};

// Why it failed, for words in the staff's language; the exact sentence stands beside it.
enum class JobTrouble { kNone, kContent, kNotTrusted, kCorrupt, kNoSpace, kReadOrWrite, kOlder };

struct CityNews {
  std::string city;
  enum class Kind { kAdded, kChanged, kRemoved } kind = Kind::kChanged;
  friend bool operator==(const CityNews&, const CityNews&) = default;
};

// A picture of a folder that is not taken.
struct LeftOutNews {
  std::string city;    // in the staff's language; empty: of none
  std::string file;    // as the office named it
  std::string reason;  // ends a key of words: "staff.fault." + reason
  friend bool operator==(const LeftOutNews&, const LeftOutNews&) = default;
};

struct JobNews {
  JobStage stage = JobStage::kNone;
  std::string name;  // of what is taken, as on the stick
  std::uint64_t done = 0;
  std::uint64_t whole = 0;  // of bytes or pictures; 0: not known
  bool counts_pictures = false;
  std::optional<int> seconds_left;
  std::string fingerprint;  // of the key that signed it
  std::optional<PackNews> pack;
  std::vector<CityNews> changes;
  int pictures_added = 0;
  int pictures_removed = 0;
  int agreements_changed = 0;                // added and removed ones too
  std::vector<std::string> languages_added;  // by code
  std::vector<std::string> languages_removed;
  bool unchanged = false;  // nothing that a visitor could notice
  std::vector<LeftOutNews> left_out;
  JobTrouble trouble = JobTrouble::kNone;
  std::vector<std::string> sentences;  // what is wrong, and what to do
  friend bool operator==(const JobNews&, const JobNews&) = default;
};

struct RecordLineNews {
  std::string what;      // ends a key of words: "staff.record." + what
  std::string pack;      // its id and number; may be empty
  std::string when;      // local time; empty: the clock was not known to be right
  std::string sentence;  // why, where there is a why
  friend bool operator==(const RecordLineNews&, const RecordLineNews&) = default;
};

struct KeyNews {
  std::string label;  // what staff called it; may be empty
  std::string words;  // its eight words
  bool revoked = false;
  friend bool operator==(const KeyNews&, const KeyNews&) = default;
};

struct KeptPackNews {
  PackNews pack;
  std::uint64_t size = 0;  // bytes on this device
  bool shown = false;
  friend bool operator==(const KeptPackNews&, const KeptPackNews&) = default;
};

struct RecordNews {
  std::vector<RecordLineNews> lines;  // the newest first
  std::vector<KeptPackNews> packs;
  std::vector<KeyNews> keys;
  friend bool operator==(const RecordNews&, const RecordNews&) = default;
};

struct StaffNews {
  PinNews pin = PinNews::kUnknown;
  int pin_wait_s = 0;
  PackNews shown;
  std::optional<PackNews> before;
  std::optional<StickNews> stick;
  JobNews job;
  RecordNews record;
  friend bool operator==(const StaffNews&, const StaffNews&) = default;
};

// "pin", "content", "record"...: in zones and in what a replay expects, after "staff_".
[[nodiscard]] std::string_view name(StaffPage page);
[[nodiscard]] std::optional<StaffPage> staff_page_from(std::string_view name);

// One deed of a finger; the desk's share of it is added to the wishes. False: they leave.
[[nodiscard]] bool act(StaffState& state, const StaffAct& deed, PinNews pin);

// The digits of the pad in the order of that shuffle.
[[nodiscard]] std::string shuffled_digits(std::uint32_t shuffle);

}  // namespace kiosk
