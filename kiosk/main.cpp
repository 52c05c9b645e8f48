// The composition root: the one file that names the concrete parts of the platform and
// puts them together with the exhibition.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/audit.h"
#include "kiosk/bench.h"
#include "kiosk/kiosk.h"
#include "kiosk/machine.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/pack_choice.h"
#include "kiosk/report.h"
#include "kiosk/search/search_index.h"
#include "kiosk/settings/settings_command.h"
#include "kiosk/settings/settings_file.h"
#include "kiosk/show.h"
#include "kiosk/staff/front_desk.h"
#include "platform/headless/blank_display.h"
#include "platform/headless/fixed_health.h"
#include "platform/headless/folder_volumes.h"
#include "platform/headless/noted_folder.h"
#include "platform/headless/noted_power.h"
#include "platform/headless/noted_speech.h"
#include "platform/headless/noted_usb_gate.h"
#include "platform/headless/replay.h"
#include "platform/headless/scripted_wall_clock.h"
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
#include "platform/linux/systemd_power.h"
#include "platform/raster/png_file.h"
#include "platform/turned/turned_display.h"
#include "platform/turned/turned_input.h"
#include "platform/turned/upright_picture.h"

namespace {

namespace fs = std::filesystem;
using kiosk::Error;
using kiosk::Result;
using kiosk::platform::Turn;

enum ExitCode { kFine = 0, kExpectationFailed = 1, kUsage = 2, kNoPack = 3 };
constexpr int kStartAgain = -1;  // no exit: main begins anew once all is closed

constexpr int kDefaultWidth = 1920;
constexpr int kDefaultHeight = 1080;
constexpr int kSmallestSide = 320;
constexpr int kLargestSide = 8192;

struct Options {
  std::string pack;
  std::string state;
  std::string config;
  std::string inbox;
  std::string metrics;
  std::string root;
  std::string size;
  std::string language;
  std::string replay;
  std::string out = "out";
  std::string renderer = "auto";
  std::string helper;
  std::string query;
  bool json = false;
  std::optional<float> panel_inches;  // nothing: as the settings have it
  bool windowed = false;
  bool headless = false;
  bool bench = false;
  bool audit = false;
  bool first_start = false;
};

void say(const std::string& sentence) { std::cerr << "kiosk: " << sentence << '\n'; }

// Where assets/ and content/ are: beside an installed program, or in the sources it was
// built from.
fs::path find_root(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "kiosk";
  return fs::exists(installed / "assets", error) ? installed : fs::path(KIOSK_SOURCE_DIR);
}

Result<kiosk::platform::TextureSize> read_size(const std::string& text) {
  if (text.empty()) return kiosk::platform::TextureSize{kDefaultWidth, kDefaultHeight};
  int width = 0;
  int height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2 || width < kSmallestSide ||
      height < kSmallestSide || width > kLargestSide || height > kLargestSide) {
    return kiosk::fail("--size: \"" + text + "\" is no size. Write one such as 1920x1080, from " +
                       "320 to 8192 a side.");
  }
  return kiosk::platform::TextureSize{width, height};
}

// What the pack's path cannot be taken for, before it is read.
Result<void> check_pack_path(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    return kiosk::fail("--pack: " + path + ": no such folder or file. Check the path.");
  }
  if (!fs::is_directory(path, error) && !path.ends_with(".kpack")) {
    return kiosk::fail("--pack: " + path + ": is neither a content folder nor a .kpack file.");
  }
  return {};
}

struct Prepared {
  kiosk::Exhibit exhibit;
  kiosk::KioskOptions options;
  kiosk::platform::TextureSize size;
  kiosk::ViewFolder view;  // outlives the pack that may lie in it
  kiosk::TrialRun trial;
  kiosk::SettingsReading settings;
};

// Nothing of the device is changed, nor noted.
bool only_looks(const Options& options) {
  return options.audit || options.bench || !options.query.empty();
}

// Nothing: there is none to keep.
fs::path settings_file(const Options& options) {
  if (!options.config.empty() || options.state.empty()) return options.config;
  return kiosk::settings_file_of(options.state);
}

