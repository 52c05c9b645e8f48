// Which frames a panel of 60 beats a second would show too late: a scripted visit on a display that
// waits for its beats (paced_display.h), first alone, then with the kiosk's own installing of
// content beside it. Real content, real painting into a real X server, pictures decoded in their
// own thread. Nothing is asserted of time: one JSON object on stdout, a line a phase on stderr.
//
//   bench_pacing --import SOURCE STATE [--key KEY.pub] [SHOWN]     measured; pacing.py makes a
//   source bench_pacing --by-hand [SHOWN]       the same visit, short, by a clock that moves by
//   hand
//   --late, --blank                      twins with a fault (paced_display.h)
//
// SHOWN: the built pack on the map. Exit codes: 0 measured; 1 it could not be, or the twin's delays
// were not counted; 3 nothing was drawn in a phase, so nothing was measured.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numbers>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/bench_parts.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/refresh/installing.h"
#include "platform/linux/sdl_input.h"
#include "platform/linux/sdl_session.h"
#include "platform/linux/surface_painter.h"
#include "tests/bench/paced_display.h"

using namespace kiosk;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr Millis kBeat{1000.0 / 60};
constexpr Millis kBetweenContacts{8};  // as a touch panel of 125 Hz tells
constexpr Millis kTap{80};
constexpr std::int64_t kFinger = 1'000'001;
constexpr std::size_t kMostTold = 24;  // late frames

class RealClock final : public BenchClock {
 public:
  RealClock() : m_start(read()) {}
  [[nodiscard]] Millis now() const override { return read() - m_start + m_leapt; }
  void sleep_until(Millis time) override {
    const double ms = (time - m_leapt + m_start).count();
    timespec until{};
    until.tv_sec = static_cast<time_t>(ms / 1000);
    until.tv_nsec = std::lround((ms - 1000.0 * static_cast<double>(until.tv_sec)) * 1e6);
    if (until.tv_nsec >= 1'000'000'000) until = {until.tv_sec + 1, 0};
    while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
    }
  }
  void leap(Millis time) override { m_leapt += time; }

 private:
  static Millis read() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return Millis{1000.0 * static_cast<double>(now.tv_sec) +
                  static_cast<double>(now.tv_nsec) / 1e6};
  }
  Millis m_start;
  Millis m_leapt{0};
};

class HandClock final : public BenchClock {
 public:
  [[nodiscard]] Millis now() const override { return m_now; }
  void sleep_until(Millis time) override { m_now = std::max(m_now, time); }
  void leap(Millis time) override { m_now += time; }

 private:
  Millis m_now{0};
};

// Fingers that come at their time, beside what the window system tells.
class ScriptInput final : public platform::Input {
 public:
  ScriptInput(platform::Input& real, const platform::Clock& clock) : m_real(real), m_clock(clock) {}

  void put(const Contact& contact) {
    const auto later = std::ranges::upper_bound(m_next, contact.at, {}, &Contact::at);
    m_next.insert(later, contact);
  }
  [[nodiscard]] std::optional<Millis> next() const {
    return m_next.empty() ? std::nullopt : std::optional(m_next.front().at);
  }
  void poll(std::vector<platform::Event>& events) override {
    m_real.poll(events);
    for (; !m_next.empty() && m_next.front().at <= m_clock.now(); m_next.pop_front()) {
      events.emplace_back(m_next.front());
    }
  }
  void wait(std::optional<Millis> timeout) override { m_real.wait(timeout); }

 private:
  platform::Input& m_real;
  const platform::Clock& m_clock;
  std::deque<Contact> m_next;
};

struct LateFrame {
  std::string phase;
  int late = 0;
  Millis asleep{0};  // from when it was asked for to when it was begun
  Millis work{0};
  TickTimes times;
  Millis into{0};  // drawing into targets, as tiles and layers are
  Millis painting{0};
  Millis cpu{0};           // of the frame's thread
  long interruptions = 0;  // of it by others
  long faults = 0;         // pages that this process had to be given

  [[nodiscard]] json report() const {
    const auto ms = [](Millis time) { return std::round(time.count() * 100) / 100; };
    return {{"phase", phase},
            {"late_by", late},
            {"begun_after_ms", ms(asleep)},
            {"work_ms", ms(work)},
            {"update_ms", ms(times.update)},
            {"layout_ms", ms(times.layout)},
            {"draw_list_ms", ms(times.build)},
            {"targets_ms", ms(into)},
            {"painting_ms", ms(painting)},
            {"cpu_ms", ms(cpu)},
            {"interruptions", interruptions},
            {"page_faults", faults}};
  }
};

