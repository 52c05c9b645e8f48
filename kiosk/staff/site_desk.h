// Site desk: the part of the staff's desk that has to do with the site's settings: what is in
// force, and saving what staff have changed (settings/settings_file.h). Writing waits for the
// disk, so it happens on a thread of its own, or at once where the same touches must give the
// same pictures.
//
// Thread: the frame's. Errors become news.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "kiosk/app/staff_news.h"
#include "kiosk/base/time.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/settings/settings_file.h"
#include "platform/wall_clock.h"

namespace kiosk {

class SiteDesk {
 public:
  // What the program started with, and the file it came from.
  SiteDesk(std::filesystem::path file, const SettingsReading& reading, platform::WallClock& clock,
           bool at_once);
  ~SiteDesk();
  SiteDesk(const SiteDesk&) = delete;
  SiteDesk& operator=(const SiteDesk&) = delete;

  // One that is asked for while another is written is passed over.
  void save(const Settings& settings);
  // Followed and not saved, until it is saved or taken back; nothing: what is saved.
  void try_touch(const std::optional<TouchMatrix>& calibration);
  // The same of the rotation.
  void try_turn(const std::optional<Rotation>& rotation);
  void set_clock(std::int64_t local_minutes);
  void poll(SettingsNews& news);
  [[nodiscard]] bool busy() const;
  // Until the clock that staff see shows another minute; up to a second more.
  [[nodiscard]] Millis next_minute() const;
  [[nodiscard]] const Settings& settings() const { return m_settings; }
  // What is in force from now on, once.
  [[nodiscard]] std::optional<Settings> take_changed();
  // What the panel alone is to follow from now on, once.
  [[nodiscard]] std::optional<Settings> take_followed();

 private:
  // What is saved is followed again where nothing is tried.
  [[nodiscard]] bool begin_trial(bool tries);

  std::filesystem::path m_file;
  platform::WallClock& m_clock;
  bool m_at_once;
  Settings m_settings;
  std::vector<std::string> m_notes;
  bool m_failed = false;
  std::optional<Settings> m_changed;
  std::optional<Settings> m_followed;
  bool m_trying = false;  // what the panel follows is not what is saved

  mutable std::mutex m_lock;
  std::optional<PackResult<void>> m_written;  // the answer of the task
  Settings m_asked;
  bool m_running = false;
  std::thread m_task;
};

}  // namespace kiosk
