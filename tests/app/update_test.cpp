#include "kiosk/app/update.h"

#include <doctest/doctest.h>

#include "kiosk/app/framing.h"
#include "kiosk/app/layout.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

constexpr Millis kTick{50.0 / 3};

// A visitor: intents go in, time passes.
class Visit {
 public:
  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});

  void say(const Intent& intent) {
    state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
  }
  void pass(Millis time) {
    const Millis end = state.now + time;
    while (state.now < end) say(Advance{std::min(state.now + kTick, end)});
  }
};

}  // namespace

TEST_CASE("a city opens, and closing it returns to where the visitor was") {
  Visit visit;
  visit.say(MoveMap{{900, 500}, {-120, 40}, 1.4});
  visit.pass(Millis{1000});
  const Camera before = visit.state.camera;
  visit.say(OpenCity{CityId{"niamey"}});
  CHECK(visit.state.screen == Screen::kCity);
  CHECK(moving(visit.state));
  visit.pass(Millis{2000});
  CHECK_FALSE(moving(visit.state));
  CHECK(visit.state.panel_slide.at(visit.state.now) == 1);
  visit.say(CloseCity{});
  visit.pass(Millis{2000});
  CHECK(visit.state.screen == Screen::kMap);
  CHECK(visit.state.panel_slide.at(visit.state.now) == 0);
  CHECK(visit.state.camera.zoom == doctest::Approx(before.zoom));
  CHECK(visit.state.camera.centre.x == doctest::Approx(before.centre.x));
  CHECK(visit.state.camera.centre.y == doctest::Approx(before.centre.y));
}

TEST_CASE("the picture that answers a touch shows what it opened under way already") {
  Visit visit;
  visit.say(OpenCity{CityId{"niamey"}});
  CHECK(visit.state.panel_slide.at(visit.state.now) > 0.15);
  CHECK(visit.state.panel_slide.at(visit.state.now) < 0.5);
  visit.pass(Millis{500});
  visit.say(CloseCity{});
  CHECK(visit.state.panel_slide.at(visit.state.now) < 0.85);
  CHECK(visit.state.panel_slide.at(visit.state.now) > 0.5);
}

TEST_CASE("the map does not jump when the panel opens") {
  Visit visit;
  const MapPoint point{0.2, 0.3};
  const Vec2 before = to_screen(visit.state.camera, layout_of(visit.state).map_view, point);
  visit.say(OpenCity{CityId{"agadez"}});
  const Vec2 after = to_screen(visit.state.camera, layout_of(visit.state).map_view, point);
  CHECK(after.x == doctest::Approx(before.x));
  CHECK(after.y == doctest::Approx(before.y));
}

TEST_CASE("next and previous go round the partners, of one home when it is chosen") {
  Visit visit;
  visit.say(OpenCity{CityId{"ndjamena"}});
  visit.say(StepCity{1});
  CHECK(visit.state.city.value == "niamey");
  visit.say(StepCity{-1});
  visit.say(StepCity{-1});
  CHECK(visit.state.city.value == "brikama");
  visit.say(ChangeFilter{{.home = CityId{"amgala"}}});
  visit.say(StepCity{1});
  CHECK(visit.state.city.value == "keur-massar");
  visit.say(OpenCity{CityId{"smara"}});
  visit.say(StepCity{1});
  CHECK(visit.state.city.value == "keur-massar");
}

TEST_CASE("an intent that means nothing now changes nothing") {
  Visit visit;
  const State before = visit.state;
  visit.say(OpenCity{CityId{"atlantis"}});
  visit.say(CloseCity{});
  visit.say(StepCity{1});
  visit.say(ChangeFilter{{.home = CityId{"banjul"}}});
  visit.say(ChooseLanguage{Language::kFrench});
  visit.say(ReleaseZone{7});
  CHECK(visit.state == before);
}

TEST_CASE("a finger on the map stops a flight at once") {
  Visit visit;
  visit.say(OpenCity{CityId{"banjul"}});
  visit.pass(Millis{100});
  REQUIRE(visit.state.flight.has_value());
  visit.say(Grab{DragTarget::kMap});
  CHECK_FALSE(visit.state.flight.has_value());
  const Camera held = visit.state.camera;
  visit.pass(Millis{500});
  CHECK(visit.state.camera == held);
}

