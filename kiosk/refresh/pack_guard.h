// PackGuard: watches over what is shown while it is shown: the trial of a pack that is new
// (trial.h, health_watch.h), and rot in the files of an installed one (integrity.h).
//
// A file is held against the list of what was installed when it is first opened: pictures as
// they are asked for, the texts all at once after the first picture stands (the start has read
// them and cannot wait). In quiet hours, ten minutes after the last visitor, every file is read
// from the disk again, one each two seconds, a round a day. Rot gives the pack up when nobody is
// there; until then a rotten picture counts as unreadable, and a tile stands in its place.
//
// Once what is shown has proved itself and nobody is there, packs that are neither shown nor the
// one before go (clean_up, installing.h): new content once a week would fill any card.
//
// Thread: the frame's, but for `may_open`, which any may call. Reading happens on a thread of its
// own, or at once where the same inputs must give the same pictures. Errors: sentences for staff.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "kiosk/base/time.h"
#include "kiosk/refresh/health_watch.h"
#include "kiosk/refresh/integrity.h"

namespace kiosk {

class PackGuard {
 public:
  static constexpr Millis kQuietAfter{10.0 * 60'000};
  static constexpr Millis kQuietStep{2'000};
  static constexpr Millis kGiveUpAgain{60'000};
  static constexpr Millis kQuietRound{24.0 * 3'600'000};

  // `state` empty: nothing is installed here, and nothing is guarded.
  PackGuard(std::filesystem::path state, bool at_once);
  ~PackGuard();
  PackGuard(const PackGuard&) = delete;
  PackGuard& operator=(const PackGuard&) = delete;

  // From now on this is shown; `trial` is its noted start, if it is on trial.
  void guard(const std::filesystem::path& folder, TrialRun trial);
  // False: the file is of this pack, and not what was installed. Reads it the first time.
  [[nodiscard]] bool may_open(const std::filesystem::path& file);

  // After each tick. `vacant`: no visitor and no staff are there. A sentence may come back.
  [[nodiscard]] std::string ticked(Millis now, std::uint64_t presents, bool vacant);
  // What is to be shown instead, once: a pack's folder, or an empty path for the bundled one.
  [[nodiscard]] std::optional<std::filesystem::path> take_shown();
  // How long the loop may sleep of that rest (nothing: for ever).
  [[nodiscard]] std::optional<Millis> shortened(std::optional<Millis> rest) const;

 private:
  enum class Errand { kNone, kTexts, kCleanUp, kNextFile, kGiveUp };

  [[nodiscard]] Errand next_errand(Millis now, std::uint64_t presents, bool vacant);
  void begin(Errand errand);
  void work();
  void run(Errand errand);
  [[nodiscard]] InstalledFiles& files();  // with the lock held
  void check_texts();
  void check_next_file();
  void clean();
  void give_up();

  std::filesystem::path m_state;
  bool m_at_once;
  TrialRun m_trial;
  bool m_texts_due = false;
  bool m_clean_due = false;
  std::optional<Millis> m_vacant_since;
  Millis m_next_step{0};
  Millis m_give_up_from{0};
  bool m_round_over = false;

  mutable std::mutex m_lock;  // of all below; held while a file is read
  std::condition_variable m_turn;
  std::filesystem::path m_folder;         // nothing: not an installed pack
  std::optional<InstalledFiles> m_files;  // nothing: not read yet
  QuietCheck m_quiet;
  std::string m_rotten;  // a file's name
  bool m_given_up = false;
  bool m_give_up_again = false;  // it could not be written down
  bool m_told = false;           // of that
  std::optional<std::filesystem::path> m_shown;
  std::string m_trouble;
  Errand m_errand = Errand::kNone;
  bool m_ending = false;
  std::thread m_thread;
};

}  // namespace kiosk
