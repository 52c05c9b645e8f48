// USB desk: the staff desk of a kiosk with USB sticks: the PIN, what lies on the stick, preparing
// it, putting it in place, going back, copying the content out. One engine does the installing
// (refresh/installing.h); this only asks it, waits where staff must decide, and tells the news.
//
// One task at a time on a thread of its own; the frame's thread never waits, but where
// `Site::at_once` says so (replays: the same touches give the same pictures).
// Thread: the frame's. Errors become news: a kind for words in the staff's language, and the
// exact sentence.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/app/staff_desk.h"
#include "kiosk/authoring/content_pictures.h"
#include "kiosk/base/language.h"
#include "kiosk/base/result.h"
#include "kiosk/refresh/stick_contents.h"
#include "kiosk/staff/pin_lock.h"
#include "platform/volumes.h"

namespace kiosk {

struct StaffSite {
  std::filesystem::path state;    // what this device keeps
  std::filesystem::path bundled;  // shown where nothing is installed
  PictureMaking making;
  std::filesystem::path program_content;  // the program's own content/: schemas and guides
  bool at_once = false;
};

class UsbDesk final : public StaffDesk {
 public:
  UsbDesk(StaffSite site, platform::Volumes& volumes, Millis now);
  ~UsbDesk() override;
  UsbDesk(const UsbDesk&) = delete;
  UsbDesk& operator=(const UsbDesk&) = delete;

  void ask(const StaffAct& wish) override;
  [[nodiscard]] bool poll(Millis now, bool vacant) override;
  [[nodiscard]] const StaffNews& news() const override { return m_news; }
  [[nodiscard]] std::optional<Millis> rest() const override;

  // The folder that is to be shown from now on, once.
  [[nodiscard]] std::optional<std::filesystem::path> take_shown();

 private:
  enum class Decision { kNone, kApply, kDiscard };
  enum class Pin { kIdle, kChecking };

  [[nodiscard]] bool idle() const;
  void start(std::function<void()> task);
  void finish_task();
  void settle();
  void tell_pin(Millis now);
  void tell_shown();
  void tell_stick();
  void look_at_stick(const platform::Volume& volume);
  void try_pin(const std::string& digits, bool choose);
  void take(const std::string& key);
  void install(const std::filesystem::path& source, const std::string& name);
  bool wait_for_decision(const std::filesystem::path& tree, const struct InstalledPack& pack);
  void enrol();
  void roll_back_now();
  void begin_export();
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
  StaffNews m_news;
  Language m_language = Language::kFrench;  // of the staff
  bool m_open = false;                      // staff are in the room, or before its pad
  bool m_changed = true;
  bool m_later = false;  // what is being put in place waits for the visitor to go
  bool m_exporting = false;
  bool m_previewing = false;
  Millis m_now{0};
  std::string m_looked_at;                     // the volume whose contents stand in the news
  std::vector<std::filesystem::path> m_paths;  // of the news' items
  std::filesystem::path m_wanted;              // the last source that was taken
  std::string m_wanted_name;
  std::optional<std::filesystem::path> m_shown;  // to be shown from now on

  // Shared with the task.
  mutable std::mutex m_lock;
  std::condition_variable m_turn;
  PinLock m_pin;
  PinNews m_pin_answer = PinNews::kUnknown;
  int m_entrance = 0;  // how often somebody came or went
  JobNews m_job;
  StickContents m_contents;
  std::string m_contents_of;
  std::string m_stick_trouble;
  std::optional<std::filesystem::path> m_installed;
  std::filesystem::path m_ready;  // what waits for a decision
  std::string m_unknown_key;      // minisign's form
  Decision m_decision = Decision::kNone;
  bool m_running = false;
  bool m_resting = true;  // the task waits for a decision, or there is none
  bool m_job_changed = false;
  std::thread m_task;
};

}  // namespace kiosk