TEST_CASE("a fling glides on, slows down, and comes to rest in bounds") {
  Visit visit;
  visit.say(Grab{DragTarget::kMap});
  visit.say(LetGo{{-4000, 900}, 0});
  CHECK(visit.state.inertia.active);
  visit.pass(Millis{6000});
  CHECK_FALSE(moving(visit.state));
  const Layout layout = layout_of(visit.state);
  CHECK(within(visit.state.camera, layout.map_view, camera_limits(bundled_pack(), layout)));
}

TEST_CASE("zooming ends at the limits however often it is asked for") {
  Visit visit;
  for (int i = 0; i < 30; ++i) visit.say(ZoomBy{1});
  visit.pass(Millis{1000});
  const CameraLimits limits = camera_limits(bundled_pack(), layout_of(visit.state));
  CHECK(visit.state.camera.zoom == doctest::Approx(limits.max_zoom));
  for (int i = 0; i < 30; ++i) visit.say(ZoomBy{-1});
  visit.pass(Millis{1000});
  CHECK(visit.state.camera.zoom == doctest::Approx(limits.min_zoom));
}

TEST_CASE("the panel's text scrolls between its ends and glides on") {
  Visit visit;
  visit.say(OpenCity{CityId{"banjul"}});
  visit.say(Grab{DragTarget::kPanel});
  visit.say(ScrollPanel{-50, 400});
  CHECK(visit.state.scroll.offset == 0);
  visit.say(ScrollPanel{120, 400});
  CHECK(visit.state.scroll.offset == 120);
  visit.say(LetGo{{0, -900}, 400});
  visit.pass(Millis{4000});
  CHECK(visit.state.scroll.offset > 200);
  CHECK(visit.state.scroll.offset <= 400);
  CHECK(visit.state.scroll.velocity == 0);
}

TEST_CASE("another language keeps the city and the place in its text") {
  Visit visit;
  visit.say(OpenCity{CityId{"banjul"}});
  visit.say(ScrollPanel{120, 400});
  visit.say(ChooseLanguage{Language::kArabic});
  CHECK(visit.state.screen == Screen::kCity);
  CHECK(visit.state.city == CityId{"banjul"});
  // The Arabic text is longer: the same share of it.
  CHECK(visit.state.scroll.shown(800) == doctest::Approx(240));
  visit.say(ScrollPanel{10, 800});
  CHECK(visit.state.scroll.offset == doctest::Approx(250));
  // Back again, where the visitor was.
  visit.say(ChooseLanguage{Language::kFrench});
  CHECK(visit.state.scroll.shown(400) == doctest::Approx(125));
}

TEST_CASE("larger texts keep the place too, and only the sizes that are offered") {
  Visit visit;
  visit.say(OpenCity{CityId{"banjul"}});
  visit.say(ScrollPanel{200, 400});
  visit.say(ChangeAccess{{1.5F, false}});
  CHECK(visit.state.access.text_scale == 1.5F);
  CHECK(visit.state.scroll.shown(1000) == doctest::Approx(500));
  visit.say(ChangeAccess{{7.0F, false}});
  CHECK(visit.state.access.text_scale == 1.5F);
}

TEST_CASE("a text shorter than its window is never scrolled") {
  Scroll scroll{120, 0, 400};
  CHECK(scroll.shown(0) == 0);
  scroll = {120, 0, 0};
  CHECK(scroll.shown(60) == 60);
}

TEST_CASE("the search takes letters, gives them back one by one, and leads to a city") {
  Visit visit;
  visit.say(TypeText{"x"});
  CHECK(visit.state.query.empty());  // it is not open
  visit.say(OpenSheet{Sheet::kSearch});
  for (const char* letter : {"n", "é", "ⵣ"}) visit.say(TypeText{letter});
  CHECK(visit.state.query == "néⵣ");
  visit.say(EraseText{});
  CHECK(visit.state.query == "né");
  visit.say(EraseText{});
  CHECK(visit.state.query == "n");
  visit.say(ChooseLanguage{Language::kArabic});
  CHECK(visit.state.sheet == Sheet::kSearch);
  CHECK(visit.state.query == "n");
  for (int i = 0; i < 100; ++i) visit.say(TypeText{"m"});
  CHECK(visit.state.query.size() <= 40);
  visit.say(EraseText{true});
  CHECK(visit.state.query.empty());
  visit.say(OpenCity{CityId{"niamey"}});
  CHECK(visit.state.sheet == Sheet::kNone);
  CHECK(visit.state.screen == Screen::kCity);
  visit.say(OpenSheet{Sheet::kSearch});
  CHECK(visit.state.query.empty());
}

