#include "platform/turned/turned_input.h"

#include <doctest/doctest.h>

#include <variant>
#include <vector>

#include "platform/headless/manual_clock.h"
#include "platform/headless/queued_input.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

constexpr TextureSize kPanel{1920, 1080};

struct Panel {
  ManualClock clock;
  QueuedInput behind{clock};
  TurnedInput input;

  explicit Panel(Turn turn) : Panel(turn, touch_shares(turn)) {}
  Panel(Turn turn, const TouchShares& shares) : input(behind, kPanel, turn, shares) {}

  std::vector<Event> after(const std::vector<Event>& events) {
    for (const Event& event : events) behind.put(clock.now(), event);
    std::vector<Event> found;
    input.poll(found);
    return found;
  }
  Vec2 touch(Vec2 at, std::int64_t id = 1) {
    const auto found =
        after({Contact{id, ContactPhase::kDown, at, {}}, Contact{id, ContactPhase::kUp, at, {}}});
    REQUIRE(found.size() == 2);
    return std::get<Contact>(found[0]).position;
  }
};

void check_near(Vec2 found, Vec2 wanted) {
  CHECK(found.x == doctest::Approx(wanted.x));
  CHECK(found.y == doctest::Approx(wanted.y));
}

}  // namespace

TEST_CASE("a finger is where it is seen, whichever way the panel hangs") {
  for (const Turn turn : {Turn::kNone, Turn::kQuarter, Turn::kHalf, Turn::kThreeQuarters}) {
    CAPTURE(static_cast<int>(turn));
    const TextureSize picture = turned(kPanel, turn);
    for (const Vec2 seen : {Vec2{1, 1}, Vec2{1000, 5}, Vec2{333, 777}}) {
      Panel panel(turn);
      const Vec2 on_panel = to_panel(seen, picture, turn);
      check_near(panel.touch(on_panel), seen);
      check_near(panel.touch(on_panel, -1), seen);
    }
  }
  Panel quarter(Turn::kQuarter);
  check_near(quarter.touch({1920, 0}), {0, 0});
  check_near(quarter.touch({1920, 1080}), {1080, 0});
}

TEST_CASE("a calibration mends fingers, not the mouse") {
  // The controller has its axes mixed up; the picture is upright.
  Panel mixed(Turn::kNone, {0, 1, 0, 1, 0, 0});
  check_near(mixed.touch({960, 0}), {0, 540});
  check_near(mixed.touch({960, 0}, -1), {960, 0});
  Panel beside(Turn::kNone, {1.1, 0, -0.05, 0, 0.9, 0.05});
  check_near(beside.touch({960, 540}), {960, 540});
  check_near(beside.touch({0, 0}), {-96, 54});
}

TEST_CASE("phases, times and ids pass, as do keys and the rest, in their order") {
  Panel panel(Turn::kHalf);
  const auto found =
      panel.after({Contact{4, ContactPhase::kDown, {10, 20}, Millis{5}}, KeyPress{Key::kEnter},
                   Contact{4, ContactPhase::kMove, {30, 20}, Millis{6}}, Exposed{},
                   Contact{4, ContactPhase::kUp, {30, 20}, Millis{7}}, Quit{}});
  REQUIRE(found.size() == 6);
  const auto& moved = std::get<Contact>(found[2]);
  CHECK(moved.id == 4);
  CHECK(moved.phase == ContactPhase::kMove);
  CHECK(moved.at == Millis{6});
  check_near(moved.position, {1890, 1060});
  CHECK(std::get<KeyPress>(found[1]).key == Key::kEnter);
  CHECK(std::holds_alternative<Exposed>(found[3]));
  CHECK(std::holds_alternative<Quit>(found[5]));
}

TEST_CASE("a new size of the panel is told as the picture's, and counts for touches after it") {
  Panel panel(Turn::kQuarter);
  const auto found = panel.after({Resized{1000, 500}});
  REQUIRE(found.size() == 1);
  CHECK(std::get<Resized>(found[0]).width == 500);
  CHECK(std::get<Resized>(found[0]).height == 1000);
  check_near(panel.touch({1000, 0}), {0, 0});
  check_near(panel.touch({0, 500}), {500, 1000});
}

TEST_CASE("turned while a finger is down: it is lifted where it was, and its rest is forgotten") {
  Panel panel(Turn::kNone);
  REQUIRE(panel
              .after({Contact{1, ContactPhase::kDown, {100, 200}, {}},
                      Contact{1, ContactPhase::kMove, {110, 220}, {}}})
              .size() == 2);
  panel.input.set(Turn::kQuarter, touch_shares(Turn::kQuarter));
  const auto found = panel.after({Contact{1, ContactPhase::kMove, {120, 230}, {}},
                                  Contact{1, ContactPhase::kUp, {120, 230}, {}},
                                  Contact{1, ContactPhase::kDown, {1920, 0}, {}}});
  REQUIRE(found.size() == 3);
  CHECK(std::get<Contact>(found[0]).phase == ContactPhase::kUp);
  check_near(std::get<Contact>(found[0]).position, {110, 220});
  CHECK(std::get<Resized>(found[1]).width == 1080);
  CHECK(std::get<Contact>(found[2]).phase == ContactPhase::kDown);
  check_near(std::get<Contact>(found[2]).position, {0, 0});
}

TEST_CASE("turned upside down, the picture is drawn anew though its size is as before") {
  Panel panel(Turn::kNone);
  panel.input.set(Turn::kHalf, touch_shares(Turn::kHalf));
  const auto found = panel.after({});
  REQUIRE(found.size() == 1);
  CHECK(std::holds_alternative<Exposed>(found[0]));
  CHECK(panel.after({}).empty());
}
