// The frames of the kiosk while the kiosk itself installs content: the map follows a finger, first
// alone, then with an installation in a thread of its own, as the staff desk begins it. On a real
// display (Xvfb will do), with our rasteriser. Nothing is asserted: one JSON object on stdout.
//
//   import_while_drawing SOURCE STATE SHOWN [KEY.pub]
//
// SOURCE: a .kpack or a content folder; STATE: a folder; SHOWN: the built pack on the map.
// import_bench.py makes a source and runs this.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/bench_parts.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/refresh/installing.h"
#include "platform/linux/sdl_display.h"
#include "platform/linux/sdl_input.h"
#include "platform/linux/sdl_session.h"
#include "platform/linux/steady_clock.h"

using namespace kiosk;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr Millis kFrameTime{1000.0 / 60};
constexpr Millis kAlone{15'000};
constexpr Millis kSettle{2'000};
constexpr std::chrono::milliseconds kSampleEvery{50};

// A line of /proc/<process>/status, in MiB; 0 where there is none.
double memory_of(const std::string& process, const std::string& field) {
  std::ifstream status("/proc/" + process + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return std::stod(line.substr(field.size() + 1)) / 1024;
  }
  return 0;
}

// This process's memory while another thread works, and its workers'.
class MemoryWatch {
 public:
  MemoryWatch() : m_thread([this] { run(); }) {}
  ~MemoryWatch() {
    m_ended = true;
    m_thread.join();
  }
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
  [[nodiscard]] double own() const { return m_own; }
  [[nodiscard]] double worker() const { return m_worker; }

 private:
  void run() {
    while (!m_ended) {
      m_own = std::max(m_own.load(), memory_of("self", "RssAnon"));
      std::error_code ignored;
      for (const auto& task : fs::directory_iterator("/proc/self/task", ignored)) {
        std::ifstream children(task.path() / "children");
        for (std::string child; children >> child;) {
          m_worker = std::max(m_worker.load(), memory_of(child, "VmHWM"));
        }
      }
      std::this_thread::sleep_for(kSampleEvery);
    }
  }

  std::atomic<bool> m_ended = false;
  std::atomic<double> m_own = 0;
  std::atomic<double> m_worker = 0;
  std::thread m_thread;
};

class Bench {
 public:
  Bench(Kiosk& kiosk, FingerInput& input, const platform::Clock& clock)
      : m_kiosk(kiosk), m_input(input), m_clock(clock) {}

  void live(Millis time) {
    const Millis end = m_clock.now() + time;
    while (m_clock.now() < end) {
      m_kiosk.tick();
      m_input.wait(std::min(m_kiosk.rest().value_or(kFrameTime), kFrameTime));
    }
  }
  void wake() {
    touch(ContactPhase::kDown, middle());
    m_kiosk.tick();
    touch(ContactPhase::kUp, middle());
    live(kSettle);
  }
  // The map follows a finger round and round until `ended` says so.
  template <typename Ended>
  json pan(Ended ended) {
    const float reach = m_kiosk.state().panel.size.x * 0.22F;
    std::vector<double> frames;
    std::vector<double> presents;
    std::vector<double> intervals;
    touch(ContactPhase::kDown, middle());
    m_kiosk.tick();
    const std::clock_t cpu = std::clock();
    const Millis start = m_clock.now();
    for (Millis last = start; !ended(m_clock.now() - start);) {
      const Millis before = m_clock.now();
      const double angle = (before - start).count() / 700;
      touch(ContactPhase::kMove,
            middle() + Vec2{reach * static_cast<float>(std::sin(angle)),
                            reach * 0.4F * static_cast<float>(std::sin(1.7 * angle))});
      m_kiosk.tick();
      frames.push_back((m_clock.now() - before).count());
      presents.push_back(m_kiosk.times().present.count());
      intervals.push_back((before - last).count());
      last = before;
      const Millis early = kFrameTime - (m_clock.now() - before);
      if (early.count() > 0) std::this_thread::sleep_for(early);
    }
    const double used = 1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    touch(ContactPhase::kUp, middle());
    live(kSettle);
    return {{"cpu_ms_a_frame", used / static_cast<double>(std::max<std::size_t>(1, frames.size()))},
            {"frame_ms", spread(std::move(frames))},
            {"of_it_painting_ms", spread(std::move(presents))},
            {"between_frames_ms", spread(std::move(intervals))}};
  }

 private:
  [[nodiscard]] Vec2 middle() const { return m_kiosk.state().panel.size * 0.5F; }
  void touch(ContactPhase phase, Vec2 at) {
    m_input.put(Contact{1'000'001, phase, at, m_clock.now()});
  }

  Kiosk& m_kiosk;
  FingerInput& m_input;
  const platform::Clock& m_clock;
};

int complain(const std::string& what) {
  std::cerr << "import_while_drawing: " << what << '\n';
  return 1;
}

json measured(Kiosk& kiosk, FingerInput& input, const platform::Clock& clock,
              const InstallRequest& request, fs::path& installed, std::string& trouble) {
  Bench bench(kiosk, input, clock);
  bench.wake();
  json result{{"alone", bench.pan([](Millis time) { return time > kAlone; })}};
  const double before = memory_of("self", "RssAnon");
  std::atomic<bool> ended = false;
  double seconds = 0;
  const MemoryWatch watch;
  std::thread task([&] {
    const Millis begun = clock.now();
    const auto report = install_pack(request);
    seconds = (clock.now() - begun).count() / 1000;
    if (!report) trouble = report.error().message;
    if (report && report->installed) {
      installed = request.state / "packs" / report->installed->folder;
    }
    for (const Problem& problem : report ? report->problems : Problems()) {
      trouble += problem.sentence() + "\n";
    }
    ended = true;
  });
  result["while_importing"] = bench.pan([&](Millis) { return ended.load(); });
  task.join();
  result["import_s"] = std::round(seconds * 10) / 10;
  result["memory_before_mib"] = std::round(before);
  result["memory_most_mib"] = std::round(watch.own());
  result["memory_grown_mib"] = std::round(watch.own() - before);
  result["worker_most_mib"] = std::round(watch.worker());
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) return complain("SOURCE STATE SHOWN [KEY.pub]");
  InstallRequest request;
  request.source = argv[1];
  request.state = argv[2];
  request.gently = true;
  request.making.worker.program = find_import_worker();
  if (argc == 5) {
    std::ifstream file(argv[4]);
    const auto key = parse_public_key(std::string(std::istreambuf_iterator<char>(file), {}));
    if (!key) return complain(key.error().message);
    request.trust.push_back(*key);
  }
  const fs::path assets = fs::path(KIOSK_SOURCE_DIR) / "assets";
  auto pack = load_pack(argv[3]);
  auto words = load_strings(assets / "strings");
  if (!pack || !words) return complain("what is to be shown cannot be loaded");
  const platform::SteadyClock clock;
  platform::WindowOptions window;
  window.windowed = true;
  auto session = platform::SdlSession::open(window);
  if (!session) return complain(session.error().message);
  auto display = platform::SdlDisplay::open(**session, "raster");
  if (!display) return complain(display.error().message);
  platform::SdlInput real(**session, clock);
  FingerInput input(real);
  KioskOptions options;
  options.pictures = PictureLoading::kInBackground;
  const KioskParts parts{**display, input, clock};
  auto kiosk = Kiosk::open({assets, *words, std::move(*pack)}, parts, options);
  if (!kiosk) return complain(kiosk.error().message);
  std::string trouble;
  fs::path installed;
  json result = measured(**kiosk, input, clock, request, installed, trouble);
  if (!trouble.empty()) return complain(trouble);
  // What staff wait for once they have said yes (show.cpp): until the new pack's first picture.
  const Millis begun = clock.now();
  pack = load_pack(installed);
  if (!pack) return complain("what was installed cannot be loaded");
  kiosk->reset();
  kiosk = Kiosk::open({assets, std::move(*words), std::move(*pack)}, parts, options);
  if (!kiosk) return complain(kiosk.error().message);
  (*kiosk)->tick();
  result["change_ms"] = std::round((clock.now() - begun).count());
  std::cout << result.dump(1) << '\n';
  return 0;
}