TEST_CASE("going back closes the sheet first, then the city") {
  Visit visit;
  visit.say(OpenCity{CityId{"niamey"}});
  visit.say(OpenSheet{Sheet::kAccess});
  visit.say(CloseCity{});
  CHECK(visit.state.sheet == Sheet::kNone);
  CHECK(visit.state.screen == Screen::kCity);
  visit.say(CloseCity{});
  CHECK(visit.state.screen == Screen::kMap);
}

TEST_CASE("with reduced motion the camera is there at once") {
  Visit visit;
  visit.say(ChangeAccess{{1, true}});
  visit.say(OpenCity{CityId{"vijayawada"}});
  CHECK_FALSE(visit.state.flight);
  const Camera there = visit.state.camera;
  visit.pass(Millis{2000});
  CHECK(visit.state.camera.zoom == doctest::Approx(there.zoom));
  CHECK(visit.state.camera.centre.x == doctest::Approx(there.centre.x));
}

TEST_CASE("a visitor who leaves takes their settings and their search along") {
  Visit visit;
  visit.say(Touched{});
  visit.say(ChangeAccess{{1.5F, true}});
  visit.say(OpenSheet{Sheet::kSearch});
  visit.say(TypeText{"a"});
  visit.pass(Millis{100'000});
  CHECK(visit.state.access == AccessSettings{});
  CHECK(visit.state.sheet == Sheet::kNone);
  CHECK(visit.state.query.empty());
  CHECK(visit.state.sheet_slide.at(visit.state.now) == 0);
}

TEST_CASE("when nobody touches for long, all is as it was for the first visitor") {
  Visit visit;
  const State start = visit.state;
  visit.say(Touched{});
  visit.say(ChooseLanguage{Language::kArabic});
  visit.say(ChangeAccess{{1.5F, true, true, true, true, 3}});
  visit.say(ChangeFilter{{.home = CityId{"amgala"}}});
  visit.say(OpenCity{CityId{"parakou"}});
  visit.pass(Millis{59'000});
  CHECK(visit.state.screen == Screen::kCity);
  CHECK(next_change(visit.state, bundled_pack()) == Millis{60'000});
  CHECK_FALSE(visit.state.seconds_left.has_value());
  visit.pass(Millis{2000});
  CHECK(visit.state.seconds_left == 29);
  visit.pass(Millis{28'500});
  CHECK(visit.state.seconds_left == 1);
  visit.pass(Millis{4500});
  CHECK_FALSE(visit.state.seconds_left.has_value());
  REQUIRE(visit.state.attract.has_value());
  CHECK_FALSE(visit.state.attended);
  // All but what plays now, and the time, is as at the start.
  State rest = visit.state;
  rest.attract.reset();
  rest.waking = {};
  rest.now = rest.last_touch = Millis{0};
  rest.camera = start.camera;
  CHECK(rest == start);
  // A touch then wakes the same map that the first visitor saw.
  visit.say(Wake{});
  visit.pass(Millis{2000});
  CHECK(visit.state.camera == start.camera);
}

TEST_CASE("the question whether somebody is there ends at any touch, and by its buttons") {
  for (const Intent& answer : {Intent{Stay{}}, Intent{Touched{}}}) {
    Visit visit;
    visit.say(Touched{});
    visit.say(OpenCity{CityId{"parakou"}});
    visit.pass(Millis{75'000});
    REQUIRE(visit.state.seconds_left.has_value());
    visit.say(answer);
    visit.pass(Millis{50'000});
    CHECK_FALSE(visit.state.seconds_left.has_value());
    CHECK(visit.state.screen == Screen::kCity);
  }
  Visit visit;
  visit.say(Touched{});
  visit.say(OpenCity{CityId{"parakou"}});
  visit.pass(Millis{75'000});
  visit.say(Leave{});
  CHECK(visit.state.attract.has_value());
  CHECK(visit.state.screen == Screen::kMap);
}

TEST_CASE("a panel that nobody has touched begins to play without asking") {
  Visit visit;
  visit.pass(Millis{59'000});
  CHECK_FALSE(visit.state.attract.has_value());
  visit.pass(Millis{2000});
  CHECK(visit.state.attract.has_value());
  CHECK_FALSE(visit.state.seconds_left.has_value());
}

TEST_CASE("the touch that wakes chooses a language at most") {
  Visit visit;
  visit.pass(Millis{70'000});
  visit.say(Wake{Language::kArabic});
  CHECK_FALSE(visit.state.attract.has_value());
  CHECK(visit.state.language == Language::kArabic);
  CHECK(visit.state.screen == Screen::kMap);
  CHECK(visit.state.attended);
  // Nothing wakes that is awake.
  visit.say(Wake{Language::kSpanish});
  CHECK(visit.state.language == Language::kArabic);
}

TEST_CASE("nobody is sent away while a finger is down") {
  Visit visit;
  visit.say(Touched{});
  visit.say(OpenCity{CityId{"parakou"}});
  visit.say(PressZone{1, "close", {}});
  visit.pass(Millis{200'000});
  CHECK(visit.state.screen == Screen::kCity);
  visit.say(ReleaseZone{1});
  visit.pass(Millis{4000});
  CHECK(visit.state.screen == Screen::kMap);
}

TEST_CASE("turning the panel keeps the city and its real size") {
  Visit visit;
  visit.say(OpenCity{CityId{"agadez"}});
  const float before = visit.state.panel.px_per_mm;
  visit.say(Resize{{1080, 1920}});
  CHECK(visit.state.screen == Screen::kCity);
  CHECK(visit.state.panel.px_per_mm == doctest::Approx(before));
  visit.say(Resize{{0, -5}});
  CHECK(visit.state.panel.size == Vec2{1080, 1920});
}

TEST_CASE("a filter that nothing matches is not taken") {
  Visit visit;
  visit.say(ChangeFilter{{.theme = ThemeId{"tourism"}}});
  CHECK(visit.state.filter.theme == ThemeId{"tourism"});
  visit.say(ChangeFilter{{.theme = ThemeId{"tourism"}, .country = "SN"}});
  CHECK(visit.state.filter.country.empty());
  visit.say(ChangeFilter{{.country = "XX"}});
  CHECK(visit.state.filter.theme == ThemeId{"tourism"});
  visit.say(ChangeFilter{});
  CHECK(visit.state.filter == Filter{});
}

TEST_CASE("the camera frames what a filter leaves, and the next partner is one of them") {
  Visit visit;
  const double before = visit.state.camera.zoom;
  visit.say(ChangeFilter{{.country = "GM"}});
  visit.pass(Millis{3000});
  CHECK(visit.state.camera.zoom > before);
  visit.say(OpenCity{CityId{"banjul"}});
  visit.say(StepCity{1});
  CHECK(visit.state.city == CityId{"brikama"});
  visit.say(StepCity{1});
  CHECK(visit.state.city == CityId{"banjul"});
}

TEST_CASE("an agreement opens from its arc, steps to the next, and leads to its city") {
  Visit visit;
  visit.say(OpenAgreement{CityId{"banjul"}});
  visit.pass(Millis{2000});
  CHECK(visit.state.screen == Screen::kAgreement);
  CHECK(visit.state.city == CityId{"banjul"});
  visit.say(StepCity{1});
  CHECK(visit.state.screen == Screen::kAgreement);
  CHECK(visit.state.city != CityId{"banjul"});
  visit.say(OpenCity{visit.state.city});
  CHECK(visit.state.screen == Screen::kCity);
  visit.say(CloseCity{});
  CHECK(visit.state.screen == Screen::kMap);
  visit.say(OpenAgreement{CityId{"smara"}});  // a home has none of its own
  CHECK(visit.state.screen == Screen::kMap);
}

TEST_CASE("to the next partner the camera keeps to the great circle between the two") {
  Visit visit;
  visit.say(OpenCity{CityId{"vijayawada"}});
  visit.pass(Millis{3000});
  CHECK_FALSE(moving(visit.state));
  visit.say(OpenCity{CityId{"banjul"}});
  REQUIRE(visit.state.flight);
  CHECK(visit.state.flight->bent);
  CHECK(visit.state.flight->start_place == bundled_pack().city(CityId{"vijayawada"})->position);
  visit.pass(Millis{3000});
  CHECK_FALSE(visit.state.flight);
  // From the map there is no partner to come from.
  visit.say(CloseCity{});
  visit.pass(Millis{3000});
  visit.say(OpenCity{CityId{"banjul"}});
  REQUIRE(visit.state.flight);
  CHECK_FALSE(visit.state.flight->bent);
}

TEST_CASE("a cluster's places fill the view, and one comes nearer in any case") {
  Visit visit;
  const double before = visit.state.camera.zoom;
  const MapRect area{{0, 0.2}, {0.25, 0.35}};
  visit.say(FramePlaces{area});
  visit.pass(Millis{3000});
  const Layout layout = layout_of(visit.state);
  for (const MapPoint corner : {area.min, area.max}) {
    CHECK(layout.map_view.contains(to_screen(visit.state.camera, layout.map_view, corner)));
  }
  CHECK(visit.state.camera.zoom > before + 0.5);
  const double near = visit.state.camera.zoom;
  visit.say(FramePlaces{{{-0.4, 0}, {0.6, 0.4}}});
  visit.pass(Millis{3000});
  CHECK(visit.state.camera.zoom > near + 0.5);
}

TEST_CASE("the list is ordered as asked, and its index scrolls no further than it goes") {
  Visit visit;
  visit.say(JumpInList{"N", 300, 900});  // not while it is closed
  CHECK(visit.state.list_letter.empty());
  visit.say(OpenSheet{Sheet::kList});
  visit.say(JumpInList{"N", 300, 900});
  CHECK(visit.state.list_letter == "N");
  CHECK(visit.state.sheet_scroll.shown(900) == 300);
  visit.say(JumpInList{"V", 1200, 900});
  CHECK(visit.state.sheet_scroll.shown(900) == 900);
  visit.say(OrderList{ListOrder::kDistance});
  CHECK(visit.state.list_letter.empty());
  CHECK(visit.state.sheet_scroll.shown(900) == 0);
  visit.say(OpenCity{CityId{"agadez"}});
  CHECK(visit.state.sheet == Sheet::kNone);
  CHECK(visit.state.list_order == ListOrder::kDistance);
}

TEST_CASE("a closed panel is dark until it is touched, and again once who touched has gone") {
  Visit visit;
  visit.pass(Millis{65'000});
  CHECK(visit.state.attract.has_value());
  visit.say(SetClosed{true});
  CHECK(dark(visit.state));
  CHECK_FALSE(visit.state.attract.has_value());
  CHECK_FALSE(next_change(visit.state, bundled_pack()).has_value());
  visit.pass(Millis{300'000});
  CHECK(dark(visit.state));
  CHECK_FALSE(visit.state.attract.has_value());
  visit.say(Touched{});
  CHECK_FALSE(dark(visit.state));
  visit.say(OpenCity{CityId{"niamey"}});
  visit.pass(Millis{50'000});
  CHECK_FALSE(dark(visit.state));
  visit.pass(Millis{60'000});
  CHECK(dark(visit.state));
  CHECK(visit.state.screen == Screen::kMap);
  visit.say(SetClosed{false});
  CHECK_FALSE(dark(visit.state));
  visit.pass(Millis{65'000});
  CHECK(visit.state.attract.has_value());
}

TEST_CASE("who is there when it closes is left in peace") {
  Visit visit;
  visit.say(Touched{});
  visit.say(OpenCity{CityId{"niamey"}});
  visit.say(SetClosed{true});
  visit.pass(Millis{2000});
  CHECK_FALSE(dark(visit.state));
  CHECK(visit.state.screen == Screen::kCity);
}
