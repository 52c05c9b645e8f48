// Three days of an exhibition in minutes: the kiosk with its staff's desk, its guard and its inbox,
// as main.cpp puts them together, before a display that paints nothing but holds every call against
// what it is promised (watchful_display.h), touched by made-up visitors (visitor_model.h), by a
// clock that moves by hand. Packs come by the inbox meanwhile, and the wall clock jumps by ten
// years.
//
//   bench_endurance [--hours H] [--visits N] [--changes N] [--seed N] [--size WxH] [--tick MS]
//                   [--from-visit N] [--at-once] [--tell] [--twin NAME]
//   bench_endurance --real-clock [--hours H] [--changes N]   as it is lived: on the clock that
//   goes,
//                                           at a panel's pace, painted
//   bench_endurance --clocks [--visits N]   the same visits in 1970, in 2038 and over jumps of ten
//                                           years must be drawn alike
//   bench_endurance --self-test             its broken twins, each of which it must catch
//
// After each simulated hour (each quarter of a real one), and at the same moment of what plays to
// nobody, it notes memory, descriptors, threads and textures. One JSON object on stdout; 1 and one
// sentence if something was not as it should be, with seed and visit: `--seed S --from-visit V
// --tell` plays that one again.
//
// By default pictures and packs are made ready in the background, as on a device. `--at-once`: the
// same seed gives the same run to the last bit.
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/app/attract.h"
#include "kiosk/app/update.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/state_lock.h"
#include "kiosk/show.h"
#include "platform/headless/fixed_health.h"
#include "platform/headless/folder_volumes.h"
#include "platform/headless/noted_folder.h"
#include "platform/headless/noted_power.h"
#include "platform/headless/noted_speech.h"
#include "platform/headless/noted_usb_gate.h"
#include "platform/headless/queued_input.h"
#include "platform/headless/scripted_wall_clock.h"
#include "platform/linux/heap.h"
#include "platform/linux/sdl_input.h"
#include "platform/linux/sdl_session.h"
#include "platform/linux/surface_painter.h"
#include "tests/authoring/picture_making.h"
#include "tests/bench/visitor_model.h"
#include "tests/bench/watchful_display.h"
#include "tests/pack/temporary_folder.h"

using namespace kiosk;
using nlohmann::json;
namespace fs = std::filesystem;
using test::Deed;
using test::Parting;
using test::VisitorModel;

