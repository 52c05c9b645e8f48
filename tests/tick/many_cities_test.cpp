// A pack a hundred times as large: what stands together on the map, and how it opens.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "kiosk/kiosk.h"
#include "platform/headless/manual_clock.h"
#include "platform/headless/picture_display.h"
#include "platform/headless/queued_input.h"
#include "tests/bundled.h"

namespace kiosk {
namespace {

constexpr int kMore = 1200;

Pack large_pack() {
  PackValues values = bundled_pack().values();
  const Agreement pattern = values.agreements.front();
  for (int i = 0; i < kMore; ++i) {
    City city = values.cities.back();
    city.id = CityId{"place-" + std::to_string(i)};
    // Forty knots of thirty.
    const double knot = i % 40;
    city.position = {-10 + 2.4 * knot + 0.6 * std::sin(i * 1.7),
                     8 + 14 * std::sin(knot) + 0.6 * std::cos(i * 2.3)};
    values.cities.own().push_back(city);
    Agreement agreement = pattern;
    agreement.id = AgreementId{"with-place-" + std::to_string(i)};
    agreement.home = values.homes[static_cast<std::size_t>(i % 2)];
    agreement.partner = city.id;
    values.agreements.own().push_back(agreement);
  }
  return Pack(std::move(values));
}

class Hall {
 public:
  Hall() {
    auto opened =
        Kiosk::open({std::filesystem::path(KIOSK_SOURCE_DIR) / "assets", own_words(), large_pack()},
                    {m_display, m_input, m_clock}, {});
    REQUIRE(opened);
    kiosk = std::move(*opened);
    pass(20);
  }

  void pass(int ticks) {
    for (int i = 0; i < ticks; ++i) {
      m_clock.set(m_clock.now() + Millis{50.0 / 3});
      kiosk->tick();
    }
  }
  void tap(std::string_view id) {
    const Zone* zone = zone_of(kiosk->zones(), id);
    REQUIRE(zone != nullptr);
    const Vec2 at = touch_point(kiosk->zones(), *zone);
    REQUIRE(zone_at(kiosk->zones(), at) == zone);
    m_input.put(m_clock.now(), Contact{1, ContactPhase::kDown, at, m_clock.now()});
    pass(1);
    m_input.put(m_clock.now(), Contact{1, ContactPhase::kUp, at, m_clock.now()});
    pass(200);
  }
  [[nodiscard]] std::vector<Zone> zones(std::string_view kind) const {
    std::vector<Zone> found;
    for (const Zone& zone : kiosk->zones()) {
      if (zone.id.starts_with(kind)) found.push_back(zone);
    }
    return found;
  }

 private:
  platform::PictureDisplay m_display{{1920, 1080}};
  platform::ManualClock m_clock;
  platform::QueuedInput m_input{m_clock};

 public:
  std::unique_ptr<Kiosk> kiosk;  // goes before what it is shown on
};

TEST_CASE("twelve hundred cities stand in clusters whose targets are whole and apart") {
  const Hall hall;
  const std::vector<Zone> clusters = hall.zones("cluster:");
  CHECK(clusters.size() > 5);
  std::vector<Zone> targets = clusters;
  for (const char* kind : {"city:", "home:"}) {
    for (const Zone& zone : hall.zones(kind)) targets.push_back(zone);
  }
  CHECK(targets.size() < 160);
  const float least = 20 * hall.kiosk->state().panel.px_per_mm * 0.999F;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    CAPTURE(targets[i].id);
    CHECK(targets[i].rect.w >= least);
    CHECK(targets[i].rect.h >= least);
    for (std::size_t j = 0; j < i; ++j) {
      CHECK_FALSE(targets[i].rect.grown(-0.5F).intersects(targets[j].rect));
    }
  }
}

TEST_CASE("a tap opens a cluster, again and again, down to single cities") {
  Hall hall;
  double before = hall.kiosk->state().camera.zoom;
  for (int depth = 0; depth < 12 && !hall.zones("cluster:").empty(); ++depth) {
    const std::vector<Zone> clusters = hall.zones("cluster:");
    // The one nearest to the middle, which its own tap keeps in sight.
    const Vec2 middle = hall.kiosk->state().panel.size * 0.5F;
    const auto nearest = std::ranges::min_element(
        clusters, {}, [&](const Zone& zone) { return length(zone.rect.centre() - middle); });
    hall.tap(nearest->id);
    const double now = hall.kiosk->state().camera.zoom;
    CHECK(now > before);
    before = now;
  }
  CHECK(hall.zones("cluster:").empty());
  CHECK_FALSE(hall.zones("city:").empty());
}

TEST_CASE("an open city stands by itself, wherever it was counted before") {
  Hall hall;
  hall.tap("open:list");
  hall.tap("city:agadez");
  CHECK(hall.kiosk->state().city == CityId{"agadez"});
  const auto pins = hall.zones("city:agadez");
  CHECK(pins.size() == 1);
  CHECK(pins.front().selected);
}

}  // namespace
}  // namespace kiosk
