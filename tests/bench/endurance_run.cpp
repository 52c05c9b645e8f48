#include "tests/bench/endurance_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <thread>

#include "kiosk/app/attract.h"
#include "kiosk/refresh/state_lock.h"
#include "tests/resident.h"

namespace kiosk::test {
using nlohmann::json;

namespace {

constexpr int kPicturesUntilForgotten = 700;
constexpr std::size_t kMostPacks = 3;  // that may lie on the device: shown, previous, one more

}  // namespace

bool Endurance::run() {
  const auto begun = std::chrono::steady_clock::now();
  m_kiosk.where().visit = m_plan.from_visit;
  if (m_plan.staff) choose_pin();
  if (m_plan.hours >= 1 && !m_plan.real_clock) look_through();
  const std::uint64_t last = m_plan.from_visit + m_plan.visits;
  // The first comes early in the first hour: what an installed pack asks of a kiosk, a thread that
  // guards it among it, is there when the first sample is taken, and visitors were, too.
  const double every = m_plan.hours / std::max(1, m_plan.changes);
  while (fine() && (m_kiosk.where().visit < last || m_kiosk.hours() < m_plan.hours)) {
    next_visit(m_changes < m_plan.changes &&
               m_kiosk.hours() >= every * m_changes + std::min(0.1, every / 2));
  }
  // What is under way ends: a visit's last pictures, a rest of a countdown.
  if (fine()) nobody();
  m_took = std::chrono::steady_clock::now() - begun;
  judge_samples();
  return fine();
}

// `change`: it is time for new content. It comes in the middle of a visit, when nothing may come of
// it yet.
void Endurance::next_visit(bool change) {
  VisitorModel visitor(m_plan.seed, m_kiosk.where().visit);
  if (visitor.staff() && m_plan.staff) {
    staff_visit(visitor);
  } else {
    visit(visitor, change);
  }
  ++m_kiosk.where().visit;
  m_twin.err(m_plan, m_kiosk);
  const bool note =
      m_kiosk.hours() >= m_plan.sample_every * static_cast<double>(m_samples.size() + 1);
  if (note || change) {
    nobody();
    if (change) await_content();
    if (note) sample();
  }
}

void Endurance::judge_samples() {
  const std::vector<Sample> judged =
      after_first_hour(m_samples, static_cast<double>(visits()) / m_kiosk.hours());
  if (!fine() || judged.size() < kFewestJudged) return;
  const Painted painted = m_plan.real_clock ? Painted::kYes : Painted::kNo;
  m_verdict = figures_of(judged, painted);
  m_kiosk.where().doing.clear();
  m_kiosk.fault(verdict_of(judged, painted));
}

json Endurance::report() const {
  json samples = json::array();
  for (const Sample& one : m_samples) samples.push_back(one.report());
  json said = json::array();
  for (const std::string& sentence : m_kiosk.said()) said.push_back(sentence);
  return {{"seed", m_plan.seed},
          {"from_visit", m_plan.from_visit},
          {"visits", visits()},
          {"hours", std::round(m_kiosk.hours() * 100) / 100},
          {"content_changes", m_changes},
          {"staff_visits", m_staff_visits},
          {"clock_jumps", m_jumps},
          {"deeds", m_kiosk.deeds()},
          {"ticks", m_kiosk.ticks()},
          {"presents", m_kiosk.display().presents()},
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
          {"fault", fault()}};
}

void Endurance::nobody() {
  for (int i = 0; i < 40 && fine() && !m_kiosk.state().attract; ++i) m_kiosk.pass(Millis{10'000});
  if (!m_kiosk.state().attract) m_kiosk.fault("it never came to play to nobody");
  ++m_nobody;
  if (m_plan.digest) m_marks.emplace_back(m_kiosk.where().visit, m_kiosk.display().digest());
}

// At a moment that is the same each time: after a whole round of what plays to nobody, at the
// next scene of the same kind.
Sample Endurance::sample() {
  for (int i = 0; i < 60 && fine(); ++i) {
    m_kiosk.pass(Millis{5000});
    const Millis since = m_kiosk.state().attract ? m_kiosk.state().attract->since : Millis{0};
    if (since > Millis{150'000} &&
        attract_moment(m_kiosk.pack(), since).scene == AttractScene::kMapAlone) {
      break;
    }
  }
  // Texts that nobody asks for are forgotten after so many pictures, which at this pace are few.
  for (int i = 0; i < kPicturesUntilForgotten && fine(); ++i) m_kiosk.step(Millis{34});
  // Who writes a reading, hashes a file or decodes a picture is about to be done, and holds memory
  // until then.
  if (!m_plan.at_once) await_quiet();
  Sample one;
  one.hour = m_kiosk.hours();
  one.visit = visits();
  one.rss = resident();
  one.in_use = heap_in_use();
  one.descriptors = entries_of("/proc/self/fd") - 1;  // which the look itself opens
  one.threads = entries_of("/proc/self/task");
  one.textures = m_kiosk.display().textures();
  one.texture_bytes = m_kiosk.display().bytes();
  one.presents = m_kiosk.display().presents();
  m_samples.push_back(one);
  if (m_plan.tell) std::cerr << one.report().dump() << '\n';
  return one;
}

// Until no thread has used the processor for a while: on a busy machine they are late.
void Endurance::await_quiet() {
  constexpr auto kLook = std::chrono::milliseconds(200);
  constexpr std::clock_t kQuiet = CLOCKS_PER_SEC / 500;
  constexpr int kMostLooks = 50;
  for (int i = 0; i < kMostLooks; ++i) {
    const std::clock_t before = std::clock();
    std::this_thread::sleep_for(kLook);
    if (std::clock() - before < kQuiet) return;
  }
}

void Endurance::bring_content() {
  ++m_changes;
  m_kiosk.deliver(1 + m_changes);
}

// Nobody is there: now it must come.
void Endurance::await_content() {
  const auto begun = std::chrono::steady_clock::now();
  const auto too_long = std::chrono::seconds(600);
  while (fine() && m_kiosk.pack().values().serial != 1 + m_changes) {
    // An install takes as long as it takes: simulated hours must not run away meanwhile, in which
    // nobody comes.
    m_kiosk.pass(m_plan.at_once ? Millis{1000} : Millis{100});
    if (!m_plan.at_once) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (std::chrono::steady_clock::now() - begun > too_long) {
      m_kiosk.fault("new content was not shown");
    }
  }
  // Its trial, and what goes with it.
  m_kiosk.pass(Millis{120'000});
  m_kiosk.delivered();
  if (m_plan.hours >= 1 && !m_plan.real_clock) look_through();
  const std::filesystem::path state = m_kiosk.state_folder();
  if (entries_of(state / kPacksFolder) > kMostPacks) m_kiosk.fault("old packs stay on the disk");
  if (entries_of(state / kStagingFolder) > 0) m_kiosk.fault("something stays in the staging");
}

// Ten years forth or back.
void Endurance::jump() {
  using std::chrono::days;
  const auto now = m_kiosk.wall_clock().now().local;
  const auto then = m_jumps % 2 == 0 ? now + days(3652) : now - days(3652);
  static_cast<void>(m_kiosk.wall_clock().set(then));
  ++m_jumps;
}

}  // namespace kiosk::test