// What is wrong with them goes to stderr and to the staff; the exhibition goes on.
kiosk::SettingsReading settings_of(const Options& options) {
  if (const auto named = kiosk::settings_file_for(options.config, ""); !named) {
    say(named.error().message);
  }
  const fs::path file = settings_file(options);
  if (file.empty()) return {};
  kiosk::SettingsReading reading =
      only_looks(options) ? kiosk::read_settings(file) : kiosk::start_with_settings(file);
  for (const kiosk::Problem& problem : reading.problems) say(problem.sentence());
  return reading;
}

kiosk::PackWish pack_wish(const Options& options, const fs::path& root) {
  kiosk::PackWish wish{options.pack, options.state, {}, KIOSK_VERSION, only_looks(options), say};
  std::error_code error;
  if (options.root.empty() && fs::exists(KIOSK_BUNDLED_PACK, error)) {
    wish.bundled.emplace_back(KIOSK_BUNDLED_PACK);
  }
  if (fs::exists(root / "bundled", error)) wish.bundled.push_back(root / "bundled");
  wish.bundled.push_back(root / "content");
  return wish;
}

Result<Prepared> prepare(const Options& options) {
  Prepared prepared;
  const auto size = read_size(options.size);
  if (!size) return tl::unexpected(size.error());
  prepared.size = *size;
  if (!options.language.empty()) {
    prepared.options.language = kiosk::language_from(options.language);
    if (!prepared.options.language) {
      return kiosk::fail("--lang: \"" + options.language +
                         "\" is no language of the kiosk. Use ar, zgh, fr, es or en.");
    }
  }
  if (!options.pack.empty()) {
    if (auto fine = check_pack_path(options.pack); !fine) return tl::unexpected(fine.error());
  }
  if (!options.state.empty()) {
    std::error_code error;
    fs::create_directories(options.state, error);
    if (error) say("--state: " + options.state + ": cannot be made: " + error.message() + ".");
  }
  prepared.settings = settings_of(options);
  prepared.options.panel_inches = options.panel_inches.value_or(
      static_cast<float>(prepared.settings.settings.screen.panel_inches));
  const fs::path root = find_root(options.root);
  prepared.exhibit.assets = root / "assets";
  // The words and the pack take about as long: each has a processor.
  auto reading = std::async(
      std::launch::async, [&] { return kiosk::load_strings(prepared.exhibit.assets / "strings"); });
  kiosk::PackWish wish = pack_wish(options, root);
  std::vector<std::string> told;  // of the pack: without words nothing else matters
  wish.say = [&told](const std::string& sentence) { told.push_back(sentence); };
  kiosk::ChosenPack chosen = kiosk::choose_pack(wish, prepared.view);
  auto words = reading.get();
  if (!words) return tl::unexpected(words.error());
  for (const std::string& sentence : told) say(sentence);
  prepared.exhibit.words = std::move(*words);
  prepared.exhibit.pack = std::move(chosen.pack);
  prepared.trial = std::move(chosen.trial);
  if (prepared.options.language && prepared.exhibit.pack &&
      !prepared.exhibit.pack->offers(*prepared.options.language)) {
    return kiosk::fail("--lang: this pack does not offer \"" + options.language +
                       "\". Choose a language that its pack.json lists.");
  }
  return prepared;
}

fs::path bundled_pack_of(const fs::path& root) {
  std::error_code error;
  if (fs::exists(KIOSK_BUNDLED_PACK, error)) return KIOSK_BUNDLED_PACK;
  return root / "bundled";
}

// The command line's, else the settings'; from wherever the program was started.
fs::path site_folder(const std::string& option, const kiosk::SiteFolder& setting) {
  std::error_code error;
  return option.empty() ? fs::path(setting.value_or("")) : fs::absolute(option, error);
}

