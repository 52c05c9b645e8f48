#include "kiosk/app/touch_intents.h"

#include <doctest/doctest.h>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

Zone zone(const char* id, Rect rect, ZoneRole role, std::optional<Intent> intent = std::nullopt) {
  Zone made;
  made.id = id;
  made.rect = rect;
  made.role = role;
  made.intent = std::move(intent);
  return made;
}

const std::vector<Zone> kZones{
    zone("map", {0, 0, 1000, 800}, ZoneRole::kMap),
    zone("city:a", {100, 100, 80, 80}, ZoneRole::kButton, OpenCity{CityId{"a"}}),
    zone("panel", {600, 0, 400, 800}, ZoneRole::kSurface),
    zone("scroll:story", {600, 200, 400, 400}, ZoneRole::kScroll),
    zone("close", {920, 20, 60, 60}, ZoneRole::kButton, CloseCity{})};

std::vector<Intent> on(const Gesture& gesture, const State& state = {}) {
  std::vector<Intent> out;
  touch_intents(gesture, kZones, state, out);
  return out;
}

template <typename T>
bool holds(const std::vector<Intent>& intents) {
  for (const Intent& intent : intents) {
    if (std::holds_alternative<T>(intent)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a tap means what the frontmost zone means") {
  CHECK(holds<OpenCity>(on(Tap{{120, 120}})));
  CHECK(holds<CloseCity>(on(Tap{{940, 40}})));
  CHECK_FALSE(holds<OpenCity>(on(Tap{{300, 300}})));
}

TEST_CASE("a panel hides the map behind it") {
  CHECK(holds<ZoomAt>(on(DoubleTap{{300, 300}})));
  CHECK_FALSE(holds<ZoomAt>(on(DoubleTap{{700, 100}})));
  CHECK(std::get<Grab>(on(DragStart{{700, 100}}).front()).target == DragTarget::kNothing);
}

TEST_CASE("a drag belongs to what its first finger came down on") {
  CHECK(std::get<Grab>(on(DragStart{{300, 300}}).front()).target == DragTarget::kMap);
  CHECK(std::get<Grab>(on(DragStart{{700, 300}}).front()).target == DragTarget::kPanel);
  CHECK(std::get<Grab>(on(DragStart{{120, 120}}).front()).target == DragTarget::kMap);
  State dragging;
  dragging.drag = DragTarget::kPanel;
  const auto moved = on(Transform{{700, 300}, {0, -30}, 1, {700, 300}}, dragging);
  CHECK(holds<ScrollPanel>(moved));
  CHECK_FALSE(holds<MoveMap>(moved));
}

TEST_CASE("two fingers zoom out over the map and press a button they land on") {
  CHECK(holds<ZoomAt>(on(TwoFingerTap{{300, 300}})));
  CHECK(holds<CloseCity>(on(TwoFingerTap{{940, 40}})));
}

TEST_CASE("a slow finger presses once, not for as long as it stays") {
  State held;
  held.pressed.push_back({4, "close", {940, 40}});
  const auto first = on(LongPress{{940, 40}, Millis{500}}, held);
  CHECK(holds<CloseCity>(first));
  CHECK(holds<ReleaseZone>(first));
  CHECK_FALSE(holds<CloseCity>(on(LongPress{{940, 40}, Millis{520}}, State{})));
}

TEST_CASE("a finger that lies there since before all began anew is nobody") {
  State playing;
  playing.attract = AttractState{};
  State closed;
  closed.closed = true;
  for (const State& state : {playing, closed}) {
    CHECK(on(LongPress{{120, 120}, Millis{900}}, state).empty());
    CHECK(on(Transform{{300, 300}, {0, -30}, 1, {300, 300}}, state).empty());
    CHECK(on(DragStart{{300, 300}}, state).empty());
    CHECK(on(Tap{{120, 120}}, state).empty());
    // The next one that comes down is somebody.
    CHECK(holds<Touched>(on(Pressed{{300, 300}, 7}, state)));
  }
}

TEST_CASE("a disabled zone takes the tap and does nothing") {
  std::vector<Zone> zones = kZones;
  zones.back().enabled = false;
  std::vector<Intent> out;
  touch_intents(Tap{{940, 40}}, zones, State{}, out);
  CHECK_FALSE(holds<CloseCity>(out));
}

TEST_CASE("the keyboard walks through the buttons in both directions and round the end") {
  State state;
  const auto press = [&](KeyStroke key) {
    std::vector<Intent> out;
    key_intents(key, kZones, state, out);
    for (const Intent& intent : out) {
      if (const auto* focus = std::get_if<FocusZone>(&intent)) state.focus = focus->zone;
    }
    return out;
  };
  press(KeyStroke::kNext);
  CHECK(state.focus == "city:a");
  press(KeyStroke::kNext);
  CHECK(state.focus == "close");
  press(KeyStroke::kNext);
  CHECK(state.focus == "city:a");
  press(KeyStroke::kPrevious);
  CHECK(state.focus == "close");
  CHECK(holds<CloseCity>(press(KeyStroke::kActivate)));
}

TEST_CASE("a finger means what it came down on, even if that has slid away since") {
  State state;
  state.lifted = PressedZone{4, "close", {300, 300}};
  CHECK(holds<CloseCity>(on(Tap{{300, 300}}, state)));
  CHECK_FALSE(holds<CloseCity>(on(Tap{{301, 300}}, state)));
}

TEST_CASE("a finger at the very place of the one before means something of its own") {
  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});
  for (const char* before : {"attract", "close"}) {
    CAPTURE(before);
    state.lifted = PressedZone{4, before, {300, 300}};
    const auto drag = [&] { return std::get<Grab>(on(DragStart{{300, 300}}, state).front()); };
    const bool woke = state.lifted->zone == "attract";
    CHECK(drag().target == (woke ? DragTarget::kNothing : DragTarget::kMap));
    for (const Intent& intent : on(Pressed{{300, 300}, 5}, state)) {
      state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
    }
    CHECK(drag().target == DragTarget::kMap);
    CHECK_FALSE(holds<CloseCity>(on(Tap{{300, 300}}, state)));
  }
}
