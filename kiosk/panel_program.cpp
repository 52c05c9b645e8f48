#include "kiosk/panel_program.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/bench.h"
#include "kiosk/headless_program.h"
#include "kiosk/hung_panel.h"
#include "kiosk/machine.h"
#include "kiosk/refresh/stick_contents.h"
#include "kiosk/report.h"
#include "kiosk/show.h"
#include "kiosk/sites.h"
#include "kiosk/staff/front_desk.h"
#include "platform/linux/crash_notes.h"
#include "platform/linux/espeak_speech.h"
#include "platform/linux/heap.h"
#include "platform/linux/inotify_folder.h"
#include "platform/linux/sdl_display.h"
#include "platform/linux/sdl_input.h"
#include "platform/linux/sdl_session.h"
#include "platform/linux/service_watch.h"
#include "platform/linux/steady_clock.h"
#include "platform/linux/sysfs_backlight.h"
#include "platform/linux/sysfs_health.h"
#include "platform/linux/system_wall_clock.h"
#include "platform/raster/png_file.h"
#include "platform/turned/upright_picture.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

// Sentences for the log and for the staff's own list, from whichever thread.
class Hearing {
 public:
  void tell(const std::string& sentence) {
    say(sentence);
    const std::scoped_lock held(m_mutex);
    if (m_desk != nullptr) m_desk->hear(sentence);
  }
  void turn_to(FrontDesk* desk) {
    const std::scoped_lock held(m_mutex);
    m_desk = desk;
  }

 private:
  std::mutex m_mutex;
  FrontDesk* m_desk = nullptr;
};

class PanelProgram {
 public:
  // All of it outlives the program; `prepared` is used up.
  PanelProgram(const CommandLine& options, Prepared& prepared, platform::SdlDisplay& display,
               platform::SdlInput& touches, const platform::Clock& clock)
      : m_options(options),
        m_prepared(prepared),
        m_display(display),
        m_touches(touches),
        m_clock(clock) {}
  PanelProgram(const PanelProgram&) = delete;
  PanelProgram& operator=(const PanelProgram&) = delete;
  ~PanelProgram() { m_hearing.turn_to(nullptr); }  // before the desk goes

  [[nodiscard]] int run();

 private:
  void begin_notes();
  void open_desk();
  [[nodiscard]] Result<TakenPicture> take_picture();
  [[nodiscard]] ShowSite panel_site();
  void shine(int percent);
  [[nodiscard]] int live(Show& show);

  const CommandLine& m_options;
  Prepared& m_prepared;
  platform::SdlDisplay& m_display;
  platform::SdlInput& m_touches;
  const platform::Clock& m_clock;
  HungPanel m_panel{m_display, m_touches};
  platform::SysfsBacklight m_light;
  platform::SysfsHealth m_health;
  // Before the desk and after it, since the sticks' thread tells as long as it lives.
  Hearing m_hearing;
  const std::function<void(const std::string&)> m_hear = [this](const std::string& sentence) {
    m_hearing.tell(sentence);
  };
  Machine m_machine = machine_of({m_options.helper, !m_options.state.empty()}, m_hear);
  platform::SystemWallClock m_wall_clock{[this] { return m_health.look("/").clock; },
                                         m_machine.set_clock};
  platform::EspeakSpeech m_speech;
  const Strings m_words{m_prepared.exhibit.words};
  int m_brightness = 100;
  std::unique_ptr<platform::CrashNotes> m_notes;
  std::optional<platform::InotifyFolder> m_inbox;
  std::optional<FrontDesk> m_desk;
};

void PanelProgram::shine(int percent) {
  if (!m_light.percent()) return;
  if (auto set = m_light.set(percent); !set) say(set.error().message);
}

ShowSite PanelProgram::panel_site() {
  ShowSite site = show_site(m_options, m_prepared.settings.settings);
  site.follow = [this](const Settings& settings) {
    m_panel.hang(settings);
    shine(m_brightness = settings.screen.brightness_percent);
    m_speech.set_share(settings.volume_percent);
  };
  site.darken = [this](bool dark) { shine(dark ? 0 : m_brightness); };
  site.tidy = platform::give_back_holes;
  return site;
}