kiosk::StaffSite staff_site(const Options& options, const kiosk::Settings& settings) {
  kiosk::StaffSite site;
  site.inbox = site_folder(options.inbox, settings.inbox);
  site.metrics = site_folder(options.metrics, settings.metrics);
  site.state = options.state;
  site.settings = settings_file(options);
  site.bundled = bundled_pack_of(find_root(options.root));
  site.program_content = find_root(options.root) / "content";
  site.making = kiosk::picture_making();
  return site;
}

kiosk::DeviceSite device_site(const Options& options, kiosk::platform::Health& health) {
  kiosk::DeviceSite site;
  site.state = options.state;
  site.version = KIOSK_VERSION;
  site.health = &health;
  site.licences = find_root(options.root) / "assets" / "licences.json";
  site.crashes = [state = site.state] {
    std::vector<kiosk::CrashNews> crashes;
    for (const kiosk::platform::Crash& crash : kiosk::platform::last_crashes(state)) {
      crashes.push_back({"", kiosk::platform::reason(crash)});
    }
    return crashes;
  };
  return site;
}

kiosk::ShowSite show_site(const Options& options, const kiosk::Settings& settings) {
  const bool installed = options.pack.empty();
  return {installed ? fs::path(options.state) : fs::path(),
          bundled_pack_of(find_root(options.root)),
          KIOSK_VERSION,
          settings,
          options.headless,
          options.first_start};
}

// As the settings have it: which way the picture is turned, and what mends the touches.
void hang(const kiosk::Settings& settings, kiosk::platform::TurnedDisplay& panel,
          kiosk::platform::TurnedInput& input) {
  const Turn turn = kiosk::platform::turn_of(kiosk::degrees(settings.screen.rotation));
  panel.set(turn);
  input.set(turn, kiosk::touch_matrix(settings.calibration, settings.screen.rotation).numbers());
}

// What a script puts into the inbox.
Result<void> put_in_inbox(const fs::path& inbox, const kiosk::platform::InboxStep& step) {
  std::ifstream from(step.file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(from), {}};
  if (step.bytes) bytes.resize(std::min<std::size_t>(bytes.size(), *step.bytes));
  const fs::path name = step.name.empty() ? step.file.filename() : fs::path(step.name);
  std::ofstream to(inbox / name, std::ios::binary);
  to << bytes;
  to.close();
  if (!from || !to) return kiosk::fail(step.file.string() + ": it cannot be copied there.");
  return {};
}

