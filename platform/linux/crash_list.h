// Crash list: runs of the program that did not end in order, the last ten, in the file
// `crashes` of the state folder: a line a run, fields parted by tabs.
//
// Plain values. Blocking, any thread, one writer at a time (CrashNotes, at the program's start).
// Errors: on writing. A line that is not understood is passed over.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/base/time.h"

namespace kiosk::platform {

inline constexpr std::size_t kMostCrashes = 10;

enum class Ending {
  kSignal,           // the processor or another program ended it: `signal`
  kBrokenInvariant,  // a KIOSK_CHECK: `sentence`
  kException,        // one that nobody caught, mostly no memory: `sentence`
  kWithoutAWord      // no power, or SIGKILL (the kernel's, where memory is short, or a person's)
};

struct Crash {
  Ending ending = Ending::kWithoutAWord;
  std::string signal;                // "SIGSEGV"
  std::string sentence;              // the program's own last words
  std::string version;               // of the program
  std::string context;               // what it was doing, as it had told; empty without a word
  std::optional<Millis> ran;         // from its start to its end, where the end is known
  std::int64_t started_seconds = 0;  // since 1970, by a clock that may have been wrong
  // The machine was started anew before the program was: a power cut, if nothing else is told.
  bool machine_restarted = false;
  std::string run;  // which run it was, for telling runs apart

  friend bool operator==(const Crash&, const Crash&) = default;
};

// One English sentence, for logs and receipts; a staff page makes its own from the kinds.
[[nodiscard]] std::string reason(const Crash& crash);

// The newest first.
[[nodiscard]] std::vector<Crash> last_crashes(const std::filesystem::path& state);
// Keeps it in front of the others, synced; the same run is not kept twice.
[[nodiscard]] Result<void> keep_crash(const std::filesystem::path& state, const Crash& crash);

// What `running` held, `now_boot` being the machine's boot as it is now. What cannot be read in
// it is left out: even an empty file tells that a run did not end in order.
[[nodiscard]] Crash crash_from_notes(const std::string& notes, const std::string& now_boot);

}  // namespace kiosk::platform
