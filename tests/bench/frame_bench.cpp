// How long the making of a frame takes, on this machine, without a rasteriser: input to the
// finished draw list, split as kiosk.h splits it, with the heap allocations of each frame, and
// what ten thousand frames leave behind in memory. Nothing is asserted: one JSON object on stdout.
//
//   bench_frames [PACK] [WIDTHxHEIGHT] [--short]     default: the bundled pack at 1920x1080
//
// Besides: a tap on a city, to the frame that has its picture, which is decoded at once; and a
// search.
// `--short`: a pan, taps and searches alone, as growth.py asks for them.
//
// many_cities.py makes a pack of 1,200 cities.
#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kiosk/base/stopwatch.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/search/search_index.h"
#include "platform/headless/manual_clock.h"
#include "platform/headless/queued_input.h"
#include "tests/allocations.h"

using namespace kiosk;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr Millis kTick{1000.0 / 60};

// A display that keeps nothing and draws nothing.
class BlindDisplay final : public platform::Display {
 public:
  explicit BlindDisplay(platform::TextureSize size) : m_size(size) {}
  platform::TextureSize size() const override { return m_size; }
  void present(const ImDrawData&) override {}
  platform::TextureId create_texture(platform::PixelFormat, platform::TextureSize,
                                     std::vector<std::uint8_t>) override {
    return {++m_last};
  }
  void update_texture(platform::TextureId, int, int, platform::TextureSize,
                      std::span<const std::uint8_t>) override {}
  void destroy_texture(platform::TextureId) override {}
  platform::TextureId create_target(platform::TextureSize) override { return {++m_last}; }
  void draw_into(platform::TextureId, const ImDrawData&) override {}

 private:
  platform::TextureSize m_size;
  std::uintptr_t m_last = 0;
};

json spread(std::vector<double> values) {
  if (values.empty()) return json();
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    return std::round(values[index] * 1000) / 1000;
  };
  return {{"p50", at(0.5)}, {"p95", at(0.95)}, {"p99", at(0.99)}, {"max", at(1)}};
}

struct Frames {
  std::vector<double> update, layout, build, whole, allocations;

  void note(const TickTimes& times, std::uint64_t allocated) {
    update.push_back(times.update.count());
    layout.push_back(times.layout.count());
    build.push_back(times.build.count());
    whole.push_back(times.building().count());
    allocations.push_back(static_cast<double>(allocated));
  }
  [[nodiscard]] json report() const {
    return {{"frames", whole.size()},        {"whole_ms", spread(whole)},
            {"update_ms", spread(update)},   {"layout_ms", spread(layout)},
            {"draw_list_ms", spread(build)}, {"allocations", spread(allocations)}};
  }
};

class Bench {
 public:
  Bench(Pack pack, Strings words, platform::TextureSize size) : m_display(size) {
    const fs::path root = KIOSK_SOURCE_DIR;
    m_kiosk = std::move(*Kiosk::open({root / "assets", std::move(words), std::move(pack)},
                                     {m_display, m_input, m_clock}, {}));
    m_middle = Vec2{static_cast<float>(size.width), static_cast<float>(size.height)} * 0.5F;
    for (int i = 0; i < 10; ++i) tick();
  }

  // A finger that goes round: fast enough that tiles and pins come and go all the time.
  json pan(int count, float reach) {
    Frames frames;
    finger(1, ContactPhase::kDown, m_middle);
    tick();
    for (int i = 0; i < count; ++i) {
      const double angle = i / 42.0;
      finger(1, ContactPhase::kMove,
             m_middle + Vec2{reach * static_cast<float>(std::sin(angle)),
                             reach * 0.4F * static_cast<float>(std::sin(1.7 * angle))});
      // The first frames make what the others find.
      const std::uint64_t before = allocations();
      tick();
      if (i >= 30) frames.note(m_kiosk->times(), allocations() - before);
    }
    finger(1, ContactPhase::kUp, m_middle);
    settle();
    return frames.report();
  }

  // Two fingers that part and meet again.
  json pinch(int count) {
    Frames frames;
    const auto spread_to = [&](double half, ContactPhase phase) {
      const Vec2 away{static_cast<float>(half), static_cast<float>(half) / 3};
      finger(1, phase, m_middle - away);
      finger(2, phase, m_middle + away);
    };
    spread_to(120, ContactPhase::kDown);
    tick();
    for (int i = 0; i < count; ++i) {
      spread_to(120 + 180 * (1 - std::cos(i / 30.0)), ContactPhase::kMove);
      const std::uint64_t before = allocations();
      tick();
      frames.note(m_kiosk->times(), allocations() - before);
    }
    spread_to(120, ContactPhase::kUp);
    settle();
    return frames.report();
  }