Millis thread_cpu() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return Millis{1000.0 * static_cast<double>(used.tv_sec) +
                static_cast<double>(used.tv_nsec) / 1e6};
}

long thread_interruptions() {
  rusage use{};
  ::getrusage(RUSAGE_THREAD, &use);
  return use.ru_nivcsw;
}

long page_faults() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  return use.ru_minflt + use.ru_majflt;
}

// One visitor. Each phase begins and ends at rest.
class Visit {
 public:
  Visit(Kiosk& kiosk, ScriptInput& input, PacedDisplay& display, BenchClock& clock, bool brief)
      : m_kiosk(kiosk), m_input(input), m_display(display), m_clock(clock), m_brief(brief) {}

  void all(const std::string& half) {
    m_half = half;
    phase("");
    live(Millis{2000});
    phase("rest");
    live(Millis{m_brief ? 500.0 : 5000.0});
    phase("pan");
    pan();
    phase("zoom");
    pinch();
    phase("");
    whole_map();
    for (const std::string& city : cities()) see(city);
    play();
    phase("");
  }
  [[nodiscard]] const std::vector<LateFrame>& late() const { return m_late; }
  [[nodiscard]] const std::vector<std::string>& missing() const { return m_missing; }

 private:
  [[nodiscard]] Vec2 middle() const { return m_kiosk.state().panel.size * 0.5F; }
  void phase(const std::string& name) { m_phase = name.empty() ? "" : m_half + " " + name; }

  // As the program's own loop runs, for that long. It waits for the fingers themselves: SDL would
  // wait whole milliseconds, which a device's own events need not.
  void live(Millis time) {
    const Millis end = m_clock.now() + time;
    while (m_clock.now() < end) {
      const bool drew = tick();
      const Millis now = m_clock.now();
      const std::optional<Millis> rest = m_kiosk.rest();
      const std::optional<Millis> finger = m_input.next();
      if ((rest && rest->count() <= 0) || (finger && *finger <= now)) {
        m_goes_on = drew;
        m_asked = finger ? std::min(*finger, now) : now;
        // Without a picture no panel is waited for. By hand time would stand still.
        if (!drew) m_clock.sleep_until(now + Millis{1});
        continue;
      }
      Millis until = end;
      if (rest) until = std::min(until, now + *rest);
      if (finger) until = std::min(until, *finger);
      m_clock.sleep_until(until);
      m_goes_on = false;
      m_asked = until;
    }
  }

  // Whether it drew.
  bool tick() {
    const std::uint64_t before = m_kiosk.presents();
    const Millis cpu = thread_cpu();
    const long interruptions = thread_interruptions();
    const long faults = page_faults();
    const Millis begun = m_clock.now();
    m_display.expect(m_phase, {m_asked, m_goes_on, begun, {}, true});
    m_kiosk.tick();
    if (m_kiosk.presents() == before) return false;
    const PacedDisplay::Last& last = m_display.last();
    if (last.late > 0 && last.frame.changed && !m_phase.empty()) {
      m_late.push_back({m_phase, last.late, m_goes_on ? Millis{0} : begun - m_asked,
                        last.frame.finished - begun, m_kiosk.times(), last.into, last.painting,
                        thread_cpu() - cpu, thread_interruptions() - interruptions,
                        page_faults() - faults});
    }
    return true;
  }

  void put(std::int64_t finger, ContactPhase phase, Vec2 at, Millis when) {
    m_input.put(Contact{finger, phase, at, when});
  }
  void tap(Vec2 at) {
    const Millis now = m_clock.now();
    put(kFinger, ContactPhase::kDown, at, now);
    put(kFinger, ContactPhase::kUp, at, now + kTap);
  }
  bool tap_zone(const std::string& id) {
    const Zone* zone = zone_of(m_kiosk.zones(), id);
    if (zone == nullptr || !zone->enabled) {
      m_missing.push_back(m_phase + ": " + id);
      return false;
    }
    tap(zone->rect.centre());
    return true;
  }
  void whole_map() {
    tap_zone("zoom:home");
    live(Millis{1500});
  }
  // A finger goes along `place`, told of by its share of the way.
  template <typename Place>
  void draw_along(std::int64_t finger, Millis time, Place place) {
    const Millis start = m_clock.now();
    put(finger, ContactPhase::kDown, place(0.0), start);
    for (Millis at = kBetweenContacts; at < time; at += kBetweenContacts) {
      put(finger, ContactPhase::kMove, place(at / time), start + at);
    }
    put(finger, ContactPhase::kUp, place(1.0), start + time);
  }

