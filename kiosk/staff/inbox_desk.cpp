#include "kiosk/staff/inbox_desk.h"

#include <algorithm>
#include <utility>

#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/installing.h"
#include "kiosk/refresh/state_lock.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr Millis kWhileBusy{1'000};
// A full disk, or one that fails: what is copied until that shows wears the card.
constexpr Millis kTryAgainAfter{3'600'000};

// What the bytes of the file are to blame for: no second look would find otherwise. Of a key that
// is not trusted more may become.
bool is_final(FailureKind kind, const InboxClaim& claim) {
  if (kind == FailureKind::kNotTrusted) return claim.trusted;
  return kind != FailureKind::kNoSpace && kind != FailureKind::kFailed;
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

}  // namespace

InboxDesk::InboxDesk(InboxSite site, platform::FolderWatch* watch)
    : m_site(std::move(site)), m_watch(watch) {}

InboxDesk::~InboxDesk() {
  m_given_up = true;
  if (m_task.joinable()) m_task.join();
}

void InboxDesk::want_look(Millis now) {
  Millis soonest = now;
  if (m_looked_at) soonest = std::max(soonest, *m_looked_at + kSettled);
  m_due = m_due ? std::min(*m_due, soonest) : soonest;
}

void InboxDesk::poll(Millis now, bool vacant, bool free) {
  if (m_site.folder.empty()) return;
  const bool changed = m_watch != nullptr && m_watch->poll();
  if (changed || (vacant && !m_vacant)) want_look(now);
  m_vacant = vacant;
  m_free = free;
  if (!free) m_given_up = true;
  bool running = false;
  bool installed = false;
  {
    const std::scoped_lock held(m_lock);
    if (std::exchange(m_look_again, false)) want_look(now);
    running = m_running;
    // While there is more to install nobody else can note the start of what is there.
    installed = m_installed && !m_running && vacant && free;
    if (installed) m_installed = false;
  }
  if (installed) {
    // What the state says by now: staff may have gone back meanwhile.
    const auto shown = shown_packs(m_site.state);
    m_shown = shown.empty() ? m_site.bundled : shown.front();
  }
  if (!running && free && m_due && now >= *m_due) start(now);
}

void InboxDesk::start(Millis now) {
  m_due.reset();
  m_looked_at = now;
  if (m_task.joinable()) m_task.join();
  m_look_begun = now;
  m_given_up = false;
  {
    const std::scoped_lock held(m_lock);
    m_running = true;
  }
  m_task = std::thread([this] {
    look();
    const std::scoped_lock held(m_lock);
    m_running = false;
  });
  if (m_site.at_once) m_task.join();
}

// Runs on the task's thread, as all that follows.
void InboxDesk::look() {
  const auto files = files_in_inbox(m_site.folder);
  if (!files) {
    if (!std::exchange(m_unreadable, true)) say("inbox: " + files.error().message);
    return;
  }
  m_unreadable = false;
  // Whose packs are taken may have changed since.
  std::vector<PublicKey> keys = read_device_keys(m_site.state).trusted();
  if (keys != m_keys) m_passed.clear();
  m_keys = std::move(keys);
  for (const Candidate& candidate : candidates(settled_of(*files))) {
    if (m_given_up) break;
    take(candidate);
  }
  if (!m_given_up) return;
  const std::scoped_lock held(m_lock);
  m_look_again = true;
}

// Those that are as the look before found them; for the others there is another look.
std::vector<InboxFile> InboxDesk::settled_of(const std::vector<InboxFile>& files) {
  std::vector<InboxFile> settled;
  std::map<std::string, std::string> seen;
  bool growing = false;
  for (const InboxFile& file : files) {
    seen[file.path.string()] = file.stamp;
    if (m_passed.contains(file.stamp) || is_too_soon(file.stamp)) continue;
    const auto before = m_seen.find(file.path.string());
    const bool same = before != m_seen.end() && before->second == file.stamp;
    if (same) settled.push_back(file);
    growing = growing || !same;
  }
  m_seen = std::move(seen);
  const std::scoped_lock held(m_lock);
  m_look_again = growing;
  return settled;
}