  // What that many frames of panning and zooming leave in use that was not before.
  json memory(int count) {
    pan(600, m_middle.x * 0.4F);
    pinch(600);
    const std::size_t before = mallinfo2().uordblks;
    for (int done = 0; done < count; done += 1000) {
      pan(500, m_middle.x * 0.4F);
      pinch(500);
    }
    const std::size_t after = mallinfo2().uordblks;
    return {{"frames", count},
            {"bytes_before", before},
            {"grown_bytes", static_cast<std::int64_t>(after) - static_cast<std::int64_t>(before)}};
  }

  // The two ticks of a city's first touch: the finger comes down, and its picture is decoded; it
  // leaves, and the panel is laid out. Where all are in clusters it looks nearer first.
  json taps(std::size_t count) {
    std::vector<double> times;
    std::vector<std::string> cities;
    for (int nearer = 0; cities.empty() && nearer < 5; ++nearer) {
      if (nearer > 0) {
        zoom_in(1);
        settle();
      }
      for (const Zone& zone : m_kiosk->zones()) {
        if (zone.id.starts_with("city:") && cities.size() < count) cities.push_back(zone.id);
      }
    }
    for (const std::string& city : cities) {
      const Zone* zone = zone_of(m_kiosk->zones(), city);
      if (zone == nullptr) continue;
      const Vec2 at = touch_point(m_kiosk->zones(), *zone);
      finger(1, ContactPhase::kDown, at);
      tick();
      const double down = m_kiosk->times().building().count();
      finger(1, ContactPhase::kUp, at);
      tick();
      times.push_back(down + m_kiosk->times().building().count());
      settle();
      if (const Zone* back = zone_of(m_kiosk->zones(), "back")) {
        const Vec2 there = touch_point(m_kiosk->zones(), *back);
        finger(1, ContactPhase::kDown, there);
        finger(1, ContactPhase::kUp, there);
      }
      settle();
    }
    return spread(std::move(times));
  }

  void zoom_in(int steps) {
    for (int i = 0; i < steps; ++i) {
      for (const Zone& zone : m_kiosk->zones()) {
        if (zone.id != "zoom:in") continue;
        finger(1, ContactPhase::kDown, zone.rect.centre());
        finger(1, ContactPhase::kUp, zone.rect.centre());
        break;
      }
      settle();
    }
  }

 private:
  void finger(std::int64_t id, ContactPhase phase, Vec2 at) {
    m_input.put(m_clock.now(), Contact{id, phase, at, m_clock.now()});
  }
  void tick() {
    m_clock.set(m_clock.now() + kTick);
    m_kiosk->tick();
  }
  void settle() {
    for (int i = 0; i < 90; ++i) tick();
  }

  BlindDisplay m_display;
  platform::ManualClock m_clock;
  platform::QueuedInput m_input{m_clock};
  std::unique_ptr<Kiosk> m_kiosk;
  Vec2 m_middle;
};

// Beginnings and misspellings, as they are typed.
json searches(const Pack& pack, const Strings& words) {
  const SearchIndex index(pack, words);
  std::vector<double> times;
  for (const char* typed :
       {"l", "li", "lieu", "lieu 00", "smar", "ni", "niamey", "tombuctu", "zz"}) {
    for (const Language language : {Language::kFrench, Language::kArabic, Language::kEnglish}) {
      Millis took{0};
      {
        const Stopwatch watch(took);
        static_cast<void>(index.find(typed, language));
      }
      times.push_back(took.count());
    }
  }
  return spread(std::move(times));
}

}  // namespace

int main(int argc, char** argv) {
  const bool brief = argc > 1 && std::string(argv[argc - 1]) == "--short";
  if (brief) --argc;
  const fs::path root = KIOSK_SOURCE_DIR;
  auto words = load_strings(root / "assets" / "strings");
  // As an installed one: growth.py's are larger than what a device would take in.
  auto pack = load_pack(argc > 1 ? fs::path(argv[1]) : root / "content", PackStanding::kAccepted);
  if (!words || !pack) {
    std::fputs("bench_frames: the content or the words cannot be read\n", stderr);
    return 2;
  }
  platform::TextureSize size{1920, 1080};
  if (argc > 2 && std::sscanf(argv[2], "%dx%d", &size.width, &size.height) != 2) return 2;
  const std::size_t cities = pack->values().cities.size();
  json result{{"cities", cities}, {"size", {size.width, size.height}}};
  result["search_ms"] = searches(*pack, *words);
  Bench bench(std::move(*pack), std::move(*words), size);
  const float width = static_cast<float>(size.width);
  result["steady_pan"] = bench.pan(400, 24);
  result["pan"] = bench.pan(1200, width * 0.2F);
  result["tap_ms"] = bench.taps(8);
  if (brief) {
    std::puts(result.dump(1).c_str());
    return 0;
  }
  result["pinch"] = bench.pinch(1200);
  bench.zoom_in(2);
  result["pan_near"] = bench.pan(1200, width * 0.2F);
  // Twice: what the first visit to a place leaves (layouts, glyphs) is no growth.
  result["memory"] = bench.memory(10'000);
  result["memory_again"] = bench.memory(10'000);
  std::puts(result.dump(1).c_str());
  return 0;
}
