#include "tests/bench/watched_kiosk.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <utility>
#include <variant>

#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/refresh/device_keys.h"
#include "platform/linux/heap.h"
#include "tests/bench/endurance_promises.h"

namespace kiosk::test {
namespace fs = std::filesystem;

namespace {

constexpr double kHour = 3'600'000;
constexpr Millis kPlayingTick{500};  // while it plays to nobody, whose pictures are much alike
constexpr Millis kSettled{30'000};   // untouched for so long, even the light on the arcs rests
constexpr int kMostRestless = 40;    // ticks in a row

fs::path root() { return KIOSK_SOURCE_DIR; }

}  // namespace

WatchedKiosk::WatchedKiosk(const Plan& plan)
    : m_plan(plan),
      m_clock(plan.real_clock),
      m_window(window_for(plan)),
      m_display(plan.size, m_window.painter.get()),
      m_author(m_folder.path() / "author", 1),
      m_volumes(m_folder.path() / "sticks") {
  if (plan.digest) m_display.keep_digest();
  if (m_window.session) m_window_input.emplace(*m_window.session, m_clock);
  for (const fs::path& made : {state_folder(), inbox(), m_folder.path() / "readings"}) {
    fs::create_directories(made);
  }
  if (!enrol_key(state_folder(), m_author.key(), "author")) fault("the key cannot be enrolled");
  if (plan.begin) static_cast<void>(m_wall_clock.set(*plan.begin));
  static_cast<void>(m_author.built(1, bundled()));
  auto pack = load_pack(bundled());
  auto words = load_strings(root() / "assets" / "strings");
  if (!pack || !words) {
    std::fputs("bench_endurance: the content or the words cannot be read\n", stderr);
    std::exit(2);
  }
  m_words = *words;
  open_desk();
  open_show({root() / "assets", std::move(*words), std::move(*pack)});
  step(m_plan.tick);
}

void WatchedKiosk::open_desk() {
  m_health_site.state = state_folder();
  m_health_site.version = "0.0.1";
  m_health_site.health = &m_health;
  m_health_site.licences = root() / "assets" / "licences.json";
  StaffSite staff;
  staff.state = state_folder();
  staff.bundled = bundled();
  staff.settings = state_folder() / "settings.json";
  staff.making = m_author.making();
  staff.program_content = root() / "content";
  staff.inbox = inbox();
  staff.metrics = m_folder.path() / "readings";
  staff.at_once = m_plan.at_once;
  m_desk.emplace(
      std::move(staff), m_health_site, SettingsReading{},
      DeskParts{m_volumes, m_wall_clock, m_words, &m_power, {}, &m_watch, m_hear, &m_gate},
      m_clock.now());
}

void WatchedKiosk::open_show(Exhibit exhibit) {
  KioskOptions options;
  options.pictures = m_plan.at_once ? PictureLoading::kAtOnce : PictureLoading::kInBackground;
  ShowSite site;
  site.state = state_folder();
  site.bundled = bundled();
  site.version = "0.0.1";
  site.at_once = m_plan.at_once;
  site.tidy = platform::give_back_holes;
  m_show.emplace(std::move(exhibit), KioskParts{m_display, m_input, m_clock, &m_speech}, options,
                 &*m_desk, m_wall_clock, std::move(site), m_hear);
  if (!m_show->open({})) fault("the show cannot be opened");
}

Vec2 WatchedKiosk::panel() const {
  return {static_cast<float>(m_plan.size.width), static_cast<float>(m_plan.size.height)};
}

double WatchedKiosk::hours() const { return m_clock.now().count() / kHour; }

void WatchedKiosk::fault(const std::string& what) {
  if (!m_fault.empty() || what.empty()) return;
  char hour[32];
  std::snprintf(hour, sizeof hour, "%.4f", hours());
  m_fault = what + " (seed " + std::to_string(m_plan.seed) + ", visit " +
            std::to_string(m_where.visit) + ", deed " + std::to_string(m_where.deed) + ", hour " +
            hour + (m_where.doing.empty() ? "" : ": " + m_where.doing) + ")";
}

void WatchedKiosk::poll_window() {
  if (m_window.session) m_window_input->poll(m_window_events);
  const bool ends = std::ranges::any_of(m_window_events, [](const platform::Event& event) {
    return std::holds_alternative<platform::Quit>(event);
  });
  if (ends) fault("it was asked to end");
  m_window_events.clear();
}

void WatchedKiosk::step(Millis later) {
  m_clock.pass(later);
  poll_window();
  const std::uint64_t presents = m_display.presents();
  m_show->tick();
  ++m_ticks;
  // On the device a picture takes milliseconds; here the clock must not run away meanwhile.
  for (int waits = 0; !m_show->kiosk().pictures_complete() && waits < 5000 && fine(); ++waits) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    m_show->tick();
  }
  if (!m_show->kiosk().pictures_complete()) fault("a picture never came");
  if (!m_display.complaint().empty()) fault(m_display.complaint());
  judge(m_display.presents() != presents);
}

void WatchedKiosk::judge(bool drawn) {
  fault(impossible(state(), pack(), m_fingers));
  if (drawn) fault(wrong_zone(zones(), panel(), moving(state())));
  const Millis alone = m_clock.now() - m_last_event;
  judge_rest(alone, drawn);
  judge_patience(alone);
  if (state().attract) fault(left_behind(state(), pack()));
}

// `alone`: since the last touch.
void WatchedKiosk::judge_rest(Millis alone, bool drawn) {
  const State& now = state();
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
}

void WatchedKiosk::judge_patience(Millis alone) {
  const State& now = state();
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
}

void WatchedKiosk::pass(Millis how_long) {
  const Millis until = m_clock.now() + how_long;
  while (fine() && m_clock.now() < until) {
    const Millis left = until - m_clock.now();
    if (!m_input.empty()) {
      step(std::min(left, m_plan.tick));
      continue;
    }
    const Millis rest = m_show->rest().value_or(left);
    const bool playing = state().attract && !m_plan.real_clock;
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
    const bool staff_wait = state().staff && (m_plan.real_clock || rest < Millis{2000});
    const bool desk_works = m_awaited || staff_wait;
    const bool rests = m_clock.now() < until && m_clock.now() < asked + rest && !desk_works;
    if (m_display.presents() != presents && rests) {
      fault("something was drawn though nothing had changed");
    }
    step(std::min(until - m_clock.now(), rest * 0.5));
  }
}

void WatchedKiosk::perform(const Deed& deed) {
  m_where.doing = deed.what;
  ++m_where.deed;
  ++m_deeds;
  if (m_plan.tell) {
    std::cerr << "visit " << m_where.visit << " deed " << m_where.deed << " at " << hours() << ": "
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

void WatchedKiosk::deliver(int serial) {
  m_awaited = true;
  const auto arrived = [&](int number) {
    return inbox() / ("pack-" + std::to_string(number) + ".kpack");
  };
  m_author.write(serial, m_folder.path() / "made.kpack");
  fs::rename(m_folder.path() / "made.kpack", arrived(serial));
  // The bundled one is the first, and did not come this way.
  if (serial > 2) fs::remove(arrived(serial - 1));
  m_watch.note();
}

}  // namespace kiosk::test