  // Round and round, then three throws.
  void pan() {
    const Vec2 from = middle() + Vec2{40, 40};
    const auto reach = static_cast<double>(m_kiosk.state().panel.size.x) * 0.22;
    const Millis time{m_brief ? 1500.0 : 6000.0};
    draw_along(kFinger, time, [&](double share) {
      const double angle = share * time.count() / 700;
      return from + Vec2{static_cast<float>(reach * std::sin(angle)),
                         static_cast<float>(0.4 * reach * std::sin(1.7 * angle))};
    });
    live(time + Millis{1200});
    for (int i = 0; i < (m_brief ? 1 : 3); ++i) {
      const double way = i % 2 == 0 ? -reach : reach;
      draw_along(kFinger, Millis{160}, [&](double share) {
        return from + Vec2{static_cast<float>(way * share * share), 0};
      });
      live(Millis{1500});
    }
  }
  // Two fingers that part and meet again, twice.
  void pinch() {
    const Millis time{m_brief ? 1500.0 : 6000.0};
    const double half = 0.11 * static_cast<double>(m_kiosk.state().panel.size.y);
    for (const int side : {-1, 1}) {
      draw_along(kFinger + (side + 1) / 2, time, [&](double share) {
        const double away = half * (2.2 - 1.2 * std::cos(4 * std::numbers::pi * share));
        return middle() +
               Vec2{static_cast<float>(side * away), static_cast<float>(side * away / 3)};
      });
    }
    live(time + Millis{1000});
  }
  // Of the whole map, those that can be touched there.
  [[nodiscard]] std::vector<std::string> cities() const {
    std::vector<std::string> found;
    for (const Zone& zone : m_kiosk.zones()) {
      if (zone.id.starts_with("city:")) found.push_back(zone.id);
    }
    std::ranges::sort(found);
    found.resize(std::min<std::size_t>(found.size(), m_brief ? 1 : 5));
    return found;
  }
  void see(const std::string& city) {
    phase("city");
    tap_zone(city);
    live(Millis{2500});
    if (m_kiosk.state().screen != Screen::kCity) m_missing.push_back(city);
    phase("gallery");
    if (tap_zone("open:gallery")) {
      live(Millis{1200});
      for (int i = 0; i < (m_brief ? 1 : 4); ++i) {
        tap_zone("next");
        live(Millis{900});
      }
      tap_zone("close");
      live(Millis{700});
    }
    phase("city");
    tap_zone("close");
    live(Millis{1500});
    whole_map();
  }
  // What plays to nobody, and the touch that ends it.
  void play() {
    phase("");
    for (int i = 0; i < 1200 && !m_kiosk.state().attract; ++i) {
      m_clock.leap(kBeat * 60);
      m_goes_on = false;
      m_asked = m_clock.now();
      live(kBeat * 3);
    }
    phase("attract");
    live(Millis{m_brief ? 3000.0 : 20'000.0});
    tap(middle());
    live(Millis{1500});
  }

  Kiosk& m_kiosk;
  ScriptInput& m_input;
  PacedDisplay& m_display;
  BenchClock& m_clock;
  bool m_brief;
  std::string m_half;
  std::string m_phase;
  Millis m_asked{0};
  bool m_goes_on = false;
  std::vector<LateFrame> m_late;
  std::vector<std::string> m_missing;
};

// The same content put in place again and again, in a thread of its own, as the staff desk does it.
class Importing {
 public:
  explicit Importing(InstallRequest request) : m_request(std::move(request)) {
    m_request.gently = true;
    m_request.given_up = [this] { return m_ended.load(); };
    m_request.making.worker.program = find_import_worker();
    // Told again and again, from none on with each pack; on the installing thread.
    m_request.making.progress = [this](std::size_t done, std::size_t /*all*/) {
      m_pictures += static_cast<int>(done - (done < m_told ? 0 : m_told));
      m_told = done;
    };
    m_thread = std::thread([this] { run(); });
  }
  ~Importing() { end(); }
  Importing(const Importing&) = delete;
  Importing& operator=(const Importing&) = delete;

  void end() {
    m_ended = true;
    if (m_thread.joinable()) m_thread.join();
  }
  [[nodiscard]] int installed() const { return m_installed; }
  [[nodiscard]] int pictures() const { return m_pictures; }  // made ready
  [[nodiscard]] const std::string& trouble() const { return m_trouble; }

 private:
  void run() {
    while (!m_ended && m_trouble.empty()) {
      fs::remove_all(m_request.state);
      const auto report = install_pack(m_request);
      if (!report) {
        m_trouble = report.error().message;
        return;
      }
      for (const Problem& problem : report->problems) m_trouble += problem.sentence() + "\n";
      if (report->installed) ++m_installed;
    }
  }

  InstallRequest m_request;
  std::atomic<bool> m_ended = false;
  std::atomic<int> m_installed = 0;
  std::atomic<int> m_pictures = 0;
  std::size_t m_told = 0;
  std::string m_trouble;  // read once the thread has ended
  std::thread m_thread;
};

struct Options {
  std::vector<std::string> import;  // source and state
  std::string key;
  std::string shown = KIOSK_BUNDLED_PACK;
  std::string size = "1920x1080";
  bool by_hand = false;
  bool brief = false;
  bool late = false;
  bool blank = false;
};

int complain(const std::string& what) {
  std::cerr << "bench_pacing: " << what << '\n';
  return 1;
}

json report_of(const PacingTally& tally) {
  return {{"frames", tally.frames},
          {"unchanged", tally.unchanged},
          {"in_time", tally.in_time()},
          {"late_by_one", tally.late_by_one()},
          {"late_by_more", tally.late_by_more()},
          {"longest_run", tally.longest_run},
          {"late_by", tally.late_by},
          {"work", spread(tally.work_ms)}};
}

void tell(const std::string& phase, const PacingTally& tally) {
  std::fprintf(stderr,
               "%-20s %5zu frames: %5zu in time, %zu late by one, %zu by more, longest run %zu\n",
               phase.c_str(), tally.frames, tally.in_time(), tally.late_by_one(),
               tally.late_by_more(), tally.longest_run);
}

Result<InstallRequest> request_of(const Options& options) {
  InstallRequest request;
  request.source = options.import.front();
  request.state = options.import.back();
  if (!options.key.empty()) {
    std::ifstream file(options.key);
    const auto key = parse_public_key(std::string(std::istreambuf_iterator<char>(file), {}));
    if (!key) return fail(key.error().message);
    request.trust.push_back(*key);
  }
  return request;
}

// The first half, and with something to import the second. Each with a kiosk that has seen nothing.
class Bench {
 public:
  Bench(platform::SurfacePainter& painter, platform::SdlSession& session, BenchClock& clock,
        const Options& options)
      : m_display(painter, session, clock, kBeat, twin_of(options)),
        m_real(session, clock),
        m_input(m_real, clock),
        m_clock(clock),
        m_options(options) {}

  Result<void> half(const std::string& name) {
    auto pack = load_pack(m_options.shown);
    auto words = load_strings(fs::path(KIOSK_SOURCE_DIR) / "assets" / "strings");
    if (!pack || !words) return fail("what is to be shown cannot be loaded");
    KioskOptions how;
    how.pictures = m_options.by_hand ? PictureLoading::kAtOnce : PictureLoading::kInBackground;
    auto kiosk =
        Kiosk::open({fs::path(KIOSK_SOURCE_DIR) / "assets", std::move(*words), std::move(*pack)},
                    {m_display, m_input, m_clock}, how);
    if (!kiosk) return tl::unexpected(kiosk.error());
    Visit visit(**kiosk, m_input, m_display, m_clock, m_options.by_hand || m_options.brief);
    visit.all(name);
    m_late.insert(m_late.end(), visit.late().begin(), visit.late().end());
    if (!visit.missing().empty()) return fail("cannot be touched: " + visit.missing().front());
    return {};
  }

  // Phases in which something has to move, and nothing did.
  [[nodiscard]] std::string unmoved(const std::string& half) const {
    std::string found;
    for (const char* phase : {"pan", "zoom", "city", "gallery", "attract"}) {
      const auto tally = m_display.pacing().tallies().find(half + " " + phase);
      if (tally == m_display.pacing().tallies().end() || tally->second.frames == 0) {
        found += (found.empty() ? "" : ", ") + half + " " + phase;
      }
    }
    return found;
  }

  [[nodiscard]] json report() {
    json phases;
    std::size_t frames = 0;
    std::size_t late = 0;
    for (const auto& [phase, tally] : m_display.pacing().tallies()) {
      if (phase.empty()) continue;
      phases[phase] = report_of(tally);
      frames += tally.frames;
      late += tally.late();
      tell(phase, tally);
    }
    std::ranges::stable_sort(m_late, std::ranges::greater{}, &LateFrame::work);
    json told = json::array();
    for (std::size_t i = 0; i < std::min(m_late.size(), kMostTold); ++i) {
      told.push_back(m_late[i].report());
    }
    return {{"beats_a_second", std::round(1000 / kBeat.count())},
            {"size", {m_display.size().width, m_display.size().height}},
            {"frames", frames},
            {"late", late},
            {"phases", phases},
            {"woken_late", spread(m_display.woken_late_ms())},
            {"slowest_of_the_late", told},
            {"delayed", m_display.delayed()},
            {"delayed_and_late", m_display.delayed_and_late()}};
  }

 private:
  static PacingTwin twin_of(const Options& options) {
    if (options.blank) return PacingTwin::kBlank;
    return options.late ? PacingTwin::kLate : PacingTwin::kNone;
  }

  PacedDisplay m_display;
  platform::SdlInput m_real;
  ScriptInput m_input;
  BenchClock& m_clock;
  const Options& m_options;
  std::vector<LateFrame> m_late;
};

double load() {
  double average = 0;
  return ::getloadavg(&average, 1) == 1 ? std::round(average * 100) / 100 : -1;
}

int measure(const Options& options) {
  platform::WindowOptions window;
  window.windowed = true;
  if (std::sscanf(options.size.c_str(), "%dx%d", &window.width, &window.height) != 2) {
    return complain("--size: WxH");
  }
  auto session = platform::SdlSession::open(window);
  if (!session) return complain(session.error().message);
  auto painter = platform::SurfacePainter::open(**session);
  if (!painter) return complain(painter.error().message);
  RealClock real;
  HandClock hand;
  Bench bench(**painter, **session,
              options.by_hand ? static_cast<BenchClock&>(hand) : static_cast<BenchClock&>(real),
              options);
  const double load_before = load();
  if (const auto done = bench.half("alone"); !done) return complain(done.error().message);
  std::string unmoved = bench.unmoved("alone");
  json imported;
  if (!options.import.empty() && unmoved.empty()) {
    auto request = request_of(options);
    if (!request) return complain(request.error().message);
    Importing importing(std::move(*request));
    const auto done = bench.half("importing");
    importing.end();
    if (!done) return complain(done.error().message);
    if (!importing.trouble().empty()) return complain(importing.trouble());
    if (importing.pictures() == 0) return complain("no picture was made ready meanwhile");
    imported = {{"pictures", importing.pictures()}, {"packs", importing.installed()}};
    unmoved = bench.unmoved("importing");
  }
  json result = bench.report();
  result["imported"] = imported;
  result["load_before"] = load_before;
  result["load_after"] = load();
  std::cout << result.dump(1) << '\n';
  if (!unmoved.empty()) {
    complain("nothing moved in: " + unmoved + ". So nothing was measured.");
    return 3;
  }
  if (result["delayed"] != result["delayed_and_late"]) {
    return complain("frames that were delayed were not counted as late");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Late frames on a panel that shows pictures at its beats.", "bench_pacing"};
  Options options;
  app.add_option("--import", options.import, "what is installed beside it, and a folder for that")
      ->expected(2);
  app.add_option("--key", options.key, "the public key of what is installed");
  app.add_option("--size", options.size, "WxH");
  app.add_flag("--by-hand", options.by_hand, "a short visit, by a clock that moves by hand");
  app.add_flag("--brief", options.brief, "a short visit");
  app.add_flag("--late", options.late, "a twin whose frames come late");
  app.add_flag("--blank", options.blank, "a twin that draws nothing");
  app.add_option("shown", options.shown, "the built pack on the map");
  CLI11_PARSE(app, argc, argv);
  return measure(options);
}
