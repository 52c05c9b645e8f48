// A frame in which the map merely follows a finger asks nothing of the heap, neither with the
// bundled cities nor with an open panel beside them. Counted through operator new.
#include "tests/allocations.h"

#include <doctest/doctest.h>

#include <cmath>

#include "kiosk/kiosk.h"
#include "platform/headless/manual_clock.h"
#include "platform/headless/picture_display.h"
#include "platform/headless/queued_input.h"
#include "tests/bundled.h"

namespace kiosk {
namespace {

constexpr Millis kTick{1000.0 / 60};

class Hall {
 public:
  Hall() {
    auto opened = Kiosk::open(
        {std::filesystem::path(KIOSK_SOURCE_DIR) / "assets", own_words(), bundled_pack()},
        {m_display, m_input, m_clock}, {});
    REQUIRE(opened);
    m_kiosk = std::move(*opened);
    rest(10);
  }

  void rest(int ticks) {
    for (int i = 0; i < ticks; ++i) tick();
  }
  void tap(const char* id) {
    const Zone* zone = zone_of(m_kiosk->zones(), id);
    REQUIRE(zone != nullptr);
    finger(ContactPhase::kDown, zone->rect.centre());
    tick();
    finger(ContactPhase::kUp, zone->rect.centre());
    rest(200);
  }

  // The most allocations that any one frame of a slow pan makes, after its first ones.
  std::uint64_t most_of_a_pan(Vec2 from) {
    finger(ContactPhase::kDown, from);
    tick();
    std::uint64_t most = 0;
    for (int i = 0; i < 240; ++i) {
      const double angle = i / 30.0;
      finger(ContactPhase::kMove, from + Vec2{24 * static_cast<float>(std::sin(angle)),
                                              9 * static_cast<float>(std::sin(2 * angle))});
      const std::uint64_t before = allocations();
      tick();
      if (i >= 200) most = std::max(most, allocations() - before);
    }
    finger(ContactPhase::kUp, from);
    rest(60);
    return most;
  }

 private:
  void finger(ContactPhase phase, Vec2 at) {
    m_input.put(m_clock.now(), Contact{1, phase, at, m_clock.now()});
  }
  void tick() {
    m_clock.set(m_clock.now() + kTick);
    m_kiosk->tick();
  }

  platform::PictureDisplay m_display{{1920, 1080}};
  platform::ManualClock m_clock;
  platform::QueuedInput m_input{m_clock};
  std::unique_ptr<Kiosk> m_kiosk;
};

TEST_CASE("the count counts") {
  const std::uint64_t before = allocations();
  const auto held = std::make_unique<int>(1);
  CHECK(allocations() == before + 1);
}

TEST_CASE("a steady pan allocates nothing") {
  Hall hall;
  CHECK(hall.most_of_a_pan({1100, 300}) == 0);
}

TEST_CASE("nor does one beside an open panel") {
  Hall hall;
  hall.tap("city:niamey");
  CHECK(hall.most_of_a_pan({500, 300}) == 0);
}

}  // namespace
}  // namespace kiosk
