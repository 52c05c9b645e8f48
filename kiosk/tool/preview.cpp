// kiosk-pack preview: the kiosk in a window on an author's folder, shown anew whenever a file is
// saved, with the folder's problems beside it. A folder that cannot be shown leaves the last
// good picture standing. Without a display the problems alone are told, at each save.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/tool/commands.h"
#include "kiosk/tool/screen_check.h"
#include "platform/linux/sdl_display.h"
#include "platform/linux/sdl_input.h"
#include "platform/linux/sdl_session.h"
#include "platform/linux/steady_clock.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

constexpr Millis kLookEvery{250};
constexpr int kWidth = 1600;
constexpr int kHeight = 900;

volatile std::sig_atomic_t g_asked_to_end = 0;  // a signal can reach nothing else

using Stamps = std::map<std::string, fs::file_time_type>;

Stamps stamps_of(const fs::path& folder) {
  Stamps stamps;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    stamps[entry->path().string()] = fs::last_write_time(entry->path(), error);
  }
  return stamps;
}

// The folder as it was last built; each build has its own place, for the one before is shown.
class Workshop {
 public:
  Workshop(const PackOptions& options, Terminal& terminal)
      : m_options(options), m_terminal(terminal) {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "kiosk-preview_XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) m_place = name;
  }
  ~Workshop() {
    std::error_code ignored;
    if (!m_place.empty()) fs::remove_all(m_place, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  // Whether anything was saved since the last look, and no file is just being written.
  bool changed() {
    Stamps now = stamps_of(m_options.source);
    const bool moved = now != m_seen;
    const bool settled = now == m_last_look;
    m_last_look = now;
    if (!moved || (!settled && !m_seen.empty())) return false;
    m_seen = std::move(now);
    return true;
  }

  // A pack if the folder can be shown; sentences() tells what is wrong either way.
  std::optional<Pack> build() {
    const fs::path tree = m_place / std::to_string(++m_count);
    PictureMaking making = picture_making(m_options, m_terminal);
    making.progress = {};
    const auto built = build_pack(m_options.source, tree, making);
    m_sentences.clear();
    if (!built) {
      m_sentences.push_back(built.error().message);
      return std::nullopt;
    }
    for (const Problem& problem : built->check.problems) m_sentences.push_back(problem.sentence());
    for (const std::string& sentence : m_sentences) m_terminal.say(sentence);
    m_terminal.say(m_options.source + ": " + plural(m_sentences.size(), "problem", "problems"));
    std::cout << std::flush;
    auto pack = load_pack(tree);
    if (!pack) pack = load_pack(m_options.source);
    if (!pack) return std::nullopt;
    return std::move(*pack);
  }
  [[nodiscard]] const std::vector<std::string>& sentences() const { return m_sentences; }

 private:
  const PackOptions& m_options;
  Terminal& m_terminal;
  fs::path m_place;
  int m_count = 0;
  Stamps m_seen;
  Stamps m_last_look;
  std::vector<std::string> m_sentences;
};

int watch_without_display(Workshop& workshop, Terminal& terminal) {
  terminal.say("No display was found: problems are told here at each save. End with Ctrl+C.");
  while (g_asked_to_end == 0) {
    if (workshop.changed()) static_cast<void>(workshop.build());
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(kLookEvery));
  }
  return 0;
}

}  // namespace

int preview(const PackOptions& options, Terminal& terminal) {
  std::error_code error;
  if (!fs::is_directory(options.source, error)) {
    return terminal.fail(
        FailureKind::kFailed,
        options.source + ": no such folder. Give the folder that holds pack.json.");
  }
  std::signal(SIGINT, [](int) { g_asked_to_end = 1; });
  std::signal(SIGTERM, [](int) { g_asked_to_end = 1; });
  Workshop workshop(options, terminal);
  const auto words = load_strings(find_root() / "assets" / "strings");
  if (!words) return terminal.fail(FailureKind::kFailed, words.error().message);
  platform::WindowOptions window;
  window.windowed = true;
  window.width = kWidth;
  window.height = kHeight;
  const auto session = platform::SdlSession::open(window);
  if (!session) return watch_without_display(workshop, terminal);
  const auto display = platform::SdlDisplay::open(**session, "auto");
  if (!display) return terminal.fail(FailureKind::kFailed, display.error().message);
  const platform::SteadyClock clock;
  platform::SdlInput input(**session, clock);
  std::unique_ptr<Kiosk> shown;
  while (g_asked_to_end == 0) {
    if (workshop.changed()) {
      std::optional<Pack> pack = workshop.build();
      if (pack || !shown) {
        std::optional<State> before;
        if (shown) before = shown->state();
        shown.reset();  // Dear ImGui knows one at a time
        KioskOptions how;
        if (before && pack && pack->offers(before->language)) how.language = before->language;
        Exhibit exhibit{find_root() / "assets", *words, std::move(pack)};
        auto opened = Kiosk::open(std::move(exhibit), {**display, input, clock}, how);
        if (!opened) return terminal.fail(FailureKind::kFailed, opened.error().message);
        shown = std::move(*opened);
        if (before) shown->go_back_to(*before);
      }
      shown->show_notices(workshop.sentences());
    }
    if (shown && !shown->tick()) return 0;
    const auto rest = shown ? shown->rest() : std::optional<Millis>();
    const Millis pause = rest ? std::min(*rest, kLookEvery) : kLookEvery;
    if (pause.count() > 0) input.wait(pause);
  }
  return 0;
}

}  // namespace kiosk::tool