int replay(const Options& options, Prepared prepared, const fs::path& script_file) {
  const auto script = kiosk::platform::read_replay_script(script_file);
  if (!script) {
    say(script.error().message);
    return kUsage;
  }
  std::error_code error;
  fs::create_directories(options.out, error);
  if (error || !fs::is_directory(options.out)) {
    say("--out: " + options.out + ": cannot be made a folder. Choose another.");
    return kUsage;
  }
  kiosk::platform::ManualClock clock;
  kiosk::platform::ScriptedWallClock wall_clock(clock);
  kiosk::platform::QueuedInput input(clock);
  kiosk::platform::PictureDisplay display(prepared.size);
  prepared.options.unwatched = true;
  kiosk::platform::NotedSpeech speech;
  const kiosk::ViewFolder sticks;
  kiosk::platform::FolderVolumes volumes(sticks.path() / "sticks");
  kiosk::platform::FixedHealth health;
  kiosk::platform::NotedPower power;
  kiosk::platform::NotedFolder inbox;
  kiosk::platform::NotedUsbGate gate;
  const kiosk::Strings words = prepared.exhibit.words;
  std::optional<kiosk::FrontDesk> desk;
  kiosk::StaffSite staff = staff_site(options, prepared.settings.settings);
  const fs::path inbox_folder = staff.inbox;
  if (!options.state.empty()) {
    staff.at_once = true;  // the same touches, the same pictures
    const auto picture = [&]() -> Result<kiosk::TakenPicture> {
      return kiosk::TakenPicture([seen = display.picture()](const fs::path& file) {
        return kiosk::raster::write_png(file, seen);
      });
    };
    desk.emplace(std::move(staff), device_site(options, health), prepared.settings,
                 kiosk::DeskParts{volumes, wall_clock, words, &power, picture, &inbox, say, &gate},
                 clock.now());
  }
  kiosk::platform::TurnedDisplay panel(display, Turn::kNone);
  kiosk::platform::TurnedInput touches(input, prepared.size, Turn::kNone,
                                       kiosk::platform::touch_shares(Turn::kNone));
  kiosk::ShowSite site = show_site(options, prepared.settings.settings);
  site.follow = [&](const kiosk::Settings& settings) { hang(settings, panel, touches); };
  kiosk::Show show(std::move(prepared.exhibit), {panel, touches, clock, &speech}, prepared.options,
                   desk ? &*desk : nullptr, wall_clock, std::move(site), say);
  if (auto opened = show.open(std::move(prepared.trial)); !opened) {
    say(opened.error().message);
    return kUsage;
  }
  const auto tick = [&] { show.tick(); };
  const auto report = [&] {
    show.kiosk().catch_up();
    nlohmann::json told = kiosk::report_of(show.kiosk());
    told["spoken"] = speech.said();
    if (desk) told["usb_open"] = gate.open();
    return told;
  };
  const auto plug = [&](const fs::path& folder, const kiosk::platform::PlugStep& how) {
    kiosk::platform::FolderVolumeFaults faults;
    faults.full = how.full;
    faults.read_only = how.read_only;
    return volumes.plug(folder, faults);
  };
  const auto bring = [&](const kiosk::platform::InboxStep& step) {
    inbox.note();
    return put_in_inbox(inbox_folder, step);
  };
  kiosk::platform::Replay player(
      clock, input, display,
      {tick, report, plug, [&] { return volumes.unplug(); }, bring,
       [&](const kiosk::platform::HealthSnapshot& snapshot) { health.set(snapshot); },
       [&](std::chrono::local_seconds local) { return wall_clock.set(local); },
       [&](kiosk::Vec2 at) { return kiosk::platform::to_panel(at, panel.size(), panel.turn()); }});
  const std::vector<Error> failures = player.run(*script, options.out);
  for (const Error& failure : failures) say(failure.message);
  if (!failures.empty()) return kExpectationFailed;
  return show.kiosk().shows_card() ? kNoPack : kFine;
}

