// CrashNotes: what the program was doing when it ended badly, so that staff can tell it.
//
// While it lives, the file `running` lies in the state folder; an orderly end takes it away. A
// start that finds one knows that the run before did not end in order, and keeps that in the
// crash list (crash_list.h). A fatal signal adds to that file which one it was, when, and what
// the program had said it was doing: into room that was set apart at the start, so that a full
// disk takes no word away. A KIOSK_CHECK that fails and an exception that nobody catches leave
// their sentences there too. A stack that overflows is told of the main thread alone: others
// end without a word.
//
// Writes, in all: one file at the start (and the list, after a crash), nothing while it runs,
// nothing at an orderly end but taking the name away; each is synced. The lock on the file tells
// a run that still goes on from one that died.
//
// One at a time in a process: signals know no object, so what the handler needs is global to
// this file. Made after the state folder is known, before other threads; destroyed last.
// `doing` from the frame's thread, at any rate: it costs no allocation and no system call.
// Errors: a sentence, if the folder cannot be written or another kiosk runs with it; the kiosk
// runs on without notes.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kiosk/base/result.h"
#include "platform/linux/crash_list.h"

namespace kiosk::platform {

inline constexpr std::size_t kLongestContext = 95;  // bytes; longer ones are cut

class CrashNotes {
 public:
  // The last run, if it did not end in order, is in the crash list once this has succeeded.
  [[nodiscard]] static Result<std::unique_ptr<CrashNotes>> begin(const std::filesystem::path& state,
                                                                 const std::string& version);
  CrashNotes(const CrashNotes&) = delete;
  CrashNotes& operator=(const CrashNotes&) = delete;
  // The orderly end.
  ~CrashNotes();

  // "map", "city agadir": ASCII, nothing of a visitor's.
  void doing(std::string_view context);
  // How the run before this one ended, if badly.
  [[nodiscard]] const std::optional<Crash>& last_run() const { return m_last_run; }

 private:
  CrashNotes(std::filesystem::path file, int descriptor, std::optional<Crash> last_run)
      : m_file(std::move(file)), m_descriptor(descriptor), m_last_run(std::move(last_run)) {}

  std::filesystem::path m_file;
  int m_descriptor;
  std::optional<Crash> m_last_run;
};

}  // namespace kiosk::platform
