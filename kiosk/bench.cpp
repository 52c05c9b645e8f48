#include "kiosk/bench.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/bench_parts.h"
#include "platform/linux/process_use.h"

namespace kiosk {
namespace {

using nlohmann::json;

constexpr Millis kRestTime{20'000};
constexpr Millis kSettleTime{2'000};
constexpr Millis kPanTime{6'000};
constexpr Millis kAttractTime{60'000};
constexpr Millis kFrameTime{1000.0 / 60};  // no faster than a panel shows
constexpr std::int64_t kFinger = 1'000'001;
constexpr double kPinch = 120;  // px of each finger from the middle at the start

double cpu_millis() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Bench {
 public:
  Bench(Kiosk& kiosk, FingerInput& input, const platform::Clock& clock)
      : m_kiosk(kiosk), m_input(input), m_clock(clock) {}

  // As the program's own loop runs, for that long.
  void live(Millis time) {
    const Millis end = m_clock.now() + time;
    while (m_clock.now() < end) {
      m_kiosk.tick();
      const Millis left = std::max(end - m_clock.now(), Millis{0});
      const auto rest = m_kiosk.rest();
      if (!rest || rest->count() > 0) m_input.wait(std::min(rest.value_or(left), left));
    }
  }

  json rest() {
    live(kSettleTime);
    const std::uint64_t presents = m_kiosk.presents();
    const double cpu = cpu_millis();
    live(kRestTime);
    const double percent = 100 * (cpu_millis() - cpu) / kRestTime.count();
    return {{"seconds", kRestTime.count() / 1000},
            {"presents", m_kiosk.presents() - presents},
            {"cpu_percent", std::round(percent * 1000) / 1000}};
  }

  // What each tick of a movement took, whole and split.
  struct Frames {
    std::vector<double> whole, update, layout, build, present;

    void note(Millis time, const TickTimes& times) {
      whole.push_back(time.count());
      update.push_back(times.update.count());
      layout.push_back(times.layout.count());
      build.push_back(times.build.count());
      present.push_back(times.present.count());
    }
    json report() {
      json made = spread(std::move(whole));
      made["update"] = spread(std::move(update));
      made["layout"] = spread(std::move(layout));
      made["draw_list"] = spread(std::move(build));
      made["present"] = spread(std::move(present));
      return made;
    }
  };

  json pan() {
    // Not where the panel was woken: a touch that wakes and goes on moves nothing.
    const Vec2 middle = m_kiosk.state().panel.size * 0.5F + Vec2{40, 40};
    const Camera from = m_kiosk.state().camera;
    bool moved = false;
    const float reach = m_kiosk.state().panel.size.x * 0.22F;
    Frames frames;
    touch(ContactPhase::kDown, middle);
    m_kiosk.tick();
    const Millis start = m_clock.now();
    while (m_clock.now() - start < kPanTime) {
      const double angle = (m_clock.now() - start).count() / 700;
      const Vec2 at{middle.x + reach * static_cast<float>(std::sin(angle)),
                    middle.y + reach * 0.4F * static_cast<float>(std::sin(1.7 * angle))};
      const Millis before = m_clock.now();
      touch(ContactPhase::kMove, at);
      m_kiosk.tick();
      frames.note(m_clock.now() - before, m_kiosk.times());
      moved = moved || m_kiosk.state().camera != from;
      pace(before);
    }
    touch(ContactPhase::kUp, middle);
    live(kSettleTime);
    json report = frames.report();
    report["moved"] = moved;
    return report;
  }

  // Two fingers that part and meet again, twice.
  json zoom() {
    const Vec2 middle = m_kiosk.state().panel.size * 0.5F;
    const auto fingers = [&](ContactPhase phase, double half) {
      const Vec2 away{static_cast<float>(half), static_cast<float>(half) / 3};
      m_input.put(Contact{kFinger, phase, middle - away, m_clock.now()});
      m_input.put(Contact{kFinger + 1, phase, middle + away, m_clock.now()});
    };
    Frames frames;
    fingers(ContactPhase::kDown, kPinch);
    m_kiosk.tick();
    const Millis start = m_clock.now();
    while (m_clock.now() - start < kPanTime) {
      const Millis before = m_clock.now();
      const double turn = 2 * std::numbers::pi * 2 * ((before - start) / kPanTime);
      fingers(ContactPhase::kMove, kPinch * (2.2 - 1.2 * std::cos(turn)));
      m_kiosk.tick();
      frames.note(m_clock.now() - before, m_kiosk.times());
      pace(before);
    }
    fingers(ContactPhase::kUp, kPinch);
    live(kSettleTime);
    return frames.report();
  }

  // From the finger's lifting to the first picture of the panel, to the city's own picture in it,
  // and each frame of its opening.
  json open_city() {
    const auto zones = m_kiosk.zones();
    const auto city = std::find_if(zones.begin(), zones.end(),
                                   [](const Zone& zone) { return zone.id.rfind("city:", 0) == 0; });
    if (city == zones.end()) return json();
    const Answer answer = tap(city->rect.centre());
    std::vector<double> frames;
    while (moving(m_kiosk.state()) && frames.size() < 600) {
      const Millis before = m_clock.now();
      m_kiosk.tick();
      frames.push_back((m_clock.now() - before).count());
    }
    return {{"answer_ms", answer.first},
            {"with_picture_ms", answer.complete},
            {"frames", spread(std::move(frames))}};
  }

  // Each next picture of the gallery, once its neighbours were decoded ahead: how long to the
  // frame that shows it, and how many frames that took.
  json next_pictures() {
    live(kSettleTime);
    if (!tap_zone("open:gallery")) return json();
    live(kSettleTime);
    std::vector<double> times;
    int most_frames = 0;
    for (int i = 0; i < 5; ++i) {
      const auto answer = tap_zone("next");
      if (!answer) break;
      times.push_back(answer->complete);
      most_frames = std::max(most_frames, answer->frames);
      live(kSettleTime);
    }
    tap_zone("close");
    return {{"next", spread(std::move(times))}, {"most_frames", most_frames}};
  }

  // What plays to nobody: each frame, the share of a core, and the touch that wakes.
  json attract() {
    while (!m_kiosk.state().attract) live(Millis{500});
    std::vector<double> frames;
    const double cpu = cpu_millis();
    const Millis start = m_clock.now();
    while (m_clock.now() - start < kAttractTime) {
      const Millis before = m_clock.now();
      m_kiosk.tick();
      frames.push_back((m_clock.now() - before).count());
      m_input.wait(m_kiosk.rest());
    }
    const double percent = 100 * (cpu_millis() - cpu) / kAttractTime.count();
    const Answer woke = tap(m_kiosk.state().panel.size * 0.5F);
    live(kSettleTime);
    return {{"frames", spread(std::move(frames))},
            {"cpu_percent", std::round(percent * 10) / 10},
            {"wake_ms", woke.first},
            {"awake", !m_kiosk.state().attract.has_value()}};
  }

 private:
  void pace(Millis frame_start) {
    const Millis early = kFrameTime - (m_clock.now() - frame_start);
    if (early.count() > 0) std::this_thread::sleep_for(early);
  }
  struct Answer {
    double first = 0;     // ms from the lifting to the end of the tick that saw it
    double complete = 0;  // the same, to the one that had all its pictures
    int frames = 1;       // until that one
  };
  Answer tap(Vec2 at) {
    touch(ContactPhase::kDown, at);
    m_kiosk.tick();
    const Millis lifted = m_clock.now();
    const auto since = [&] { return std::round((m_clock.now() - lifted).count() * 100) / 100; };
    touch(ContactPhase::kUp, at);
    m_kiosk.tick();
    Answer answer;
    answer.first = since();
    while (!m_kiosk.pictures_complete() && answer.frames < 600) {
      m_kiosk.tick();
      ++answer.frames;
    }
    answer.complete = since();
    return answer;
  }
  std::optional<Answer> tap_zone(std::string_view id) {
    const Zone* zone = zone_of(m_kiosk.zones(), id);
    if (zone == nullptr || !zone->enabled) return std::nullopt;
    return tap(zone->rect.centre());
  }
  void touch(ContactPhase phase, Vec2 at) {
    m_input.put(Contact{kFinger, phase, at, m_clock.now()});
  }

  Kiosk& m_kiosk;
  FingerInput& m_input;
  const platform::Clock& m_clock;
};

}  // namespace

int run_bench(Exhibit exhibit, platform::Display& display, platform::Input& input,
              const platform::Clock& clock, const KioskOptions& options,
              const std::string& renderer) {
  FingerInput fingers(input);
  const Millis opened = clock.now();
  auto kiosk = Kiosk::open(std::move(exhibit), {display, fingers, clock}, options);
  if (!kiosk) {
    std::cerr << "kiosk: " << kiosk.error().message << '\n';
    return 2;
  }
  if ((*kiosk)->shows_card()) return 3;
  (*kiosk)->tick();
  json result{{"renderer", renderer},
              {"size", {display.size().width, display.size().height}},
              {"first_picture_ms", std::round((clock.now() - opened).count() * 10) / 10},
              {"first_picture_cpu_ms", std::round(cpu_millis() * 10) / 10}};
  Bench bench(**kiosk, fingers, clock);
  result["rest"] = bench.rest();
  result["memory_home_pss_mb"] = platform::proportional_memory_mb();
  result["attract"] = bench.attract();
  result["pan"] = bench.pan();
  result["zoom"] = bench.zoom();
  result["open_city"] = bench.open_city();
  result["gallery"] = bench.next_pictures();
  result["memory_pss_mb"] = platform::proportional_memory_mb();
  std::cout << result.dump(1) << '\n';
  return 0;
}

}  // namespace kiosk