// Nothing: for ever.
std::optional<kiosk::Millis> sooner(std::optional<kiosk::Millis> one,
                                    std::optional<kiosk::Millis> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

// `notes`: what it is doing, should it end badly.
int run(kiosk::Show& show, kiosk::platform::Input& input, const kiosk::platform::Clock& clock,
        const kiosk::platform::Power& power, kiosk::platform::CrashNotes* notes) {
  kiosk::platform::ServiceWatch watch;
  while (show.tick() && !power.program_shall_end()) {
    watch.beat(clock.now());
    if (notes != nullptr) notes->doing(kiosk::screen_name(show.kiosk()));
    const auto rest = sooner(show.rest(), watch.longest_rest());
    if (!rest || rest->count() > 0) input.wait(rest);
  }
  if (power.program_shall_end()) return kStartAgain;
  return show.kiosk().shows_card() ? kNoPack : kFine;
}

// What the visitor's search finds, a line a hit or one JSON array.
int query(const Options& options, const Prepared& prepared) {
  if (!prepared.exhibit.pack) return kNoPack;
  const kiosk::Pack& pack = *prepared.exhibit.pack;
  const kiosk::Language language =
      prepared.options.language.value_or(pack.values().default_language);
  const kiosk::SearchIndex index(pack, prepared.exhibit.words);
  const std::vector<kiosk::Hit> hits = index.find(options.query, language);
  if (options.json) {
    std::cout << kiosk::report_of(hits).dump(1) << '\n';
    return kFine;
  }
  for (const kiosk::Hit& hit : hits) {
    std::cout << hit.id << '\t' << name(hit.kind) << '\t' << hit.name << '\n';
  }
  return kFine;
}

// Lying and upright, small and large: what the exhibition may be shown on.
int audit(const Options& options, const Prepared& prepared) {
  if (!prepared.exhibit.pack) return kNoPack;
  std::vector<kiosk::platform::TextureSize> sizes{
      {1920, 1080}, {1080, 1920}, {1280, 720}, {1600, 1200}};
  if (!options.size.empty()) sizes = {prepared.size};
  kiosk::AuditReport report;
  for (const kiosk::platform::TextureSize size : sizes) {
    kiosk::platform::BlankDisplay display(size);
    const auto done =
        kiosk::audit(*prepared.exhibit.pack, prepared.exhibit.words, prepared.exhibit.assets,
                     display, kiosk::panel_of(size, prepared.options.panel_inches), report);
    if (!done) {
      say(done.error().message);
      return kUsage;
    }
  }
  // Contrast is looked at on pictures, which takes longer: lying and upright, at a smaller size.
  std::vector<kiosk::platform::TextureSize> seen{{1280, 720}, {720, 1280}};
  if (!options.size.empty()) seen = {prepared.size};
  for (const kiosk::platform::TextureSize size : seen) {
    kiosk::platform::PictureDisplay display(size);
    const kiosk::Eyes eyes = [&] {
      kiosk::raster::Picture picture = display.picture();
      return kiosk::PanelPicture{picture.width, picture.height, std::move(picture.rgba)};
    };
    const auto done = kiosk::audit_contrast(
        *prepared.exhibit.pack, prepared.exhibit.words, prepared.exhibit.assets, display,
        kiosk::panel_of(size, prepared.options.panel_inches), eyes, report);
    if (!done) {
      say(done.error().message);
      return kUsage;
    }
  }
  for (const kiosk::AuditFinding& finding : report.findings) say(finding.sentence());
  if (options.json) {
    std::cout << kiosk::report_of(report).dump(1) << '\n';
  } else {
    std::cout << report.screens << " screens, " << report.texts << " texts, " << report.targets
              << " targets: " << report.findings.size() << " problems\n";
    for (const std::string& zone : report.dense) {
      std::cout << "dense, of 10 mm or more: " << zone << '\n';
    }
  }
  return report.findings.empty() ? kFine : kExpectationFailed;
}

// Sentences for the log and for the staff's own list, from whichever thread.
class Hearing {
 public:
  void tell(const std::string& sentence) {
    say(sentence);
    const std::scoped_lock held(m_mutex);
    if (m_desk != nullptr) m_desk->hear(sentence);
  }
  void turn_to(kiosk::FrontDesk* desk) {
    const std::scoped_lock held(m_mutex);
    m_desk = desk;
  }

 private:
  std::mutex m_mutex;
  kiosk::FrontDesk* m_desk = nullptr;
};

int tour(const Options& options, Prepared prepared) {
  say("no display was found, so the bundled tour is drawn into the folder \"" + options.out +
      "\".");
  const fs::path script = prepared.exhibit.assets / "tour.jsonl";
  return replay(options, std::move(prepared), script);
}

int show(const Options& options, Prepared prepared) {
  prepared.options.pictures = kiosk::PictureLoading::kInBackground;
  kiosk::platform::WindowOptions window;
  window.windowed = options.windowed || !options.size.empty();
  window.width = prepared.size.width;
  window.height = prepared.size.height;
  const kiosk::platform::SteadyClock clock;
  auto session = kiosk::platform::SdlSession::open(window);
  if (!session) {
    prepared.options.pictures = kiosk::PictureLoading::kAtOnce;
    if (!options.bench) return tour(options, std::move(prepared));
    say(session.error().message);
    return kUsage;
  }
  auto display = kiosk::platform::SdlDisplay::open(**session, options.renderer);
  if (!display) {
    say(display.error().message);
    return kUsage;
  }
  kiosk::platform::SdlInput touches(**session, clock);
  if (options.bench) {
    return kiosk::run_bench(std::move(prepared.exhibit), **display, touches, clock,
                            prepared.options,
                            (*display)->name() + " on " + (*session)->video_driver());
  }
  kiosk::platform::TurnedDisplay panel(**display, Turn::kNone);
  kiosk::platform::TurnedInput input(touches, (*display)->size(), Turn::kNone,
                                     kiosk::platform::touch_shares(Turn::kNone));
  kiosk::platform::SysfsBacklight light;
  kiosk::platform::SysfsHealth health;
  // Before the desk and after it, since the sticks' thread tells as long as it lives.
  Hearing hearing;
  const auto hear = [&](const std::string& sentence) { hearing.tell(sentence); };
  kiosk::Machine machine = kiosk::machine_of({options.helper, !options.state.empty()}, hear);
  kiosk::platform::SystemWallClock wall_clock([&] { return health.look("/").clock; },
                                              machine.set_clock);
  kiosk::platform::EspeakSpeech speech;
  const kiosk::Strings words = prepared.exhibit.words;
  int brightness = 100;
  const auto shine = [&](int percent) {
    if (!light.percent()) return;
    if (auto set = light.set(percent); !set) say(set.error().message);
  };
  kiosk::ShowSite site = show_site(options, prepared.settings.settings);
  site.follow = [&](const kiosk::Settings& settings) {
    hang(settings, panel, input);
    shine(brightness = settings.screen.brightness_percent);
    speech.set_share(settings.volume_percent);
  };
  site.darken = [&](bool dark) { shine(dark ? 0 : brightness); };
  site.tidy = kiosk::platform::give_back_holes;
  std::unique_ptr<kiosk::platform::CrashNotes> notes;
  std::optional<kiosk::platform::InotifyFolder> inbox;
  std::optional<kiosk::FrontDesk> desk;
  if (!options.state.empty()) {
    auto begun = kiosk::platform::CrashNotes::begin(options.state, KIOSK_VERSION);
    if (begun) notes = std::move(*begun);
    if (!begun) say(begun.error().message);
    if (machine.volumes) {
      const auto picture = [&]() -> Result<kiosk::TakenPicture> {
        auto seen = (*display)->picture();
        if (!seen) return tl::unexpected(seen.error());
        return kiosk::TakenPicture(
            [seen = std::move(*seen), turn = panel.turn()](const fs::path& file) {
              return kiosk::raster::write_png(file, kiosk::platform::upright_picture(seen, turn));
            });
      };
      kiosk::StaffSite staff = staff_site(options, prepared.settings.settings);
      if (!staff.inbox.empty()) inbox.emplace(staff.inbox, [&touches] { touches.wake(); });
      desk.emplace(std::move(staff), device_site(options, health), prepared.settings,
                   kiosk::DeskParts{*machine.volumes, wall_clock, words, machine.power.get(),
                                    picture, inbox ? &*inbox : nullptr, hear, machine.gate.get()},
                   clock.now());
      hearing.turn_to(&*desk);
    }
  }
  const std::unique_ptr<Hearing, void (*)(Hearing*)> deaf_before_the_desk_goes(
      &hearing, [](Hearing* heard) { heard->turn_to(nullptr); });
  kiosk::Show program(std::move(prepared.exhibit), {panel, input, clock, &speech}, prepared.options,
                      desk ? &*desk : nullptr, wall_clock, std::move(site), hear);
  if (auto opened = program.open(std::move(prepared.trial)); !opened) {
    say(opened.error().message);
    return kUsage;
  }
  return run(program, input, clock, *machine.power, notes.get());
}

int config(const Options& options, kiosk::ConfigDeed deed) {
  const auto file = kiosk::settings_file_for(options.config, options.state);
  if (!file) {
    say(file.error().message);
    return kUsage;
  }
  return kiosk::tell_settings(deed, *file, std::cout, std::cerr) ? kFine : kExpectationFailed;
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--pack", options.pack,
                 "the content folder or .kpack file to show (else the installed one)");
  auto* state = app.add_option("--state", options.state, "what this device keeps from run to run");
  app.add_option("--config", options.config, "the site's settings (else settings.json in --state)");
  app.add_option("--inbox", options.inbox,
                 "a folder whose packs by accepted keys are taken by themselves")
      ->needs(state);
  app.add_option("--metrics", options.metrics,
                 "a folder for readings, kiosk.prom, written once a minute")
      ->needs(state);
  app.add_option("--helper", options.helper,
                 "the socket of kiosk-helper, which has the rights (else " +
                     std::string(kiosk::kUsualHelper) + ", where there is one)")
      ->needs(state);
  app.add_flag("--first-start", options.first_start,
               "let whoever stands there set the device up, until that was done once")
      ->needs(state);
  app.add_option("--root", options.root, "where assets/ and content/ are");
  app.add_option("--size", options.size, "WxH in pixels; makes a window of that size");
  app.add_flag("--windowed", options.windowed, "a window instead of the whole screen");
  app.add_option("--lang", options.language, "the first language: ar, zgh, fr, es or en");
  app.add_option("--panel-inches", options.panel_inches, "the panel's diagonal")
      ->check(CLI::Range(3.0F, 200.0F));
  app.add_option("--renderer", options.renderer, "auto, opengles2, opengl or raster")
      ->check(CLI::IsMember({"auto", "opengles2", "opengl", "raster"}));
  auto* headless = app.add_flag("--headless", options.headless, "no display: pictures to files");
  auto* script = app.add_option("--replay", options.replay, "what visitors do, as JSON lines");
  app.add_option("--out", options.out, "the folder for the pictures of a replay");
  script->needs(headless);
  headless->needs(script);
  app.add_flag("--bench", options.bench, "measure, and write one JSON object")->excludes(headless);
  app.add_flag("--audit", options.audit,
               "draw every screen and tell what cannot be read or touched")
      ->excludes(headless);
  app.add_flag("--json", options.json, "the audit's report as one JSON object");
  auto* search = app.add_subcommand("query", "search as the visitor's search does");
  search->add_option("text", options.query, "what a visitor would type")->required();
  search->add_option("--lang", options.language, "the language of the answers");
  search->add_option("--pack", options.pack, "the content folder to search");
  search->add_option("--root", options.root, "where assets/ and content/ are");
  search->add_flag("--json", options.json, "one JSON array: id, kind, name, score, cities");
  auto* config = app.add_subcommand("config", "the site's settings");
  config->require_subcommand(1);
  for (const auto& [name, told] : {std::pair("check", "tell what is wrong in the file"),
                                   std::pair("show", "print the settings in force as JSON")}) {
    auto* deed = config->add_subcommand(name, told);
    deed->add_option("--state", options.state, "the folder that settings.json lies in");
    deed->add_option("--config", options.config, "the file of the settings instead of that one");
  }
  app.set_version_flag("--version", std::string("kiosk ") + KIOSK_VERSION);
  app.footer(
      "Exit codes: 0 fine; 1 an expectation of the replay failed, or the audit found something;\n"
      "2 the command was not understood; 3 no content could be shown, the built-in card was.");
}

}  // namespace

int main(int argc, char** argv) {
  kiosk::platform::give_back_large_blocks();
  CLI::App app{"An interactive map of twin cities for an exhibition's touch screen.", "kiosk"};
  Options options;
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    say(std::string(error.what()) + ". See kiosk --help.");
    return kUsage;
  }
  if (const auto* settings = app.get_subcommand("config"); settings->parsed()) {
    return config(options, settings->got_subcommand("show") ? kiosk::ConfigDeed::kShow
                                                            : kiosk::ConfigDeed::kCheck);
  }
  Result<Prepared> prepared = prepare(options);
  if (!prepared) {
    say(prepared.error().message);
    return kUsage;
  }
  if (app.got_subcommand("query")) return query(options, *prepared);
  if (options.audit) return audit(options, *prepared);
  if (options.headless) return replay(options, std::move(*prepared), options.replay);
  const int code = show(options, std::move(*prepared));
  if (code != kStartAgain) return code;
  say(kiosk::platform::start_again(argv).message);
  return kFine;
}
