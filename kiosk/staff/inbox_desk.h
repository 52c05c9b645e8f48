// Inbox desk: the part of the staff's desk that takes packs out of a folder which whoever
// distributes them fills (refresh/inbox_files.h), with nobody there. The engine and its checks
// are those of a stick (refresh/installing.h); no PIN stands before them, so only packs by keys
// that are enrolled already are taken, whatever the site's trust. It is shown at the next idle.
//
// It looks at its start, when the watch tells of a change, and when a visitor has gone, never by
// the clock; looks are kSettled apart, and a file is taken once two of them found it the same.
// Work waits while staff are in their room, and what is being made ready is given up when they
// come: it is begun again later. A file is refused once, in the record; one that had no room, or
// met a disk that fails, is tried again at looks an hour apart. Nothing in the folder is ever
// changed.
//
// One task at a time on a thread of its own, or at once where the same inputs must give the same
// pictures. Thread: the frame's. Errors: the record's; sentences for the log.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/base/time.h"
#include "kiosk/refresh/inbox_files.h"
#include "platform/folder_watch.h"

namespace kiosk {

struct InboxSite {
  std::filesystem::path folder;  // empty: there is no inbox
  std::filesystem::path state;
  std::filesystem::path bundled;  // shown where nothing is installed
  PictureMaking making;
  bool at_once = false;
};

class InboxDesk {
 public:
  static constexpr Millis kSettled{3'000};

  // `watch`: nothing: changes are noticed when a visitor has gone. Outlives it.
  InboxDesk(InboxSite site, platform::FolderWatch* watch);
  ~InboxDesk();
  InboxDesk(const InboxDesk&) = delete;
  InboxDesk& operator=(const InboxDesk&) = delete;

  // `vacant`: no visitor is there. `free`: nobody else is at the content.
  void poll(Millis now, bool vacant, bool free);
  // How soon it wants to be polled again; nothing: when something happens.
  [[nodiscard]] std::optional<Millis> rest(Millis now) const;
  // The folder that is to be shown from now on, once.
  [[nodiscard]] std::optional<std::filesystem::path> take_shown();
  // For the log, once.
  [[nodiscard]] std::vector<std::string> take_said();

 private:
  struct Candidate {
    InboxFile file;
    InboxClaim claim;
  };

  void want_look(Millis now);
  void start(Millis now);
  void look();
  [[nodiscard]] std::vector<InboxFile> settled_of(const std::vector<InboxFile>& files);
  [[nodiscard]] std::vector<Candidate> candidates(const std::vector<InboxFile>& settled);
  [[nodiscard]] bool is_too_soon(const std::string& stamp) const;
  void take(const Candidate& candidate);
  void refuse(const Candidate& candidate, const PackFailure& failure);
  void say(const std::string& sentence);

  InboxSite m_site;
  platform::FolderWatch* m_watch;
  bool m_vacant = false;
  bool m_free = false;
  std::optional<Millis> m_due{Millis{0}};
  std::optional<Millis> m_looked_at;
  std::optional<std::filesystem::path> m_shown;

  // The task's alone.
  std::map<std::string, std::string> m_seen;  // by path: the stamp at the last look
  std::set<std::string> m_passed;             // stamps that need no other look, by these keys
  std::map<std::string, Millis> m_tried;      // stamps whose trouble may pass, and when
  Millis m_look_begun{0};
  std::vector<PublicKey> m_keys;
  bool m_unreadable = false;  // was said

  std::atomic<bool> m_given_up{false};
  mutable std::mutex m_lock;  // of what the task leaves behind
  bool m_running = false;
  bool m_look_again = false;
  bool m_installed = false;
  std::vector<std::string> m_said;
  std::thread m_task;
};

}  // namespace kiosk
