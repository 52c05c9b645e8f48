#include "kiosk/headless_program.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/hung_panel.h"
#include "kiosk/report.h"
#include "kiosk/show.h"
#include "kiosk/sites.h"
#include "kiosk/staff/front_desk.h"
#include "platform/headless/fixed_health.h"
#include "platform/headless/folder_volumes.h"
#include "platform/headless/noted_folder.h"
#include "platform/headless/noted_power.h"
#include "platform/headless/noted_speech.h"
#include "platform/headless/noted_usb_gate.h"
#include "platform/headless/replay.h"
#include "platform/headless/scripted_wall_clock.h"
#include "platform/raster/png_file.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

// What a script puts into the inbox.
Result<void> put_in_inbox(const fs::path& inbox, const platform::InboxStep& step) {
  std::ifstream from(step.file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(from), {}};
  if (step.bytes) bytes.resize(std::min<std::size_t>(bytes.size(), *step.bytes));
  const fs::path name = step.name.empty() ? step.file.filename() : fs::path(step.name);
  std::ofstream to(inbox / name, std::ios::binary);
  to << bytes;
  to.close();
  if (!from || !to) return fail(step.file.string() + ": it cannot be copied there.");
  return {};
}

class HeadlessProgram {
 public:
  // `prepared` outlives it, and is used up.
  HeadlessProgram(const CommandLine& options, Prepared& prepared)
      : m_options(options), m_prepared(prepared), m_display(prepared.size) {
    m_prepared.options.unwatched = true;
  }

  [[nodiscard]] int play(const platform::ReplayScript& script);

 private:
  void open_desk(StaffSite staff);
  [[nodiscard]] platform::ReplayedProgram replayed(Show& show);
  [[nodiscard]] nlohmann::json report(Show& show) const;

  const CommandLine& m_options;
  Prepared& m_prepared;
  platform::ManualClock m_clock;
  platform::ScriptedWallClock m_wall_clock{m_clock};
  platform::QueuedInput m_input{m_clock};
  platform::PictureDisplay m_display;
  platform::NotedSpeech m_speech;
  const ViewFolder m_sticks;
  platform::FolderVolumes m_volumes{m_sticks.path() / "sticks"};
  platform::FixedHealth m_health;
  platform::NotedPower m_power;
  platform::NotedFolder m_inbox;
  platform::NotedUsbGate m_gate;
  const Strings m_words{m_prepared.exhibit.words};
  fs::path m_inbox_folder;
  std::optional<FrontDesk> m_desk;
  HungPanel m_panel{m_display, m_input};
};

void HeadlessProgram::open_desk(StaffSite staff) {
  staff.at_once = true;  // the same touches, the same pictures
  const auto picture = [this]() -> Result<TakenPicture> {
    return TakenPicture([seen = m_display.picture()](const fs::path& file) {
      return raster::write_png(file, seen);
    });
  };
  m_desk.emplace(
      std::move(staff), device_site(m_options, m_health), m_prepared.settings,
      DeskParts{m_volumes, m_wall_clock, m_words, &m_power, picture, &m_inbox, say, &m_gate},
      m_clock.now());
}

nlohmann::json HeadlessProgram::report(Show& show) const {
  show.kiosk().catch_up();
  nlohmann::json told = report_of(show.kiosk());
  told["spoken"] = m_speech.said();
  if (m_desk) told["usb_open"] = m_gate.open();
  return told;
}

platform::ReplayedProgram HeadlessProgram::replayed(Show& show) {
  const auto plug = [this](const fs::path& folder, const platform::PlugStep& how) {
    platform::FolderVolumeFaults faults;
    faults.full = how.full;
    faults.read_only = how.read_only;
    return m_volumes.plug(folder, faults);
  };
  const auto bring = [this](const platform::InboxStep& step) {
    m_inbox.note();
    return put_in_inbox(m_inbox_folder, step);
  };
  return {[&show] { show.tick(); },
          [this, &show] { return report(show); },
          plug,
          [this] { return m_volumes.unplug(); },
          bring,
          [this](const platform::HealthSnapshot& snapshot) { m_health.set(snapshot); },
          [this](std::chrono::local_seconds local) { return m_wall_clock.set(local); },
          [this](Vec2 at) {
            return platform::to_panel(at, m_panel.display.size(), m_panel.display.turn());
          }};
}

int HeadlessProgram::play(const platform::ReplayScript& script) {
  const Settings& settings = m_prepared.settings.settings;
  StaffSite staff = staff_site(m_options, settings);
  m_inbox_folder = staff.inbox;
  if (!m_options.state.empty()) open_desk(std::move(staff));
  ShowSite site = show_site(m_options, settings);
  site.follow = [this](const Settings& followed) { m_panel.hang(followed); };
  Show show(std::move(m_prepared.exhibit), {m_panel.display, m_panel.input, m_clock, &m_speech},
            m_prepared.options, m_desk ? &*m_desk : nullptr, m_wall_clock, std::move(site), say);
  if (auto opened = show.open(std::move(m_prepared.trial)); !opened) {
    say(opened.error().message);
    return kUsage;
  }
  platform::Replay player(m_clock, m_input, m_display, replayed(show));
  const std::vector<Error> failures = player.run(script, m_options.out);
  for (const Error& failure : failures) say(failure.message);
  if (!failures.empty()) return kExpectationFailed;
  return show.kiosk().shows_card() ? kNoPack : kFine;
}

}  // namespace

int run_headless(const CommandLine& options, Prepared prepared, const fs::path& script_file) {
  const auto script = platform::read_replay_script(script_file);
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
  return HeadlessProgram(options, prepared).play(*script);
}

}  // namespace kiosk
