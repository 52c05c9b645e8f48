// USB desk: the part of the staff's desk that has to do with content: what lies on the stick,
// preparing it, putting it in place, going back, copying the content out. One engine does the
// installing (refresh/installing.h); this only asks it, waits where staff must decide, and tells
// the news.
//
// One task at a time on a thread of its own; the frame's thread never waits, but where
// `Site::at_once` says so (replays: the same touches give the same pictures).
// Thread: the frame's. Errors become news: a kind for words in the staff's language, and the
// exact sentence.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/app/staff_news.h"
#include "kiosk/authoring/content_pictures.h"
#include "kiosk/base/language.h"
#include "kiosk/base/result.h"
#include "kiosk/base/trust_rule.h"
#include "kiosk/model/localized.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/refresh/stick_contents.h"
#include "platform/volumes.h"

namespace kiosk {

struct StaffSite {
  std::filesystem::path state;     // what this device keeps
  std::filesystem::path bundled;   // shown where nothing is installed
  std::filesystem::path settings;  // the site's file
  PictureMaking making;
  Localized unknown_author = {};          // the credit of a photograph that names nobody
  std::filesystem::path program_content;  // the program's own content/: schemas and guides
  std::filesystem::path inbox = {};    // packs that come by a network (inbox_desk.h); empty: none
  std::filesystem::path metrics = {};  // where readings go (metrics_desk.h); empty: nowhere
  bool at_once = false;
};

// What is written to a stick, on a thread of its own; `folder`: the stick's root.
using StickWriting = std::function<PackResult<void>(const std::filesystem::path& folder)>;

class UsbDesk {
 public:
  UsbDesk(StaffSite site, platform::Volumes& volumes);
  ~UsbDesk();
  UsbDesk(const UsbDesk&) = delete;
  UsbDesk& operator=(const UsbDesk&) = delete;

  // Staff stand before the door or are inside, and read that language; or have left.
  void entered(Language language);
  void left();
  void ask(const StaffAct& wish);
  // Makes the stick writable, writes, and says so once it may leave. `what`: in the news.
  void write_to_stick(const std::string& what, StickWriting writing);
  void tell_failure(const std::string& sentence);
  // Brings its share of the news up to date. `vacant`: no visitor is there.
  void poll(Millis now, bool vacant, StaffNews& news);
  // Whose content is taken, from the next installation on.
  void follow(TrustRule rule) { m_rule = rule; }
  // Nobody is in the room and nothing is under way.
  [[nodiscard]] bool idle() const;
  // How soon it wants to be polled again; nothing: it has no news to come.
  [[nodiscard]] std::optional<Millis> rest() const;

  // The folder that is to be shown from now on, once.
  [[nodiscard]] std::optional<std::filesystem::path> take_shown();

 private:
  enum class Decision { kNone, kApply, kDiscard };
  // What was found on a volume, or why it could not be listed.
  struct Look {
    StickContents contents;
    std::string trouble;
  };

  void begin(std::optional<JobNews> told, std::function<void()> task);
  void start(std::function<void()> task);
  void finish_task();
  void settle();
  void tell_shown(StaffNews& news) const;
  void tell_stick(StaffNews& news);
  void tell_time_left(Millis now, JobNews& job);
  void hold_stick();
  [[nodiscard]] bool look_at(const platform::Volume& volume);
  void forget_looks();
  void tell_contents(const StickContents& contents, StickNews& news);
  void take(const std::string& key);
  void install(const std::filesystem::path& source, const std::string& name);
  void run_installation(const std::filesystem::path& source, TrustRule rule);
  [[nodiscard]] struct InstallRequest request_for(const std::filesystem::path& source,
                                                  TrustRule rule);
  void revoke(const std::filesystem::path& file, const std::string& name);
  void tell_refusal(const std::filesystem::path& source, const PackFailure& failure,
                    TrustRule rule);
  void note_refused(const std::string& sentence) const;
  bool wait_for_decision(const std::filesystem::path& tree, const struct InstalledPack& pack);
  void enrol();
  void roll_back_now();
  [[nodiscard]] StickWriting content_export();
  void advance_export();
  void preview();
  [[nodiscard]] std::filesystem::path shown_now() const;
  void decide(Decision decision);
  void discard();
  [[nodiscard]] const platform::Volume* stick() const;
  template <typename Change>
  void change_job(Change change);

  StaffSite m_site;
  platform::Volumes& m_volumes;
  Language m_language = Language::kFrench;  // of the staff
  TrustRule m_rule = TrustRule::kPin;
  bool m_open = false;  // staff are in the room, or before its pad
  bool m_changed = true;
  bool m_later = false;  // what is being put in place waits for the visitor to go
  bool m_exporting = false;
  StickWriting m_writing;
  bool m_previewing = false;
  // Since when the job's figures have been counting, and from which.
  struct Pace {
    JobStage stage = JobStage::kNone;
    std::uint64_t from = 0;
    Millis since{0};
  };
  Pace m_pace;
  std::set<std::string> m_asked;               // the volumes that were asked to be readable, once
  std::vector<StickItemNews> m_items;          // as they stand in the news, ...
  std::vector<std::filesystem::path> m_paths;  // ... and where they are
  std::filesystem::path m_wanted;              // the last source that was taken
  std::string m_wanted_name;
  std::optional<std::filesystem::path> m_shown;  // to be shown from now on

  // Shared with the task.
  mutable std::mutex m_lock;
  std::condition_variable m_turn;
  JobNews m_job;
  std::map<std::string, Look> m_looks;  // by volume
  std::optional<std::filesystem::path> m_installed;
  std::filesystem::path m_ready;  // what waits for a decision
  std::string m_unknown_key;      // minisign's form
  Decision m_decision = Decision::kNone;
  bool m_running = false;
  bool m_looking = false;        // what runs is a look at a stick
  std::function<void()> m_next;  // what comes after it
  bool m_resting = true;         // the task waits for a decision, or there is none
  bool m_job_changed = false;
  std::thread m_task;
};

}  // namespace kiosk