void PanelProgram::begin_notes() {
  auto begun = platform::CrashNotes::begin(m_options.state, KIOSK_VERSION);
  if (begun) m_notes = std::move(*begun);
  if (!begun) say(begun.error().message);
}

Result<TakenPicture> PanelProgram::take_picture() {
  auto seen = m_display.picture();
  if (!seen) return tl::unexpected(seen.error());
  return TakenPicture(
      [seen = std::move(*seen), turn = m_panel.display.turn()](const fs::path& file) {
        return raster::write_png(file, platform::upright_picture(seen, turn));
      });
}

void PanelProgram::open_desk() {
  StaffSite staff = staff_site(m_options, m_prepared.settings.settings);
  if (!staff.inbox.empty()) {
    m_inbox.emplace(staff.inbox, std::string(kPackFolderName), [this] { m_touches.wake(); });
  }
  m_desk.emplace(std::move(staff), device_site(m_options, m_health), m_prepared.settings,
                 DeskParts{*m_machine.volumes, m_wall_clock, m_words, m_machine.power.get(),
                           [this] { return take_picture(); }, m_inbox ? &*m_inbox : nullptr, m_hear,
                           m_machine.gate.get()},
                 m_clock.now());
  m_hearing.turn_to(&*m_desk);
}

int PanelProgram::run() {
  if (!m_options.state.empty()) {
    begin_notes();
    if (m_machine.volumes) open_desk();
  }
  Show show(std::move(m_prepared.exhibit), {m_panel.display, m_panel.input, m_clock, &m_speech},
            m_prepared.options, m_desk ? &*m_desk : nullptr, m_wall_clock, panel_site(), m_hear);
  if (auto opened = show.open(std::move(m_prepared.trial)); !opened) {
    say(opened.error().message);
    return kUsage;
  }
  return live(show);
}

int PanelProgram::live(Show& show) {
  const platform::Power& power = *m_machine.power;
  platform::ServiceWatch watch;
  while (show.tick() && !power.program_shall_end()) {
    watch.beat(m_clock.now());
    // What it is doing, should it end badly.
    if (m_notes) m_notes->doing(screen_name(show.kiosk()));
    const auto rest = sooner(show.rest(), watch.longest_rest());
    if (!rest || rest->count() > 0) m_panel.input.wait(rest);
  }
  if (power.program_shall_end()) return kStartAgain;
  return show.kiosk().shows_card() ? kNoPack : kFine;
}

int tour(const CommandLine& options, Prepared prepared) {
  say("no display was found, so the bundled tour is drawn into the folder \"" + options.out +
      "\".");
  const fs::path script = prepared.exhibit.assets / "tour.jsonl";
  return run_headless(options, std::move(prepared), script);
}

}  // namespace

int run_on_panel(const CommandLine& options, Prepared prepared) {
  prepared.options.pictures = PictureLoading::kInBackground;
  if (prepared.exhibit.pack) {
    prepared.exhibit.ground = std::make_shared<GroundPicturesAhead>(prepared.exhibit.assets);
  }
  platform::WindowOptions window;
  window.windowed = options.windowed || !options.size.empty();
  window.width = prepared.size.width;
  window.height = prepared.size.height;
  const platform::SteadyClock clock;
  auto session = platform::SdlSession::open(window);
  if (!session) {
    prepared.options.pictures = PictureLoading::kAtOnce;
    if (!options.bench) return tour(options, std::move(prepared));
    say(session.error().message);
    return kUsage;
  }
  auto display = platform::SdlDisplay::open(**session, options.renderer);
  if (!display) {
    say(display.error().message);
    return kUsage;
  }
  platform::SdlInput touches(**session, clock);
  if (options.bench) {
    return run_bench(std::move(prepared.exhibit), **display, touches, clock, prepared.options,
                     (*display)->name() + " on " + (*session)->video_driver());
  }
  return PanelProgram(options, prepared, **display, touches, clock).run();
}

}  // namespace kiosk
