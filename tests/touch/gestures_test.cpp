#include "kiosk/touch/gestures.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/touch/fingers.h"

// 4 px are a millimetre here: the slop is 10 px, a hand's reach 240.
namespace kiosk {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST_CASE("a short still touch is a tap where the finger came down") {
  Fingers f;
  f.down(7, {100, 200});
  f.wait(Millis{60});
  f.move(7, {106, 205});
  f.tick();
  f.up(7, {106, 205});
  REQUIRE(f.count<Tap>() == 1);
  CHECK(f.all<Tap>()[0].at == Vec2{100, 200});
  CHECK(f.count<DragStart>() == 0);
  CHECK(f.count<Pressed>() == 1);
  CHECK(f.count<Released>() == 1);
  CHECK(f.all<Released>()[0].contact == 7);
  CHECK_FALSE(f.gestures().touched());
}

TEST_CASE("a finger that moves drags, and the press is released once") {
  Fingers f;
  f.down(1, {100, 100});
  f.slide({{1, {100, 100}, {300, 150}}}, 20);
  CHECK(f.count<Released>() == 1);
  REQUIRE(f.count<DragStart>() == 1);
  CHECK(f.all<DragStart>()[0].at == Vec2{100, 100});
  f.wait(Millis{100});
  f.up(1, {300, 150});
  CHECK(f.count<Tap>() == 0);
  CHECK(f.count<Released>() == 1);
  REQUIRE(f.count<DragEnd>() == 1);
  CHECK(f.all<DragEnd>()[0].origin == Vec2{100, 100});
  for (const Transform& t : f.all<Transform>()) {
    CHECK(t.origin == Vec2{100, 100});
    CHECK(t.scale == 1);
  }
  // All of the way but for the slop.
  CHECK(length(f.moved()) == doctest::Approx(length(Vec2{200, 50}) - 10).epsilon(0.001));
}

TEST_CASE("a finger that moves back onto its spot is still no tap") {
  Fingers f;
  f.down(1, {100, 100});
  f.slide({{1, {100, 100}, {140, 100}}}, 4);
  f.slide({{1, {140, 100}, {100, 100}}}, 4);
  f.up(1, {100, 100});
  CHECK(f.count<Tap>() == 0);
}

TEST_CASE("a finger that jumps only as it lifts is no tap either") {
  Fingers f;
  f.down(1, {100, 100});
  f.tick();
  f.up(1, {400, 100});
  CHECK(f.count<Tap>() == 0);
  CHECK(f.count<DragStart>() == 1);
  CHECK(f.count<DragEnd>() == 1);
}

TEST_CASE("a fling leaves with the finger's speed") {
  Fingers f;
  f.down(1, {100, 500});
  f.slide({{1, {100, 500}, {500, 300}}}, 20);  // 200 ms
  f.up(1, {500, 300});
  REQUIRE(f.count<DragEnd>() == 1);
  const Vec2 v = f.all<DragEnd>()[0].velocity;
  CHECK(v.x == doctest::Approx(2000).epsilon(0.01));
  CHECK(v.y == doctest::Approx(-1000).epsilon(0.01));
}

TEST_CASE("the speed of a fling is that of its end") {
  Fingers f;
  f.down(1, {100, 500});
  f.slide({{1, {100, 500}, {600, 500}}}, 50);  // 1000 px/s
  f.slide({{1, {600, 500}, {630, 500}}}, 10);  // 300 px/s
  f.up(1, {630, 500});
  CHECK(f.all<DragEnd>()[0].velocity.x == doctest::Approx(300).epsilon(0.1));
}

TEST_CASE("a finger that rests before it lifts does not fling, one that hesitates does") {
  for (const bool rests : {false, true}) {
    Fingers f;
    f.down(1, {100, 500});
    f.slide({{1, {100, 500}, {500, 500}}}, 20);
    f.wait(Millis{rests ? 60.0 : 30.0});
    f.up(1, {500, 500});
    CHECK((f.all<DragEnd>()[0].velocity == Vec2{}) == rests);
  }
}

TEST_CASE("a finger that trembles at the end of its way does not fling") {
  Fingers f;
  f.down(1, {100, 500});
  f.slide({{1, {100, 500}, {500, 500}}}, 20);
  for (int i = 0; i < 9; ++i) {
    f.move(1, {i % 2 == 0 ? 501.0F : 500.0F, 500});
    f.tick();
  }
  f.up(1, {500, 500});
  CHECK(f.all<DragEnd>()[0].velocity == Vec2{});
}

TEST_CASE("two moves within a moment tell no speed") {
  Fingers f;
  f.down(1, {100, 500});
  f.wait(Millis{300});
  f.feed({1, ContactPhase::kMove, {130, 500}, f.now() + Millis{9}});
  f.tick();
  f.feed({1, ContactPhase::kMove, {150, 500}, f.now()});
  f.tick();
  f.feed({1, ContactPhase::kUp, {150, 500}, f.now()});
  REQUIRE(f.count<DragEnd>() == 1);
  CHECK(f.all<DragEnd>()[0].velocity == Vec2{});
}

TEST_CASE("no fling is faster than an arm") {
  Fingers f;
  f.down(1, {0, 500});
  f.slide({{1, {0, 500}, {80000, 500}}}, 4);
  f.up(1, {80000, 500});
  const float speed = length(f.all<DragEnd>()[0].velocity);
  CHECK(speed > 0);
  CHECK(speed <= 12001);
}

TEST_CASE("two fingers that spread scale around their still centre") {
  Fingers f;
  f.down(1, {480, 500});
  f.down(2, {520, 500});
  f.slide({{1, {480, 500}, {300, 400}}, {2, {520, 500}, {700, 600}}}, 25);
  CHECK(f.count<DragStart>() == 1);
  for (const Transform& t : f.all<Transform>()) {
    CHECK(length(t.centre - Vec2{500, 500}) < 0.01F);
    CHECK(length(t.moved) < 0.01F);
  }
  CHECK(f.scale() > 4);
  f.up(1, {300, 400});
  f.tick();
  f.move(2, {740, 640});
  f.tick();
  f.up(2, {740, 640});
  CHECK(f.count<DragEnd>() == 1);
  CHECK(f.all<DragEnd>()[0].velocity == Vec2{});
  CHECK(f.count<Tap>() + f.count<TwoFingerTap>() == 0);
}

TEST_CASE("fingers far apart pinch too, once both move") {
  Fingers f;
  f.down(1, {100, 500});
  f.down(2, {1500, 500});
  f.slide({{1, {100, 500}, {500, 500}}, {2, {1500, 500}, {1100, 500}}}, 20);
  CHECK(length(f.moved()) < 0.01F);
  CHECK(f.scale() == doctest::Approx(600.0 / 1380).epsilon(0.001));
}

TEST_CASE("a still thumb anchors the pinch of its own hand") {
  Fingers f;
  f.down(1, {500, 500});
  f.down(2, {600, 500});
  f.slide({{2, {600, 500}, {800, 500}}}, 20);
  CHECK(f.scale() == doctest::Approx(300.0 / 110).epsilon(0.001));
}

TEST_CASE("a wide hand anchors too if its fingers landed together, two hands do not") {
  for (const bool at_once : {true, false}) {
    Fingers f;
    f.down(1, {500, 500});
    if (!at_once) f.wait(Millis{150});
    f.down(2, {1000, 500});
    f.slide({{2, {1000, 500}, {700, 500}}}, 20);
    if (at_once) CHECK(f.scale() == doctest::Approx(200.0 / 490).epsilon(0.001));
    if (!at_once) CHECK(f.scale() == 1);
  }
}

TEST_CASE("two fingers that go side by side pan and fling without scaling") {
  Fingers f;
  f.down(1, {500, 500});
  f.down(2, {500, 600});
  f.slide({{1, {500, 500}, {800, 500}}, {2, {500, 600}, {800, 600}}}, 20);
  CHECK(f.scale() == doctest::Approx(1));
  f.up(1, {800, 500});
  f.up(2, {800, 600});
  CHECK(f.all<DragEnd>()[0].velocity.x == doctest::Approx(1500).epsilon(0.05));
}

TEST_CASE("three fingers move the centre of all three") {
  Fingers f;
  f.down(1, {400, 400});
  f.down(2, {500, 400});
  f.down(3, {450, 500});
  f.slide({{1, {400, 400}, {700, 400}}, {2, {500, 400}, {800, 400}}, {3, {450, 500}, {750, 500}}},
          30);
  CHECK(f.moved().x == doctest::Approx(290).epsilon(0.001));
  CHECK(f.scale() == doctest::Approx(1).epsilon(0.001));
  CHECK(f.count<DragStart>() == 1);
}

TEST_CASE("the map does not jump when fingers join or leave") {
  Fingers f;
  f.down(1, {400, 400});
  f.slide({{1, {400, 400}, {500, 400}}}, 10);
  const Vec2 before = f.moved();
  f.down(2, {600, 500});
  f.tick();
  f.down(3, {300, 380});
  f.tick();
  f.up(1, {500, 400});
  f.tick();
  CHECK(f.moved() == before);
  CHECK(f.scale() == 1);
  // Those who stay carry on.
  f.slide({{2, {600, 500}, {650, 500}}, {3, {300, 380}, {350, 380}}}, 10);
  CHECK(f.moved().x - before.x == doctest::Approx(50));
  f.up(2, {650, 500});
  CHECK(f.count<DragEnd>() == 0);
  f.up(3, {350, 380});
  CHECK(f.count<DragEnd>() == 1);
}

TEST_CASE("a second tap on the same spot makes a double tap of two taps") {
  Fingers f;
  f.tap(1, {300, 300});
  CHECK(f.count<Tap>() == 1);
  f.wait(Millis{150});
  f.tap(2, {310, 290});
  CHECK(f.count<Tap>() == 2);
  REQUIRE(f.count<DoubleTap>() == 1);
  CHECK(f.all<DoubleTap>()[0].at == Vec2{310, 290});
  f.wait(Millis{100});
  f.tap(1, {300, 300});
  CHECK(f.count<DoubleTap>() == 1);
}

TEST_CASE("two taps apart in time or place are no double tap") {
  Fingers late;
  late.tap(1, {300, 300});
  late.wait(Millis{320});
  late.tap(1, {300, 300});
  CHECK(late.count<Tap>() == 2);
  CHECK(late.count<DoubleTap>() == 0);
  Fingers elsewhere;
  elsewhere.tap(1, {300, 300});
  elsewhere.wait(Millis{100});
  elsewhere.tap(1, {340, 300});
  CHECK(elsewhere.count<Tap>() == 2);
  CHECK(elsewhere.count<DoubleTap>() == 0);
}

TEST_CASE("two fingers at once are a two-finger tap at their centre and no other tap") {
  Fingers f;
  f.down(1, {300, 300});
  f.tick();
  f.down(2, {400, 320});
  f.wait(Millis{80});
  f.up(1, {300, 300});
  f.wait(Millis{40});
  f.up(2, {400, 320});
  REQUIRE(f.count<TwoFingerTap>() == 1);
  CHECK(f.all<TwoFingerTap>()[0].at == Vec2{350, 310});
  CHECK(f.count<Tap>() == 0);
}

TEST_CASE("two fingers that lift far apart in time are no tap at all") {
  Fingers f;
  f.down(1, {300, 300});
  f.down(2, {400, 320});
  f.wait(Millis{80});
  f.up(1, {300, 300});
  f.wait(Millis{260});
  f.up(2, {400, 320});
  CHECK(f.count<TwoFingerTap>() == 0);
  CHECK(f.count<Tap>() == 0);
}

TEST_CASE("two thumbs that type in turn are two taps") {
  Fingers f;
  f.down(1, {300, 300});
  f.wait(Millis{120});
  f.down(2, {400, 320});
  f.wait(Millis{40});
  f.up(1, {300, 300});
  f.wait(Millis{40});
  f.up(2, {400, 320});
  CHECK(f.count<Tap>() == 2);
  CHECK(f.count<TwoFingerTap>() == 0);
}

TEST_CASE("a slapping hand taps nothing") {
  Fingers f;
  for (int i = 0; i < 5; ++i) f.down(i, {300.0F + 40.0F * static_cast<float>(i), 300});
  f.wait(Millis{90});
  for (int i = 0; i < 5; ++i) f.up(i, {300.0F + 40.0F * static_cast<float>(i), 300});
  CHECK(f.count<Tap>() + f.count<TwoFingerTap>() + f.count<DoubleTap>() == 0);
  CHECK(f.count<Released>() == 5);
}

TEST_CASE("a long press is reported with growing time until the finger lifts") {
  Fingers f;
  f.down(1, {300, 300});
  f.wait(Millis{490});
  CHECK(f.count<LongPress>() == 0);
  f.wait(Millis{2600});
  const auto presses = f.all<LongPress>();
  REQUIRE(presses.size() > 200);
  CHECK(presses.front().held == Millis{500});
  CHECK(presses.back().held >= Millis{3000});
  for (std::size_t i = 1; i < presses.size(); ++i) {
    CHECK(presses[i].held > presses[i - 1].held);
    CHECK(presses[i].at == Vec2{300, 300});
  }
  f.up(1, {300, 300});
  CHECK(f.count<Tap>() == 0);
  CHECK(f.count<Released>() == 1);
}

TEST_CASE("a long press that moves away becomes a drag") {
  Fingers f;
  f.down(1, {300, 300});
  f.wait(Millis{1500});
  f.slide({{1, {300, 300}, {400, 300}}}, 5);
  const std::size_t presses = f.count<LongPress>();
  f.wait(Millis{500});
  CHECK(f.count<LongPress>() == presses);
  CHECK(f.count<DragStart>() == 1);
}

TEST_CASE("a press that outlasts the tap between two ticks is a long press, not nothing") {
  Fingers f;
  f.down(1, {300, 300});
  f.wait(Millis{490});
  f.feed({1, ContactPhase::kUp, {300, 300}, f.now() + Millis{15}});
  CHECK(f.count<Tap>() == 0);
  CHECK(f.count<LongPress>() == 1);
}

TEST_CASE("a resting palm neither turns another's pan into a pinch nor blocks a tap") {
  Fingers f;
  f.down(9, {500, 700});
  f.wait(Millis{1100});
  f.tap(1, {520, 640});
  CHECK(f.count<Tap>() == 1);
  f.wait(Millis{400});
  f.down(2, {500, 600});
  f.slide({{2, {500, 600}, {700, 600}}}, 20);
  CHECK(f.moved().x == doctest::Approx(190).epsilon(0.001));
  CHECK(f.scale() == 1);
  f.up(2, {700, 600});
  CHECK(f.count<DragEnd>() == 1);
  CHECK(f.gestures().touched());
}

TEST_CASE("a palm put down far from a pan does not disturb it until it moves") {
  Fingers f;
  f.down(1, {300, 300});
  f.slide({{1, {300, 300}, {400, 300}}}, 20);
  f.down(2, {900, 700});
  f.slide({{1, {400, 300}, {500, 300}}}, 60);
  CHECK(f.scale() == 1);
  CHECK(f.moved().x == doctest::Approx(190).epsilon(0.001));
  f.slide({{2, {900, 700}, {1000, 770}}}, 10);
  CHECK(f.scale() > 1.1F);
}

TEST_CASE("a second visitor taps while the first pans on") {
  Fingers f;
  f.down(1, {300, 300});
  f.slide({{1, {300, 300}, {400, 300}}}, 20);
  f.down(2, {1200, 700});
  f.slide({{1, {400, 300}, {440, 300}}}, 8);
  f.up(2, {1200, 700});
  REQUIRE(f.count<Tap>() == 1);
  CHECK(f.all<Tap>()[0].at == Vec2{1200, 700});
  f.slide({{1, {440, 300}, {500, 300}}}, 12);
  CHECK(f.count<DragEnd>() == 0);
  CHECK(f.count<DragStart>() == 1);
  CHECK(f.scale() == 1);
  CHECK(f.moved().x == doctest::Approx(190).epsilon(0.001));
}

TEST_CASE("a quick touch beside the panning finger is part of its hand, not a tap") {
  Fingers f;
  f.down(1, {300, 300});
  f.slide({{1, {300, 300}, {400, 300}}}, 20);
  f.tap(2, {500, 380});
  CHECK(f.count<Tap>() == 0);
  CHECK(f.count<Released>() == 2);
}

TEST_CASE("a thing left lying does not count as a touch, nor press for ever") {
  Fingers f;
  f.down(1, {300, 300});
  f.wait(Millis{9000});
  CHECK(f.gestures().touched());
  f.wait(Millis{2000});
  CHECK_FALSE(f.gestures().touched());
  const std::size_t presses = f.count<LongPress>();
  f.wait(Millis{1000});
  CHECK(f.count<LongPress>() == presses);
}

TEST_CASE("a thing taken away while the program slept was no press") {
  Fingers f;
  f.down(1, {300, 300});
  f.feed({1, ContactPhase::kUp, {300, 300}, f.now() + Millis{20000}});
  CHECK(f.count<LongPress>() + f.count<Tap>() == 0);
  CHECK(f.count<Released>() == 1);
}

TEST_CASE("a drag whose lift the panel lost ends, and the map is free again") {
  Fingers f;
  f.down(1, {300, 300});
  f.slide({{1, {300, 300}, {400, 300}}}, 10);
  f.wait(Millis{10100});
  REQUIRE(f.count<DragEnd>() == 1);
  CHECK(f.all<DragEnd>()[0].velocity == Vec2{});
  f.down(2, {500, 300});
  f.slide({{2, {500, 300}, {600, 300}}}, 10);
  CHECK(f.count<DragStart>() == 2);
  CHECK(f.scale() == 1);
}

TEST_CASE("contacts that make no sense are ignored or mended") {
  Fingers f;
  SUBCASE("an up and a move without a down") {
    f.up(5, {1, 1});
    f.move(6, {900, 1});
    f.tick();
    CHECK(f.heard().empty());
  }
  SUBCASE("a down without a place") {
    f.down(1, {kNan, 5});
    f.tick();
    f.up(1, {3, 5});
    CHECK(f.heard().empty());
  }
  SUBCASE("a move and an up without a place keep the last one") {
    f.down(1, {100, 100});
    f.move(1, {100, kNan});
    f.tick();
    f.up(1, {kNan, kNan});
    REQUIRE(f.count<Tap>() == 1);
    CHECK(f.all<Tap>()[0].at == Vec2{100, 100});
  }
  SUBCASE("an id that comes down twice begins anew") {
    f.down(1, {100, 100});
    f.tick();
    f.down(1, {500, 100});
    f.tick();
    CHECK(f.count<Pressed>() == 2);
    CHECK(f.count<Released>() == 1);
    f.up(1, {500, 100});
    REQUIRE(f.count<Tap>() == 1);
    CHECK(f.all<Tap>()[0].at == Vec2{500, 100});
    CHECK_FALSE(f.gestures().touched());
  }
  SUBCASE("an id that comes down twice in a drag ends it without a fling") {
    f.down(1, {100, 100});
    f.slide({{1, {100, 100}, {300, 100}}}, 10);
    f.down(1, {500, 100});
    REQUIRE(f.count<DragEnd>() == 1);
    CHECK(f.all<DragEnd>()[0].velocity == Vec2{});
  }
  SUBCASE("a place beyond all panels is cut to a number that can be counted with") {
    f.down(1, {3e38F, 0});
    f.slide({{1, {3e38F, 0}, {0, 0}}}, 1);
    f.move(1, {-3e38F, 0});
    f.tick();
    f.move(1, {3e38F, 3e38F});
    f.tick();
    REQUIRE(f.count<Transform>() == 3);
    for (const Transform& t : f.all<Transform>()) CHECK(length(t.moved) < 1e6F);
  }
  SUBCASE("an eleventh finger is not heard") {
    for (int i = 0; i < 11; ++i) f.down(i, {200.0F * static_cast<float>(i), 100});
    CHECK(f.count<Pressed>() == 10);
    f.up(10, {2000, 100});
    CHECK(f.count<Released>() == 0);
  }
  SUBCASE("ten forgotten things make room for a finger") {
    for (int i = 0; i < 10; ++i) f.down(i, {200.0F * static_cast<float>(i), 100});
    f.wait(Millis{10100});
    f.tap(77, {500, 500});
    CHECK(f.count<Tap>() == 1);
  }
}

TEST_CASE("a clock that runs backwards stops neither taps nor long presses") {
  std::vector<Gesture> out;
  Gestures gestures(4);
  gestures.tick(Millis{5e6}, out);
  gestures.feed({1, ContactPhase::kDown, {100, 100}, Millis{5e6}}, out);
  gestures.feed({1, ContactPhase::kMove, {101, 100}, Millis{4999990}}, out);
  gestures.feed({1, ContactPhase::kUp, {101, 100}, Millis{4999995}}, out);
  CHECK(std::holds_alternative<Tap>(out.back()));
  gestures.feed({1, ContactPhase::kDown, {100, 100}, Millis{20}}, out);
  gestures.tick(Millis{620}, out);
  REQUIRE(std::holds_alternative<LongPress>(out.back()));
  CHECK(std::get<LongPress>(out.back()).held == Millis{600});
}

TEST_CASE("a time that is no number changes nothing") {
  std::vector<Gesture> out;
  Gestures gestures(4);
  gestures.feed({1, ContactPhase::kDown, {100, 100}, Millis{100}}, out);
  gestures.tick(Millis{std::numeric_limits<double>::quiet_NaN()}, out);
  gestures.tick(Millis{std::numeric_limits<double>::infinity()}, out);
  gestures.feed({1, ContactPhase::kUp, {100, 100}, Millis{150}}, out);
  CHECK(std::holds_alternative<Tap>(out.back()));
}

TEST_CASE("after a reset the fingers still down mean nothing") {
  Fingers f;
  f.down(1, {100, 100});
  f.slide({{1, {100, 100}, {300, 100}}}, 10);
  f.heard();
  f.reset();
  CHECK_FALSE(f.gestures().touched());
  f.slide({{1, {300, 100}, {500, 100}}}, 10);
  f.up(1, {500, 100});
  CHECK(f.heard().empty());
}

}  // namespace
}  // namespace kiosk