namespace {

constexpr double kHour = 3'600'000;
constexpr Millis kPlayingTick{500};  // while it plays to nobody, whose pictures are much alike
constexpr int kPicturesUntilForgotten = 700;
constexpr Millis kSettled{30'000};        // untouched for so long, even the light on the arcs rests
constexpr int kMostRestless = 40;         // ticks in a row
constexpr double kMostGrowth = 1 << 20;   // bytes of memory after the first hour
constexpr std::size_t kMostPacks = 3;     // that may lie on the device: shown, previous, one more
constexpr std::size_t kShelfVaries = 24;  // textures
constexpr std::size_t kLost = 4 << 20;    // bytes that a broken twin keeps
constexpr const char* kPin = "2580";
constexpr const char* kWrongPin = "1379";

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;  // it keeps what is freed, so memory tells nothing
#else
constexpr bool kSanitized = false;
#endif

enum class Twin { kNone, kTexture, kMemory, kDescriptor, kThread, kTwice, kTap };

struct Plan {
  double hours = 72;
  std::uint64_t visits = 10'000;
  int changes = 24;
  std::uint64_t seed = 1975;
  std::uint64_t from_visit = 0;
  platform::TextureSize size{1920, 1080};
  Millis tick{50};
  bool at_once = false;
  bool real_clock = false;
  double sample_every = 1;  // hours
  bool tell = false;
  bool digest = false;
  bool staff = true;               // some come
  std::uint64_t jump_every = 997;  // visits between two jumps of the wall clock; 0: none
  std::optional<std::chrono::local_seconds> begin;  // of the wall clock; nothing: nobody set it
  Twin twin = Twin::kNone;
};

struct Sample {
  double hour = 0;
  std::uint64_t visit = 0;
  std::size_t rss = 0;
  std::size_t in_use = 0;
  std::size_t descriptors = 0;
  std::size_t threads = 0;
  std::size_t textures = 0;
  std::size_t texture_bytes = 0;
  std::uint64_t presents = 0;

  [[nodiscard]] json report() const {
    return {{"hour", std::round(hour * 100) / 100},
            {"visit", visit},
            {"rss_kib", rss / 1024},
            {"heap_in_use_kib", in_use / 1024},
            {"descriptors", descriptors},
            {"threads", threads},
            {"textures", textures},
            {"texture_kib", texture_bytes / 1024},
            {"presents", presents}};
  }
};

// By hand it is at once as late as it is told to be; else that is waited for.
class LivedClock final : public platform::Clock {
 public:
  explicit LivedClock(bool real) : m_real(real) {}
  [[nodiscard]] Millis now() const override {
    return m_real ? std::chrono::steady_clock::now() - m_start : m_now;
  }
  void pass(Millis time) {
    if (m_real) {
      std::this_thread::sleep_for(time);
    } else {
      m_now += time;
    }
  }

 private:
  bool m_real;
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
  Millis m_now{0};
};

// By the real clock the kiosk's own window, in which all is painted.
struct Window {
  std::unique_ptr<platform::SdlSession> session;
  std::unique_ptr<platform::SurfacePainter> painter;
};

Window window_for(const Plan& plan) {
  if (!plan.real_clock) return {};
  platform::WindowOptions options;
  options.windowed = true;
  options.width = plan.size.width;
  options.height = plan.size.height;
  const auto give_up = [](const std::string& sentence) {
    std::fprintf(stderr, "bench_endurance: %s\n", sentence.c_str());
    std::exit(2);
  };
  auto session = platform::SdlSession::open(options);
  if (!session) give_up(session.error().message);
  auto painter = platform::SurfacePainter::open(**session);
  if (!painter) give_up(painter.error().message);
  return {std::move(*session), std::move(*painter)};
}

std::size_t entries_of(const fs::path& folder) {
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  return count;
}

std::size_t resident() {
  std::ifstream stream("/proc/self/statm");
  std::size_t all = 0;
  std::size_t in_memory = 0;
  stream >> all >> in_memory;
  return in_memory * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// What of a state is not as at the start, though nobody is there any more.
std::string left_behind(const State& state, const Pack& pack) {
  State fresh = start_state(pack, state.panel, pack.values().default_language, state.now);
  fresh.last_touch = state.last_touch;
  fresh.attract = state.attract;
  fresh.waking = state.waking;
  fresh.camera = state.camera;
  fresh.quiz.number = state.quiz.number;
  fresh.staff_pin = state.staff_pin;
  fresh.pressed = state.pressed;  // a finger that lies there is no setting
  fresh.lifted = state.lifted;
  fresh.drag = state.drag;
  if (state == fresh) return {};
  if (state.access != fresh.access) return "reading comfort is not as at the start";
  if (state.language != fresh.language) return "the language is not the first";
  if (state.sheet != fresh.sheet || state.screen != fresh.screen) return "a page is still open";
  return "the state is not as at the start";
}

// What of a state cannot be. `fingers`: that lie on the panel.
std::string impossible(const State& state, const Pack& pack, std::size_t fingers) {
  if (!std::isfinite(state.camera.centre.x + state.camera.centre.y + state.camera.zoom)) {
    return "the camera is no number";
  }
  if (!std::isfinite(state.scroll.offset + state.sheet_scroll.offset + state.scroll.velocity +
                     state.sheet_scroll.velocity + state.gallery.offset)) {
    return "a scrolled place is no number";
  }
  if (fingers == 0 && !state.pressed.empty()) return "something is pressed by no finger";
  if (fingers == 0 && state.drag != DragTarget::kNothing)
    return "something is dragged by no finger";
  if (state.attract && (state.attended || state.seconds_left || state.staff)) {
    return "it plays to nobody while somebody is there";
  }
  const IdleTimes& idle = pack.values().idle;
  if (state.seconds_left &&
      (*state.seconds_left < 1 || Millis{1000.0 * *state.seconds_left} > idle.countdown)) {
    return "the countdown is out of its range";
  }
  if (state.screen != Screen::kMap && pack.city(state.city) == nullptr) {
    return "a city is open that is not in the pack";
  }
  return {};
}

// `moves`: the map, a panel or a sheet is on its way. What stands on it may still be beyond the
// edge, and what it will have moved elsewhere may still stand in both places. What lies behind a
// scrim does not answer, and a sheet before it may have a button of the same name: of two the one
// in front is meant (zone_of).
std::string wrong_zone(std::span<const Zone> zones, Vec2 panel, bool moves) {
  std::set<std::string_view> seen;
  for (const Zone& zone : zones) {
    const Rect& rect = zone.rect;
    if (zone.id.empty()) return "a zone has no name";
    if (zone.id == "scrim") seen.clear();
    if (!seen.insert(zone.id).second && !moves) {
      return "two zones are called " + zone.id + ", one at " + std::to_string(zone.rect.x) + " " +
             std::to_string(zone.rect.y);
    }
    if (!std::isfinite(rect.x + rect.y + rect.w + rect.h)) return zone.id + " is nowhere";
    const bool only_spoken = zone.role == ZoneRole::kSurface && rect.w == 0 && rect.h == 0;
    if (only_spoken) continue;
    const bool seen_on_panel =
        rect.x < panel.x && rect.y < panel.y && rect.x + rect.w > 0 && rect.y + rect.h > 0;
    if (!seen_on_panel && !moves) {
      return "the zone " + zone.id + " is beyond the panel: " + std::to_string(rect.x) + " " +
             std::to_string(rect.y) + " " + std::to_string(rect.w) + " " + std::to_string(rect.h);
    }
  }
  return {};
}

// The packs of this run: the bundled content under one number after another, and signed.
class Author {
 public:
  Author(const fs::path& folder, unsigned threads) : m_folder(folder), m_making(test::making()) {
    const fs::path content = fs::path(KIOSK_SOURCE_DIR) / "content";
    static const test::TemporaryFolder cache;  // the same pictures for every run of this program
    m_making.cache = cache.path();
    m_making.threads = threads;
    fs::create_directories(m_folder / "content");
    for (const char* part : {"cities", "illustrations", "photos", "schema"}) {
      if (!fs::exists(content / part)) continue;
      fs::copy(content / part, m_folder / "content" / part, fs::copy_options::recursive);
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(content)) {
      if (entry.is_regular_file())
        fs::copy(entry.path(), m_folder / "content" / entry.path().filename());
    }
  }
  [[nodiscard]] const PictureMaking& making() const { return m_making; }
  [[nodiscard]] PublicKey key() const { return m_key.public_key(); }

  [[nodiscard]] BuiltPack built(int serial, const fs::path& tree) {
    std::ifstream stream(m_folder / "content" / "pack.json");
    json pack = json::parse(stream);
    stream.close();
    pack["serial"] = serial;
    test::write_bytes(m_folder / "content" / "pack.json", pack.dump());
    auto made = build_pack(m_folder / "content", tree, m_making);
    if (!made || !made->check.problems.empty()) {
      std::fputs("bench_endurance: the pack cannot be built\n", stderr);
      std::exit(2);
    }
    return std::move(*made);
  }
  void write(int serial, const fs::path& file) {
    const fs::path tree = m_folder / "tree";
    fs::remove_all(tree);
    const BuiltPack made = built(serial, tree);
    if (!write_archive(file, tree, made.manifest, m_key)) {
      std::fputs("bench_endurance: the pack cannot be written\n", stderr);
      std::exit(2);
    }
    fs::remove_all(tree);
  }

 private:
  fs::path m_folder;
  PictureMaking m_making;
  SecretKey m_key = make_secret_key();
};

std::pair<std::size_t, std::size_t> range_of(const std::vector<Sample>& samples,
                                             std::size_t Sample::*field) {
  const auto [least, most] = std::ranges::minmax_element(samples, {}, field);
  return {(*least).*field, (*most).*field};
}

double growth_of(const std::vector<Sample>& samples, std::size_t Sample::*field) {
  return static_cast<double>(samples.back().*field) - static_cast<double>(samples.front().*field);
}

json figures_of(const std::vector<Sample>& samples) {
  return {{"rss_grown_kib", std::round(growth_of(samples, &Sample::rss) / 1024)},
          {"heap_grown_kib", std::round(growth_of(samples, &Sample::in_use) / 1024)},
          {"descriptors", range_of(samples, &Sample::descriptors)},
          {"threads", range_of(samples, &Sample::threads)},
          {"textures", range_of(samples, &Sample::textures)}};
}

// Empty: all is as it should be after the first of them.
std::string verdict_of(const std::vector<Sample>& samples) {
  const auto constant = [&](std::size_t Sample::*field) {
    const auto [least, most] = range_of(samples, field);
    return least == most;
  };
  if (!constant(&Sample::descriptors)) return "descriptors are not constant";
  if (!constant(&Sample::threads)) return "threads are not constant";
  // Pictures on the shelf and previews of what was seen come and go, so their number is no
  // constant; but the later half may not hold more than the first.
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  const auto before = std::ranges::max_element(samples.begin(), middle, {}, &Sample::textures);
  const auto after = std::ranges::max_element(middle, samples.end(), {}, &Sample::textures);
  if (after->textures > before->textures + kShelfVaries) return "textures have grown";
  if (!kSanitized && growth_of(samples, &Sample::rss) >= kMostGrowth) {
    return "memory has grown by 1 MiB or more after the first hour";
  }
  return {};
}

class Endurance {
 public:
  explicit Endurance(const Plan& plan)
      : m_plan(plan),
        m_clock(plan.real_clock),
        m_window(window_for(plan)),
        m_display(plan.size, m_window.painter.get()),
        m_author(m_folder.path() / "author", 1),
        m_volumes(m_folder.path() / "sticks") {
    if (plan.digest) m_display.keep_digest();
    if (m_window.session) m_window_input.emplace(*m_window.session, m_clock);
    for (const fs::path& made : {state(), inbox(), m_folder.path() / "readings"}) {
      fs::create_directories(made);
    }
    if (!enrol_key(state(), m_author.key(), "author")) fault("the key cannot be enrolled");
    if (plan.begin) static_cast<void>(m_wall_clock.set(*plan.begin));
    static_cast<void>(m_author.built(1, bundled()));
    auto pack = load_pack(bundled());
    auto words = load_strings(root() / "assets" / "strings");
    if (!pack || !words) {
      std::fputs("bench_endurance: the content or the words cannot be read\n", stderr);
      std::exit(2);
    }
    m_words = *words;
    m_health_site.state = state();
    m_health_site.version = "0.0.1";
    m_health_site.health = &m_health;
    m_health_site.licences = root() / "assets" / "licences.json";
    StaffSite staff;
    staff.state = state();
    staff.bundled = bundled();
    staff.settings = state() / "settings.json";
    staff.making = m_author.making();
    staff.program_content = root() / "content";
    staff.inbox = inbox();
    staff.metrics = m_folder.path() / "readings";
    staff.at_once = plan.at_once;
    const auto hear = [this](const std::string& sentence) { m_said.insert(sentence); };
    m_desk.emplace(
        std::move(staff), m_health_site, SettingsReading{},
        DeskParts{m_volumes, m_wall_clock, m_words, &m_power, {}, &m_watch, hear, &m_gate},
        m_clock.now());
    KioskOptions options;
    options.pictures = plan.at_once ? PictureLoading::kAtOnce : PictureLoading::kInBackground;
    ShowSite site;
    site.state = state();
    site.bundled = bundled();
    site.version = "0.0.1";
    site.at_once = plan.at_once;
    site.tidy = platform::give_back_holes;
    m_show.emplace(Exhibit{root() / "assets", std::move(*words), std::move(*pack)},
                   KioskParts{m_display, m_input, m_clock, &m_speech}, options, &*m_desk,
                   m_wall_clock, std::move(site), hear);
    if (!m_show->open({})) fault("the show cannot be opened");
    step(m_plan.tick);
  }

  // False: something was not as it should be.
  bool run() {
    const auto begun = std::chrono::steady_clock::now();
    m_visit = m_plan.from_visit;
    if (m_plan.staff) choose_pin();
    if (m_plan.hours >= 1 && !m_plan.real_clock) look_through();
    const std::uint64_t last = m_plan.from_visit + m_plan.visits;
    // The first comes within the first hour: what an installed pack asks of a kiosk, a thread that
    // guards it among it, is there when the first sample is taken.
    const double every = m_plan.hours / std::max(1, m_plan.changes);
    while (fine() && (m_visit < last || hours() < m_plan.hours)) {
      VisitorModel visitor(m_plan.seed, m_visit);
      // At the time of a change, but in the middle of a visit, when nothing may come of it yet.
      const bool change =
          m_changes < m_plan.changes && hours() >= every * m_changes + std::min(0.5, every / 2);
      if (visitor.staff() && m_plan.staff) {
        staff_visit(visitor);
      } else {
        visit(visitor, change);
      }
      ++m_visit;
      lose_something();
      const bool note = hours() >= m_plan.sample_every * static_cast<double>(m_samples.size() + 1);
      if (note || change) {
        nobody();
        if (change) await_content();
        if (note) sample();
      }
    }
    // What is under way ends: a visit's last pictures, a rest of a countdown.
    if (fine()) nobody();
    m_took = std::chrono::steady_clock::now() - begun;
    const auto first =
        std::ranges::find_if(m_samples, [](const Sample& one) { return one.hour >= 1; });
    const std::vector<Sample> judged(first, m_samples.end());
    if (!fine() || judged.size() < 3) return fine();
    m_verdict = figures_of(judged);
    m_doing.clear();
    fault(verdict_of(judged));
    return fine();
  }

  [[nodiscard]] bool fine() const { return m_fault.empty(); }
  [[nodiscard]] const std::string& fault() const { return m_fault; }
  [[nodiscard]] std::uint64_t digest() const { return m_display.digest(); }
  [[nodiscard]] const std::vector<std::pair<std::uint64_t, std::uint64_t>>& marks() const {
    return m_marks;
  }
  // After the last visit, at the same moment of what plays to nobody.
  [[nodiscard]] Sample last_sample() { return sample(); }
  [[nodiscard]] json report() const {
    json samples = json::array();
    for (const Sample& one : m_samples) samples.push_back(one.report());
    json said = json::array();
    for (const std::string& sentence : m_said) said.push_back(sentence);
    return {{"seed", m_plan.seed},
            {"from_visit", m_plan.from_visit},
            {"visits", m_visit - m_plan.from_visit},
            {"hours", std::round(hours() * 100) / 100},
            {"content_changes", m_changes},
            {"staff_visits", m_staff_visits},
            {"clock_jumps", m_jumps},
            {"deeds", m_deeds},
            {"ticks", m_ticks},
            {"presents", m_display.presents()},
            {"times_played_to_nobody", m_nobody},
            {"size", {m_plan.size.width, m_plan.size.height}},
            {"tick_ms", m_plan.tick.count()},
            {"at_once", m_plan.at_once},
            {"real_clock", m_plan.real_clock},
            {"sanitized", kSanitized},
            {"took_s", std::round(m_took.count())},
            {"verdict", m_verdict},
            {"said", said},
            {"samples", samples},
            {"fault", m_fault}};
  }

 private:
  [[nodiscard]] static fs::path root() { return KIOSK_SOURCE_DIR; }
  [[nodiscard]] fs::path state() const { return m_folder.path() / "state"; }
  [[nodiscard]] fs::path inbox() const { return m_folder.path() / "inbox"; }
  [[nodiscard]] fs::path bundled() const { return m_folder.path() / "bundled"; }
  [[nodiscard]] double hours() const { return m_clock.now().count() / kHour; }
  [[nodiscard]] Kiosk& kiosk() { return m_show->kiosk(); }
  [[nodiscard]] const Pack& pack() { return *kiosk().pack(); }
  [[nodiscard]] Vec2 panel() const {
    return {static_cast<float>(m_plan.size.width), static_cast<float>(m_plan.size.height)};
  }

  // The first one counts.
  void fault(const std::string& what) {
    if (!m_fault.empty() || what.empty()) return;
    char hour[32];
    std::snprintf(hour, sizeof hour, "%.4f", hours());
    m_fault = what + " (seed " + std::to_string(m_plan.seed) + ", visit " +
              std::to_string(m_visit) + ", deed " + std::to_string(m_deed) + ", hour " + hour +
              (m_doing.empty() ? "" : ": " + m_doing) + ")";
  }

  // One tick, so much later, and all that must hold after it.
  void step(Millis later) {
    m_clock.pass(later);
    if (m_window.session) m_window_input->poll(m_window_events);
    const bool ends = std::ranges::any_of(m_window_events, [](const platform::Event& event) {
      return std::holds_alternative<platform::Quit>(event);
    });
    if (ends) fault("it was asked to end");
    m_window_events.clear();
    const std::uint64_t presents = m_display.presents();
    m_show->tick();
    ++m_ticks;
    // On the device a picture takes milliseconds; here the clock must not run away meanwhile.
    for (int waits = 0; !kiosk().pictures_complete() && waits < 5000 && fine(); ++waits) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      m_show->tick();
    }
    if (!kiosk().pictures_complete()) fault("a picture never came");
    if (!m_display.complaint().empty()) fault(m_display.complaint());
    const State& now = kiosk().state();
    fault(impossible(now, pack(), m_fingers));
    const bool drawn = m_display.presents() != presents;
    if (drawn) fault(wrong_zone(kiosk().zones(), panel(), moving(now)));
    const Millis alone = m_clock.now() - m_last_event;
    const auto rest = m_show->rest();
    if (rest && rest->count() < 0) fault("it wants to rest for less than nothing");
    if (!rest) fault("it would rest for ever, though it is to play to nobody");
    const bool should_rest = alone > kSettled && !now.attract && !now.staff && !now.seconds_left;
    m_restless = should_rest && rest && rest->count() <= 0 ? m_restless + 1 : 0;
    if (m_restless > kMostRestless) {
      const bool desk = m_desk->rest().value_or(Millis{1}).count() <= 0;
      fault(std::string("it does not come to rest after the last touch: ") +
            (moving(now) ? "its state moves"
             : desk      ? "the staff's desk wants to be asked"
             : drawn     ? "it draws on"
                         : "it asks to be woken"));
    }
    const IdleTimes& idle = pack().values().idle;
    const Millis patience = idle.warn_after + idle.countdown + Millis{2000};
    if (now.staff) m_staff_seen = m_clock.now();
    const Millis without_staff = m_clock.now() - m_staff_seen;
    if (std::min(alone, without_staff) > patience && !now.attract && m_fingers == 0) {
      fault("nobody is there, and it does not play to nobody");
    }
    if (now.staff && !now.staff->at_work && alone > Millis{130'000}) {
      fault("the staff's room stays open though nobody is in it");
    }
    if (now.attract) fault(left_behind(now, pack()));
  }

  // Time goes by. With `playing`, what plays to nobody is looked at now and then alone.
  void pass(Millis how_long) {
    const Millis until = m_clock.now() + how_long;
    while (fine() && m_clock.now() < until) {
      const Millis left = until - m_clock.now();
      if (!m_input.empty()) {
        step(std::min(left, m_plan.tick));
        continue;
      }
      const Millis rest = m_show->rest().value_or(left);
      const bool playing = kiosk().state().attract && !m_plan.real_clock;
      const Millis pace = playing ? kPlayingTick : m_plan.tick;
      if (rest <= pace) {
        step(std::min(left, pace));
        continue;
      }
      // Nothing is to change: half way there nothing has, and nothing is shown anew.
      const std::uint64_t presents = m_display.presents();
      const Millis asked = m_clock.now();
      step(std::min(left, rest * 0.5));
      // The desk's own work comes in when it is done: a guess of a PIN, a pack from the inbox. The
      // minute that staff see is announced to the second.
      const bool staff_wait = kiosk().state().staff && (m_plan.real_clock || rest < Millis{2000});
      const bool desk_works = m_awaited || staff_wait;
      const bool rests = m_clock.now() < until && m_clock.now() < asked + rest && !desk_works;
      if (m_display.presents() != presents && rests) {
        fault("something was drawn though nothing had changed");
      }
      step(std::min(until - m_clock.now(), rest * 0.5));
    }
  }

  void perform(const Deed& deed) {
    m_doing = deed.what;
    ++m_deed;
    ++m_deeds;
    if (m_plan.tell) {
      std::cerr << "visit " << m_visit << " deed " << m_deed << " at " << hours() << ": "
                << deed.what << '\n';
    }
    const Millis now = m_clock.now();
    Millis last{0};
    for (const auto& [after, event] : deed.events) {
      platform::Event told = event;
      if (auto* contact = std::get_if<Contact>(&told)) {
        contact->at = now + after;
        if (contact->phase == ContactPhase::kDown) ++m_fingers;
      }
      m_input.put(now + after, told);
      last = std::max(last, after);
    }
    if (!deed.events.empty()) m_last_event = now + last;
    pass(last + m_plan.tick);
    m_fingers = 0;
    pass(deed.pause);
  }

  void visit(VisitorModel& visitor, bool change) {
    m_deed = 0;
    const int middle = visitor.deeds() / 2;
    for (int i = 0; i < visitor.deeds() && fine(); ++i) {
      if (change && i == middle) bring_content();
      if (m_plan.jump_every > 0 && i == middle && m_visit % m_plan.jump_every == 5) jump();
      perform(visitor.next(kiosk().zones(), panel()));
    }
    m_doing.clear();
    switch (visitor.parting()) {
      case Parting::kNext:
        return pass(visitor.between(500, 5000));
      case Parting::kAsked:
        return pass(visitor.between(61'000, 88'000));
      case Parting::kNobody:
        nobody();
        return pass(visitor.between(0, 40'000));
    }
  }

  // Until it plays to nobody.
  void nobody() {
    for (int i = 0; i < 40 && fine() && !kiosk().state().attract; ++i) pass(Millis{10'000});
    if (!kiosk().state().attract) fault("it never came to play to nobody");
    ++m_nobody;
    if (m_plan.digest) m_marks.emplace_back(m_visit, digest());
  }

  [[nodiscard]] Deed tap(VisitorModel& visitor, const std::string& id) {
    const auto zones = kiosk().zones();
    const Zone* zone = zone_of(zones, id);
    if (zone == nullptr) {
      Deed none;
      none.what = "misses " + id;
      return none;
    }
    return visitor.tap(touch_point(zones, *zone), "taps " + id);
  }

  void type(VisitorModel& visitor, std::string_view pin) {
    for (const char digit : pin) perform(tap(visitor, std::string("pin:") + digit));
    perform(tap(visitor, "pin:ok"));
    // In the background a guess takes its time.
    for (int i = 0; i < 100 && !m_plan.at_once; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      pass(m_plan.tick);
      if (kiosk().state().staff && kiosk().state().staff->page != StaffPage::kPin) break;
      if (kiosk().state().staff && kiosk().state().staff_pin == PinNews::kWrong) break;
    }
    pass(Millis{1500});
  }

  bool open_door(VisitorModel& visitor) {
    nobody();
    perform(visitor.tap(panel() * 0.5F, "wakes it"));
    pass(Millis{3000});
    const Zone* door = zone_of(kiosk().zones(), "staff:door");
    if (door == nullptr) {
      fault("the staff's door is not there");
      return false;
    }
    perform(visitor.hold(touch_point(kiosk().zones(), *door), Millis{3400}, "holds the emblem"));
    pass(Millis{500});
    if (!kiosk().state().staff) fault("the staff's door does not open");
    return fine();
  }

  void choose_pin() {
    VisitorModel visitor(m_plan.seed, 0);
    if (!open_door(visitor)) return;
    type(visitor, kPin);
    type(visitor, kPin);
    if (!kiosk().state().staff || kiosk().state().staff->page != StaffPage::kContent) {
      fault("the PIN cannot be chosen");
    }
    perform(tap(visitor, "close"));
    nobody();
  }

  // A look at every page; nothing is changed.
  void staff_visit(VisitorModel& visitor) {
    m_deed = 0;
    ++m_staff_visits;
    if (!open_door(visitor)) return;
    type(visitor, visitor.knows_pin() ? kPin : kWrongPin);
    const auto in_room = [&] {
      return kiosk().state().staff && kiosk().state().staff->page != StaffPage::kPin;
    };
    for (int i = 0; i < visitor.deeds() && fine() && in_room(); ++i) {
      std::vector<std::string> pages;
      for (const Zone& zone : kiosk().zones()) {
        if (zone.id.starts_with("staff:page:") && zone.enabled) pages.push_back(zone.id);
      }
      if (pages.empty()) break;
      perform(tap(visitor, pages[visitor.one_of(pages.size())]));
    }
    if (visitor.one_of(2) == 0) perform(tap(visitor, "close"));
    m_doing.clear();
    for (int i = 0; i < 20 && fine() && kiosk().state().staff; ++i) pass(Millis{10'000});
    nobody();
  }

  [[nodiscard]] std::vector<std::string> zones_called(std::string_view prefix) {
    std::vector<std::string> found;
    for (const Zone& zone : kiosk().zones()) {
      if (zone.enabled && zone.id.starts_with(prefix)) found.push_back(zone.id);
    }
    return found;
  }

  // Every page once, in every language and at every size of text. What a kiosk keeps of texts and
  // their glyphs grows with what was looked at, up to all of it: visitors would take half a day.
  void look_through() {
    VisitorModel somebody(m_plan.seed, m_visit);
    nobody();
    perform(somebody.tap(panel() * 0.5F, "wakes it"));
    pass(Millis{3000});
    const auto taps = [&](const std::string& id) {
      perform(tap(somebody, id));
      pass(Millis{700});
    };
    for (const char* size : {"access:text:1.5", "access:text:1.25", "access:text:1"}) {
      taps("open:access");
      taps(size);
      taps("close");
      for (const std::string& language : zones_called("lang:")) {
        taps(language);
        look_through_pages(taps);
        if (!fine()) return;
      }
    }
    m_doing.clear();
    nobody();
  }

  // In the language that is chosen.
  void look_through_pages(const std::function<void(const std::string&)>& taps) {
    for (const std::string& sheet : zones_called("open:")) {
      taps(sheet);
      taps(zone_of(kiosk().zones(), "close") != nullptr ? "close" : sheet);
    }
    const auto cities = zones_called("city:");
    if (cities.empty()) return fault("there is no city to look at");
    for (const std::string& city : cities) {
      taps(city);
      taps("open:agreement");
      taps("close");
    }
    taps(cities.front());
    taps("open:gallery");
    for (std::size_t i = 0; i < pack().values().cities.size(); ++i) taps("next");
    taps("close");
    taps("close");
  }

  void bring_content() {
    m_awaited = true;
    ++m_changes;
    const int serial = 1 + m_changes;
    m_author.write(serial, m_folder.path() / "made.kpack");
    fs::rename(m_folder.path() / "made.kpack",
               inbox() / ("pack-" + std::to_string(serial) + ".kpack"));
    if (m_changes > 1) fs::remove(inbox() / ("pack-" + std::to_string(serial - 1) + ".kpack"));
    m_watch.note();
  }

  // Nobody is there: now it must come.
  void await_content() {
    const auto begun = std::chrono::steady_clock::now();
    const auto too_long = std::chrono::seconds(600);
    while (fine() && pack().values().serial != 1 + m_changes) {
      pass(Millis{1000});
      if (!m_plan.at_once) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (std::chrono::steady_clock::now() - begun > too_long) fault("new content was not shown");
    }
    // Its trial, and what goes with it.
    pass(Millis{120'000});
    m_awaited = false;
    if (m_plan.hours >= 1 && !m_plan.real_clock) look_through();
    if (entries_of(state() / kPacksFolder) > kMostPacks) fault("old packs stay on the disk");
    if (entries_of(state() / kStagingFolder) > 0) fault("something stays in the staging");
  }

  // Ten years forth or back.
  void jump() {
    using std::chrono::days;
    const auto now = m_wall_clock.now().local;
    static_cast<void>(m_wall_clock.set(m_jumps % 2 == 0 ? now + days(3652) : now - days(3652)));
    ++m_jumps;
  }

  // What the broken twins do wrong, once a visit.
  void lose_something() {
    switch (m_plan.twin) {
      case Twin::kTexture:
        for (std::size_t i = 0; i <= kShelfVaries; ++i) {
          static_cast<void>(m_display.create_target({4, 4}));
        }
        break;
      case Twin::kMemory:
        m_lost.emplace_back(kLost, 'x');
        break;
      case Twin::kDescriptor:
        static_cast<void>(::dup(STDERR_FILENO));
        break;
      case Twin::kThread:
        m_idle.emplace_back([this] {
          while (!m_end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        });
        break;
      case Twin::kTwice: {
        const auto texture = m_display.create_target({4, 4});
        m_display.destroy_texture(texture);
        m_display.destroy_texture(texture);
        break;
      }
      case Twin::kTap:
        if (m_visit == m_plan.from_visit + 3) {
          VisitorModel somebody(m_plan.seed + 1, m_visit);
          perform(somebody.tap(panel() * 0.5F, "taps once more"));
        }
        break;
      case Twin::kNone:
        break;
    }
  }

  // At a moment that is the same each time: after a whole round of what plays to nobody, at the
  // next scene of the same kind.
  Sample sample() {
    for (int i = 0; i < 60 && fine(); ++i) {
      pass(Millis{5000});
      const Millis since = kiosk().state().attract ? kiosk().state().attract->since : Millis{0};
      if (since > Millis{150'000} &&
          attract_moment(pack(), since).scene == AttractScene::kMapAlone) {
        break;
      }
    }
    // Texts that nobody asks for are forgotten after so many pictures, which at this pace are few.
    for (int i = 0; i < kPicturesUntilForgotten && fine(); ++i) step(Millis{34});
    Sample one;
    one.hour = hours();
    one.visit = m_visit;
    one.rss = resident();
    one.in_use = mallinfo2().uordblks + mallinfo2().hblkhd;
    one.descriptors = entries_of("/proc/self/fd") - 1;  // which the look itself opens
    // Who writes a reading or hashes a file is about to be done.
    if (!m_plan.at_once) std::this_thread::sleep_for(std::chrono::milliseconds(200));
    one.threads = entries_of("/proc/self/task");
    one.textures = m_display.textures();
    one.texture_bytes = m_display.bytes();
    one.presents = m_display.presents();
    m_samples.push_back(one);
    if (m_plan.tell) std::cerr << one.report().dump() << '\n';
    return one;
  }

 public:
  ~Endurance() {
    m_end = true;
    for (std::thread& thread : m_idle) thread.join();
  }
  Endurance(const Endurance&) = delete;
  Endurance& operator=(const Endurance&) = delete;

 private:
  Plan m_plan;
  test::TemporaryFolder m_folder;
  LivedClock m_clock;
  platform::ScriptedWallClock m_wall_clock{m_clock};
  platform::QueuedInput m_input{m_clock};
  Window m_window;
  std::optional<platform::SdlInput> m_window_input;  // what is told there is heard and passed over
  std::vector<platform::Event> m_window_events;
  test::WatchfulDisplay m_display;
  platform::NotedSpeech m_speech;
  platform::FixedHealth m_health;
  platform::NotedPower m_power;
  platform::NotedFolder m_watch;
  platform::NotedUsbGate m_gate;
  Author m_author;
  platform::FolderVolumes m_volumes;
  Strings m_words;
  DeviceSite m_health_site;
  std::set<std::string> m_said;
  std::optional<FrontDesk> m_desk;
  std::optional<Show> m_show;

  std::string m_fault;
  std::string m_doing;
  std::uint64_t m_visit = 0;
  int m_deed = 0;
  std::size_t m_fingers = 0;
  int m_restless = 0;
  Millis m_last_event{0};
  Millis m_staff_seen{-1e9};
  int m_changes = 0;
  bool m_awaited = false;  // content that was brought and is not shown yet
  int m_jumps = 0;
  int m_staff_visits = 0;
  std::uint64_t m_nobody = 0;
  std::uint64_t m_deeds = 0;
  std::uint64_t m_ticks = 0;
  std::vector<Sample> m_samples;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> m_marks;  // visit, and digest after it
  std::chrono::duration<double> m_took{0};
  json m_verdict;
  std::vector<std::string> m_lost;
  std::vector<std::thread> m_idle;
  std::atomic<bool> m_end{false};
};

// The same visits, whatever the wall clock says. Empty: all were drawn alike.
std::string compare_clocks(Plan plan, Twin twin) {
  using namespace std::chrono;
  plan.at_once = plan.digest = true;
  plan.staff = false;  // their pages show the time
  plan.changes = 0;
  plan.hours = 0;
  struct Start {
    const char* name;
    std::optional<local_seconds> begin;
    bool jumps;
  };
  const std::vector<Start> starts{
      {"1970, as a board without a battery has it", std::nullopt, false},
      {"1970, set", local_seconds(hours(1)), false},
      {"January 2038", local_days(2038y / January / 19) + hours(3) + minutes(13), false},
      {"2026, with jumps of ten years", local_days(2026y / November / 28) + hours(9), true}};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> marks;
  for (const Start& start : starts) {
    plan.begin = start.begin;
    plan.jump_every = start.jumps ? 7 : 0;
    plan.twin = marks.empty() ? Twin::kNone : twin;
    Endurance one(plan);
    if (!one.run()) return one.fault();
    if (marks.empty()) marks = one.marks();
    const auto [before, after] = std::ranges::mismatch(marks, one.marks());
    if (before != marks.end() || after != one.marks().end()) {
      return std::string("it was drawn otherwise from the start in ") + start.name +
             " than without a clock, up to visit " +
             std::to_string(before == marks.end() ? 0 : before->first);
    }
  }
  return {};
}

// Each must be caught, and by its own sentence.
int self_test(Plan plan) {
  int missed = 0;
  const auto tell = [&](const char* name, const std::string& fault, const char* wanted) {
    const bool caught = fault.starts_with(wanted);
    if (!caught) ++missed;
    std::cout << (caught ? "caught: " : "MISSED: ") << name << ": " << fault << '\n';
  };
  struct Loss {
    const char* name;
    Twin twin;
    std::size_t Sample::*field;
    std::size_t least;
    const char* wanted;
  };
  const std::vector<Loss> losses{
      {"a texture lost", Twin::kTexture, &Sample::textures, kShelfVaries + 1,
       "textures have grown"},
      {"a descriptor lost", Twin::kDescriptor, &Sample::descriptors, 1,
       "descriptors are not constant"},
      {"a thread left", Twin::kThread, &Sample::threads, 1, "threads are not constant"},
      {"memory kept", Twin::kMemory, &Sample::in_use, kLost, "memory has grown"}};
  // What is judged.
  const Sample usual{1, 100, 90 << 20, 40 << 20, 9, 5, 60, 30 << 20, 1000};
  tell("nothing lost", "fine" + verdict_of({usual, usual, usual}), "fine");
  // What is counted: the same few visits, with and without.
  plan.hours = 0;
  plan.visits = 4;
  plan.changes = 0;
  plan.staff = false;
  plan.at_once = true;
  const auto after = [&](Twin twin) {
    plan.twin = twin;
    Endurance one(plan);
    if (!one.run()) {
      std::cout << one.fault() << '\n';
      ++missed;
    }
    return one.last_sample();
  };
  const Sample good = after(Twin::kNone);
  for (const Loss& loss : losses) {
    if (kSanitized && loss.twin == Twin::kMemory) continue;
    Sample later = usual;
    later.*loss.field += loss.least;
    later.rss += loss.twin == Twin::kMemory ? loss.least : 0;
    tell(loss.name, verdict_of({usual, usual, later}), loss.wanted);
    const Sample bad = after(loss.twin);
    // Two runs of one program do not hold quite the same memory: one visit's worth may be missing.
    const std::size_t sure = plan.visits - (loss.twin == Twin::kMemory ? 1 : 0);
    const bool counted = bad.*loss.field >= good.*loss.field + sure * loss.least;
    tell(loss.name,
         (counted ? "counted, " : "not counted, ") + std::to_string(good.*loss.field) + " and " +
             std::to_string(bad.*loss.field),
         "counted");
  }
  plan.twin = Twin::kTwice;
  Endurance twice(plan);
  static_cast<void>(twice.run());
  tell("a texture destroyed twice", twice.fault(), "a texture was destroyed that does not exist");
  plan.twin = Twin::kNone;
  plan.visits = 8;
  tell("a touch that the other run had not", compare_clocks(plan, Twin::kTap),
       "it was drawn otherwise");
  // A frame that cannot be, and states that cannot.
  test::WatchfulDisplay display({64, 64});
  static_cast<void>(display.create_texture(platform::PixelFormat::kAlpha8, {2, 2}, {}));
  tell("a texture without pixels", display.complaint(), "a texture came with too few");
  auto pack = load_pack(fs::path(KIOSK_SOURCE_DIR) / "content");
  if (!pack) return 2;
  State state =
      start_state(*pack, panel_of({1920, 1080}, 21.5F), pack->values().default_language, {});
  tell("a good state", "fine" + impossible(state, *pack, 0) + left_behind(state, *pack), "fine");
  state.access.contrast = true;
  tell("settings that stay", left_behind(state, *pack), "reading comfort");
  state.camera.zoom = std::nan("");
  tell("a camera that is nowhere", impossible(state, *pack, 0), "the camera");
  std::vector<Zone> zones(2);
  zones[0].id = zones[1].id = "twice";
  zones[0].rect = zones[1].rect = {0, 0, 10, 10};
  tell("two zones of one name", wrong_zone(zones, {64, 64}, false), "two zones");
  zones.pop_back();
  zones[0].rect.x = 64;
  tell("a zone on its way", "fine" + wrong_zone(zones, {64, 64}, true), "fine");
  tell("a zone that stays beyond the panel", wrong_zone(zones, {64, 64}, false), "the zone twice");
  return missed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  platform::give_back_large_blocks();
  Plan plan;
  bool clocks = false;
  bool twins = false;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    const auto value = [&] { return std::string(++i < argc ? argv[i] : "0"); };
    if (option == "--hours")
      plan.hours = std::stod(value());
    else if (option == "--visits")
      plan.visits = std::stoull(value());
    else if (option == "--changes")
      plan.changes = std::stoi(value());
    else if (option == "--seed")
      plan.seed = std::stoull(value());
    else if (option == "--from-visit")
      plan.from_visit = std::stoull(value());
    else if (option == "--tick")
      plan.tick = Millis{std::stod(value())};
    else if (option == "--at-once")
      plan.at_once = true;
    else if (option == "--real-clock") {
      plan.real_clock = true;
      plan.hours = 2;
      plan.visits = 0;
      plan.changes = 4;
      plan.tick = Millis{1000.0 / 60};
      plan.sample_every = 0.25;
    } else if (option == "--tell")
      plan.tell = true;
    else if (option == "--clocks")
      clocks = true;
    else if (option == "--self-test")
      twins = true;
    else if (option == "--size") {
      if (std::sscanf(value().c_str(), "%dx%d", &plan.size.width, &plan.size.height) != 2) return 2;
    } else if (option == "--twin") {
      const std::string name = value();
      plan.twin = name == "texture"  ? Twin::kTexture
                  : name == "memory" ? Twin::kMemory
                                     : Twin::kDescriptor;
    } else {
      std::cerr << "bench_endurance: " << option << " is no option. See the head of its source.\n";
      return 2;
    }
  }
  if (twins) return self_test(plan);
  if (clocks) {
    const std::string fault = compare_clocks(plan, Twin::kNone);
    std::cout << (fault.empty() ? "drawn alike" : fault) << '\n';
    return fault.empty() ? 0 : 1;
  }
  Endurance endurance(plan);
  const bool fine = endurance.run();
  std::puts(endurance.report().dump(1).c_str());
  if (!fine) std::cerr << "bench_endurance: " << endurance.fault() << ".\n";
  return fine ? 0 : 1;
}