bool InboxDesk::is_too_soon(const std::string& stamp) const {
  const auto tried = m_tried.find(stamp);
  return tried != m_tried.end() && m_look_begun - tried->second < kTryAgainAfter;
}

// Of several the one with the highest number goes first: the others are older then.
std::vector<InboxDesk::Candidate> InboxDesk::candidates(const std::vector<InboxFile>& settled) {
  std::vector<Candidate> found;
  if (settled.empty()) return found;
  const InboxMemory memory = read_inbox_memory(m_site.state);
  const auto state = read_device_state(m_site.state);
  for (const InboxFile& file : settled) {
    InboxClaim claim;
    bool known = holds(memory.refused, file.stamp);
    if (!known) {
      claim = claim_of(file.path, m_keys);
      known = holds(memory.taken, claim.hash) || (state && was_here(*state, claim.hash)) ||
              (holds(memory.failed, file.stamp) && !claim.trusted);
    }
    if (known) {
      m_passed.insert(file.stamp);
    } else {
      found.push_back({file, std::move(claim)});
    }
  }
  std::ranges::stable_sort(found, std::greater<>(),
                           [](const Candidate& candidate) { return candidate.claim.serial; });
  return found;
}

void InboxDesk::take(const Candidate& candidate) {
  {
    // Somebody at a command line installs just now: it is tried when there is news, or nobody.
    const auto lock = StateLock::take(m_site.state);
    if (!lock) return;
  }
  InstallRequest request;
  request.source = candidate.file.path;
  request.state = m_site.state;
  request.only_archives = true;
  request.making = m_site.making;
  request.gently = !m_site.at_once;
  request.way = kByInbox;
  request.given_up = [this] { return m_given_up.load(); };
  const auto report = install_pack(request);
  if (report && report->declined) return;
  if (!report) return refuse(candidate, report.error());
  m_passed.insert(candidate.file.stamp);
  if (!report->installed) return;  // which no archive comes to
  InboxMemory memory = read_inbox_memory(m_site.state);
  memory.taken.push_back(report->installed->hash);
  static_cast<void>(write_inbox_memory(m_site.state, std::move(memory)));  // was_here() knows it
  const std::scoped_lock held(m_lock);
  m_installed = true;
}

// It is refused all the same if that cannot be written down.
void InboxDesk::refuse(const Candidate& candidate, const PackFailure& failure) {
  const InboxFile& file = candidate.file;
  InboxMemory memory = read_inbox_memory(m_site.state);
  const bool final = is_final(failure.kind, candidate.claim);
  std::vector<std::string>& stamps = final ? memory.refused : memory.failed;
  // A key that is enrolled later clears what was passed.
  if (final || failure.kind == FailureKind::kNotTrusted) {
    m_passed.insert(file.stamp);
  } else {
    m_tried[file.stamp] = m_look_begun;
  }
  const bool told = holds(stamps, file.stamp);
  if (told) return;
  std::string sentence = failure.message;
  const std::string path = file.path.string();
  if (sentence.starts_with(path)) sentence = file.name + sentence.substr(path.size());
  static_cast<void>(note_refusal(m_site.state, sentence, kByInbox));
  say("inbox: " + sentence);
  stamps.push_back(file.stamp);
  static_cast<void>(write_inbox_memory(m_site.state, std::move(memory)));
}

void InboxDesk::say(const std::string& sentence) {
  const std::scoped_lock held(m_lock);
  m_said.push_back(sentence);
}

std::optional<Millis> InboxDesk::rest(Millis now) const {
  const std::scoped_lock held(m_lock);
  if (m_running) return kWhileBusy;
  if (m_site.folder.empty()) return std::nullopt;
  if ((m_look_again && m_free) || !m_said.empty()) return Millis{0};
  if (m_installed && m_vacant && m_free) return Millis{0};
  if (m_due && m_free) return std::max(*m_due - now, Millis{0});
  return std::nullopt;
}

std::optional<fs::path> InboxDesk::take_shown() { return std::exchange(m_shown, std::nullopt); }

std::vector<std::string> InboxDesk::take_said() {
  const std::scoped_lock held(m_lock);
  return std::exchange(m_said, {});
}

}  // namespace kiosk
