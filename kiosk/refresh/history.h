// What happened to a device's content: history.jsonl in its state folder, one JSON object a
// line, oldest first, the last 200 of them. For staff; nothing is decided by it.
//
// Written whole and durably after what it tells of is done, so it may lack the last event after
// a power cut, and never holds one that did not happen. It can fail no installation: who adds to
// it may pass over its error.
//
// Blocking; any thread. add_to_history: under the state's lock; note_refusal takes it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr const char* kByInbox = "inbox";
inline constexpr std::size_t kMostHistory = 200;
inline constexpr std::size_t kLongestSentence = 2048;  // bytes; what is longer is cut

enum class HistoryKind {
  kInstalled,
  kRefused,
  kRolledBack,
  kGivenUp,  // after three starts
  kRotFound,
  kKeyEnrolled,
  kKeyRevoked
};
[[nodiscard]] std::string_view name(HistoryKind kind);

// When: a board without a battery knows only how long it has been running.
struct Moment {
  std::string boot;  // which run of the machine: the kernel's own id of it
  double since_boot_s = 0;
  std::string wall;  // ISO 8601 in UTC; empty while the clock is not known to be right

  friend bool operator==(const Moment&, const Moment&) = default;
};
// The clock counts as known once the kernel was told so (NTP), or if the machine has a clock of
// its own that is not from before this program was written.
[[nodiscard]] Moment moment_now();

struct HistoryEntry {
  HistoryKind what = HistoryKind::kInstalled;
  std::string id;  // of the pack; empty where it is not known
  std::int64_t serial = 0;
  std::string folder;    // under packs/, where there is one
  std::string key;       // the fingerprint of who signed it; empty for a content folder
  std::string sentence;  // why, where there is a why
  std::string way;       // by which it came, where nobody was there: kByInbox
  Moment when = moment_now();

  friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

[[nodiscard]] std::filesystem::path history_file_of(const std::filesystem::path& state);

[[nodiscard]] PackResult<void> add_to_history(const std::filesystem::path& state,
                                              const HistoryEntry& entry);
// A refusal, which an installation that changes nothing does not write by itself: for the staff
// screen. `sentence` as they were told it.
[[nodiscard]] PackResult<void> note_refusal(const std::filesystem::path& state,
                                            const std::string& sentence,
                                            const std::string& way = "");

// Lines that cannot be understood are passed over. No file: nothing happened yet.
[[nodiscard]] PackResult<std::vector<HistoryEntry>> read_history(
    const std::filesystem::path& state);

// One line, without its end; also what "kiosk-pack history --json" tells.
[[nodiscard]] std::string line_of(const HistoryEntry& entry);

}  // namespace kiosk
