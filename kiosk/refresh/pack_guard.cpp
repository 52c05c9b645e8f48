#include "kiosk/refresh/pack_guard.h"

#include <algorithm>
#include <utility>

#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/installing.h"
#include "kiosk/refresh/state_lock.h"
#include "kiosk/refresh/trial.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

// A pack's file as the pack names it; nothing if it lies elsewhere.
std::string name_within(const fs::path& folder, const fs::path& file) {
  const std::string name = file.lexically_relative(folder).generic_string();
  return name.starts_with("..") ? std::string() : name;
}

}  // namespace

PackGuard::PackGuard(fs::path state, bool at_once)
    : m_state(std::move(state)), m_at_once(at_once) {}

PackGuard::~PackGuard() {
  {
    const std::scoped_lock held(m_lock);
    m_ending = true;
  }
  m_turn.notify_all();
  if (m_thread.joinable()) m_thread.join();
}

void PackGuard::guard(const fs::path& folder, TrialRun trial) {
  // The old trial is taken back before the new one begins.
  m_trial = TrialRun();
  m_trial = std::move(trial);
  m_next_step = Millis{0};
  m_give_up_from = Millis{0};
  m_round_over = false;
  const std::scoped_lock held(m_lock);
  m_folder.clear();
  m_files.reset();
  m_quiet = QuietCheck();
  m_rotten.clear();
  m_given_up = m_give_up_again = m_told = false;
  m_clean_due = false;
  const bool installed = !m_state.empty() && folder.parent_path() == m_state / kPacksFolder;
  if (!installed) return;
  m_folder = folder;
  m_texts_due = true;
  m_clean_due = true;
}

// Read when first asked for, which is after the first picture: of thousands of files the list alone
// takes as long as a start.
InstalledFiles& PackGuard::files() {
  if (m_files) return *m_files;
  auto listed = InstalledFiles::of(m_folder);
  if (!listed) m_rotten = kInstalledFile;
  m_files = listed ? std::move(*listed) : InstalledFiles();
  return *m_files;
}

bool PackGuard::may_open(const fs::path& file) {
  const std::scoped_lock held(m_lock);
  if (m_folder.empty()) return true;
  const std::string name = name_within(m_folder, file);
  if (files().matches(name) != Wholeness::kRotten) return true;
  m_rotten = name;
  return false;
}

std::string PackGuard::ticked(Millis now, std::uint64_t presents, bool vacant) {
  std::string trouble = m_trial.ticked(now, presents);
  if (m_state.empty()) return trouble;
  if (!vacant) m_vacant_since.reset();
  if (vacant && !m_vacant_since) m_vacant_since = now;
  begin(next_errand(now, presents, vacant));
  const std::unique_lock held(m_lock, std::try_to_lock);
  if (held && !m_trouble.empty()) trouble = std::exchange(m_trouble, {});
  return trouble;
}

PackGuard::Errand PackGuard::next_errand(Millis now, std::uint64_t presents, bool vacant) {
  const std::unique_lock held(m_lock, std::try_to_lock);
  // Not now: a file is being read. The next tick comes soon enough.
  if (!held || m_folder.empty() || m_errand != Errand::kNone || presents == 0) {
    return Errand::kNone;
  }
  if (!m_rotten.empty()) {
    if (std::exchange(m_give_up_again, false)) m_give_up_from = now + kGiveUpAgain;
    return vacant && !m_given_up && now >= m_give_up_from ? Errand::kGiveUp : Errand::kNone;
  }
  if (std::exchange(m_texts_due, false)) return Errand::kTexts;
  if (m_clean_due && m_trial.over() && vacant) {
    m_clean_due = false;
    return Errand::kCleanUp;
  }
  if (!m_vacant_since || now - *m_vacant_since < kQuietAfter || now < m_next_step) {
    return Errand::kNone;
  }
  if (std::exchange(m_round_over, false)) {
    m_quiet.begin_again();
    m_clean_due = true;  // it may not have come to it before: staff were installing
  }
  if (m_quiet.done(files())) {
    m_round_over = true;
    m_next_step = now + kQuietRound;
    return Errand::kNone;
  }
  m_next_step = now + kQuietStep;
  return Errand::kNextFile;
}

void PackGuard::begin(Errand errand) {
  if (errand == Errand::kNone) return;
  if (m_at_once) return run(errand);
  if (!m_thread.joinable()) m_thread = std::thread([this] { work(); });
  {
    const std::scoped_lock held(m_lock);
    m_errand = errand;
  }
  m_turn.notify_all();
}

void PackGuard::work() {
  std::unique_lock held(m_lock);
  while (true) {
    m_turn.wait(held, [&] { return m_ending || m_errand != Errand::kNone; });
    if (m_ending) return;
    const Errand errand = m_errand;
    held.unlock();
    run(errand);
    held.lock();
    m_errand = Errand::kNone;
  }
}

void PackGuard::run(Errand errand) {
  switch (errand) {
    case Errand::kTexts:
      return check_texts();
    case Errand::kCleanUp:
      return clean();
    case Errand::kNextFile:
      return check_next_file();
    case Errand::kGiveUp:
      return give_up();
    case Errand::kNone:
      return;
  }
}

void PackGuard::check_texts() {
  std::size_t at = 0;
  while (true) {
    // One file a turn of the lock: who opens a picture does not wait for all.
    const std::scoped_lock held(m_lock);
    if (m_ending || at >= files().count()) return;
    const std::string name = files().name(at++);
    if (name.ends_with(".json") && files().matches(name) == Wholeness::kRotten) m_rotten = name;
  }
}

void PackGuard::check_next_file() {
  const std::scoped_lock held(m_lock);
  if (auto rotten = m_quiet.check_next(files())) m_rotten = std::move(*rotten);
}

// Without the lock, for it takes as long as there are files. Where staff install, or no end of a
// trial could be written, another time.
void PackGuard::clean() {
  const auto state = read_device_state(m_state);
  if (state && !state->trial) static_cast<void>(clean_up(m_state));
}

// Without the lock while the pack before is read: that takes as long as it is large.
void PackGuard::give_up() {
  std::string folder;
  std::string file;
  {
    const std::scoped_lock held(m_lock);
    folder = m_folder.filename().string();
    file = m_rotten;
  }
  const auto state = give_up_rotten(m_state, folder, file);
  const std::scoped_lock held(m_lock);
  if (!state) {
    // Somebody installs just now, or the card has a bad moment: it is tried again, and told once.
    if (!std::exchange(m_told, true)) m_trouble = state.error().message;
    m_give_up_again = true;
    return;
  }
  m_given_up = true;
  m_trouble = folder + ": " + file + " is not what was installed; another pack is shown.";
  const auto packs = shown_packs(m_state);
  m_shown = packs.empty() ? fs::path() : packs.front();
}

std::optional<fs::path> PackGuard::take_shown() {
  const std::unique_lock held(m_lock, std::try_to_lock);
  if (!held) return std::nullopt;
  return std::exchange(m_shown, std::nullopt);
}

std::optional<Millis> PackGuard::shortened(std::optional<Millis> rest) const {
  rest = m_trial.shortened(rest);
  const std::unique_lock held(m_lock, std::try_to_lock);
  const bool busy = !held || m_errand != Errand::kNone || m_shown || !m_trouble.empty();
  if (!busy) return rest;
  return std::min(rest.value_or(HealthWatch::kPulse), HealthWatch::kPulse);
}

}  // namespace kiosk
