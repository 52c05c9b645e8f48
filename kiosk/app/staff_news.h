// Staff news: what the staff room shows, as its desk (kiosk/staff) tells it.
//
// Words are the screens' own: what stands here names them, or is a name or a figure. Plain values;
// any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/staff.h"
#include "kiosk/settings/settings.h"

namespace kiosk {

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

// What staff wait for without touching anything.
[[nodiscard]] constexpr bool is_work(JobStage stage) {
  return stage == JobStage::kCopying || stage == JobStage::kChecking ||
         stage == JobStage::kApplying || stage == JobStage::kExporting;
}

// Why it failed, for words in the staff's language; the exact sentence stands beside it.
enum class JobTrouble {
  kNone,
  kContent,
  kNotTrusted,
  kCorrupt,
  kNoSpace,
  kReadOrWrite,
  kOlder,
  kNoStick,
  kFullStick,
  kReadOnlyStick,
  kSignedOnly  // a folder, where the site takes signed packs only
};

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
  std::string name;      // of what is taken, as on the stick
  std::string exported;  // what was: ends a key of words, "staff.job.exported." + exported
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
  std::string thumbnail;   // a file: its first picture, small; empty: it has none
  bool shown = false;
  friend bool operator==(const KeptPackNews&, const KeptPackNews&) = default;
};

struct RecordNews {
  std::vector<RecordLineNews> lines;  // the newest first
  std::vector<KeptPackNews> packs;
  std::vector<KeyNews> keys;
  friend bool operator==(const RecordNews&, const RecordNews&) = default;
};

// The site's settings as they are in force.
struct SettingsNews {
  Settings settings;
  bool sure_of_time = true;        // the clock is known to be right
  std::int64_t local_minutes = 0;  // by that clock, since 1970
  std::vector<std::string> notes;  // what is wrong with the file, a sentence each
  bool failed = false;             // the last saving did not succeed; `notes` says why
  friend bool operator==(const SettingsNews&, const SettingsNews&) = default;
};

struct BarNews {
  std::string label;
  std::string number;  // in words: it may be kept back
  double length = 0;   // of the longest: 0 to 1
  friend bool operator==(const BarNews&, const BarNews&) = default;
};

struct ChartNews {
  std::string title;
  std::vector<BarNews> bars;
  friend bool operator==(const ChartNews&, const ChartNews&) = default;
};

// In the staff's language.
struct VisitorNews {
  bool counting = true;
  std::string visits;  // how many in all, in words
  std::vector<ChartNews> charts;
  std::vector<std::string> privacy;  // paragraphs
  friend bool operator==(const VisitorNews&, const VisitorNews&) = default;
};

struct FigureNews {
  std::string what;   // ends a key of words: "staff.device." + what
  std::string value;  // with its unit; a key where it begins with "staff."
  bool bad = false;   // somebody should see to it
  friend bool operator==(const FigureNews&, const FigureNews&) = default;
};

struct CrashNews {
  std::string when;    // local time; empty: the clock was not known to be right
  std::string reason;  // one English sentence, for support
  friend bool operator==(const CrashNews&, const CrashNews&) = default;
};

struct DeviceNews {
  std::vector<FigureNews> figures;
  std::vector<double> frame_ms;  // the slowest of each of the last 60 minutes; 0: none drawn
  std::vector<CrashNews> crashes;
  std::vector<std::string> licences;  // "name, licence": of what the program is built from
  friend bool operator==(const DeviceNews&, const DeviceNews&) = default;
};

struct StaffNews {
  PinNews pin = PinNews::kUnknown;
  int pin_wait_s = 0;
  PackNews shown;
  std::optional<PackNews> before;
  std::optional<StickNews> stick;
  JobNews job;
  RecordNews record;
  SettingsNews site;
  VisitorNews visitors;
  DeviceNews device;
  friend bool operator==(const StaffNews&, const StaffNews&) = default;
};

}  // namespace kiosk
