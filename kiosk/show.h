// Show: a kiosk whose pack may change while it runs. When the staff's desk says so, the kiosk is
// opened anew with the other pack, and the staff stay in their room; a pack that cannot be shown
// leaves the one that was.
//
// It minds what is shown meanwhile (refresh/pack_guard.h): the trial of a new pack begins when it
// is shown, and a spoilt one gives way when nobody is there.
//
// Made by panel_program.cpp and headless_program.cpp, driven like the kiosk itself.
// Thread: the frame's. Errors: on opening.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kiosk/frame_log.h"
#include "kiosk/kiosk.h"
#include "kiosk/refresh/pack_guard.h"
#include "kiosk/staff/front_desk.h"
#include "kiosk/visit_watch.h"
#include "platform/power.h"
#include "platform/wall_clock.h"

namespace kiosk {

struct ShowSite {
  std::filesystem::path state;    // nothing: no pack is installed here
  std::filesystem::path bundled;  // shown where nothing is
  std::string version;            // of the program
  Settings settings;              // of the site, until staff change them
  bool at_once = false;           // the same inputs give the same pictures
  bool first_start = false;       // a device that nobody has set up asks for it
  // Settings that the panel itself follows, at the start and when staff change them; and whether
  // it is to be dark. None: it cannot.
  std::function<void(const Settings& settings)> follow = {};
  std::function<void(bool dark)> darken = {};
  // After much was given back, when no visitor waits: the first picture is there and what was read
  // for it is gone, the content has changed, or the last visitor went.
  std::function<void()> tidy = {};
};

class Show {
 public:
  // `desk`: nothing: there is no staff room. `say` hears why a pack was not shown.
  Show(Exhibit exhibit, const KioskParts& parts, const KioskOptions& options, FrontDesk* desk,
       const platform::WallClock& wall_clock, ShowSite site,
       std::function<void(const std::string&)> say);

  // `trial`: of the start that led here.
  [[nodiscard]] Result<void> open(TrialRun trial);
  bool tick();
  // What the loop may sleep before the next tick; nothing: for ever.
  [[nodiscard]] std::optional<Millis> rest() const;
  [[nodiscard]] Kiosk& kiosk() { return *m_kiosk; }

 private:
  [[nodiscard]] Result<void> open_kiosk();
  [[nodiscard]] bool is_of_the_device(const std::filesystem::path& folder) const;
  [[nodiscard]] TrialRun noted_start(const std::filesystem::path& folder);
  void change_to(const std::filesystem::path& folder);
  void keep_hours();
  void count_visits();
  void change_settings(const Settings& settings);

  Exhibit m_exhibit;  // its pack is as it was loaded; what is shown is the site's view of it
  KioskParts m_parts;
  KioskOptions m_options;
  FrontDesk* m_desk;
  const platform::WallClock& m_wall_clock;
  std::optional<Millis> m_hours_asked;
  VisitWatch m_visits;
  FrameLog m_frames;
  bool m_dark = false;
  bool m_vacant = false;
  ShowSite m_site;
  std::function<void(const std::string&)> m_say;
  PackGuard m_guard;
  std::unique_ptr<Kiosk> m_kiosk;  // asks the guard, so goes before it
};

}  // namespace kiosk
