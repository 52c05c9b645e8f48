// The gallery as values: which picture a finger brings, how near it comes, where it stops.
#include "kiosk/app/gallery.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "kiosk/app/layout.h"
#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

// The bundled pack with a picture of that size for each city, as a built pack has.
const Pack& pictured_pack() {
  static const Pack pack = [] {
    PackValues values = bundled_pack().values();
    for (City& city : values.cities.own()) {
      REQUIRE_FALSE(city.photos.empty());
      city.photos.front().built = BuiltPicture{"a.jpg", "b.jpg", 2400, 1600, {}};
    }
    return Pack(std::move(values));
  }();
  return pack;
}

class Looking {
 public:
  explicit Looking(Language language = Language::kFrench)
      : state(start_state(pictured_pack(), Panel{}, language, Millis{0})) {
    say(Touched{});
    say(OpenCity{CityId{"niamey"}});
    say(OpenSheet{Sheet::kGallery});
    pass(Millis{2000});
    REQUIRE(state.sheet == Sheet::kGallery);
  }
  void say(const Intent& intent) {
    state = update(std::move(state), intent, pictured_pack(), Language::kFrench);
  }
  void pass(Millis time) {
    const Millis end = state.now + time;
    while (state.now < end) say(Advance{std::min(state.now + Millis{50.0 / 3}, end)});
  }
  // A finger that moves the picture by so much, and lets go at that speed.
  void swipe(float by, float speed = 0) {
    say(Grab{DragTarget::kPicture});
    for (int i = 0; i < 10; ++i) say(MovePicture{{900, 400}, {by / 10, 0}, 1});
    say(LetGo{{speed, 0}, 0});
  }
  [[nodiscard]] Rect place() const { return gallery_place(layout_of(state), {2400, 1600}); }

  State state;
};

}  // namespace

TEST_CASE("the city's own pictures come first, then those of all others, each once") {
  const auto pictures = gallery_pictures(pictured_pack(), CityId{"niamey"});
  CHECK(pictures.size() == 12);
  CHECK(pictures.front().city->id.value == "niamey");
  std::set<const Photo*> seen;
  for (const GalleryPicture& picture : pictures) CHECK(seen.insert(picture.photo).second);
  // What was not built cannot be shown.
  CHECK(gallery_pictures(bundled_pack(), CityId{"niamey"}).empty());
}

TEST_CASE("a swipe brings the next picture by its way or by its speed, else none") {
  Looking slow;
  slow.swipe(-600);
  CHECK(slow.state.gallery.index == 1);
  Looking quick;
  quick.swipe(-120, -1500);
  CHECK(quick.state.gallery.index == 1);
  Looking timid;
  timid.swipe(-120, -50);
  CHECK(timid.state.gallery.index == 0);
  // A finger that turned back means: stay.
  Looking turned;
  turned.swipe(-500, 1500);
  CHECK(turned.state.gallery.index == 0);
  for (Looking* looking : {&slow, &quick, &timid, &turned}) {
    looking->pass(Millis{1000});
    CHECK(looking->state.gallery.offset == 0);
    CHECK_FALSE(moving(looking->state));
  }
}

TEST_CASE("in Arabic the next picture comes from the left") {
  Looking looking(Language::kArabic);
  looking.swipe(600);
  CHECK(looking.state.gallery.index == 1);
  looking.pass(Millis{1000});
  looking.swipe(-600);
  CHECK(looking.state.gallery.index == 0);
}

TEST_CASE("before the first and after the last a finger meets resistance") {
  Looking looking;
  looking.say(Grab{DragTarget::kPicture});
  for (int i = 0; i < 10; ++i) looking.say(MovePicture{{900, 400}, {60, 0}, 1});
  CHECK(looking.state.gallery.offset > 100);
  CHECK(looking.state.gallery.offset < 300);
  looking.say(LetGo{{3000, 0}, 0});
  CHECK(looking.state.gallery.index == 0);
  looking.say(ShowPicture{11});
  looking.pass(Millis{1000});
  CHECK(looking.state.gallery.index == 11);
  looking.swipe(-900, -3000);
  CHECK(looking.state.gallery.index == 11);
  looking.say(StepPicture{1});
  CHECK(looking.state.gallery.index == 11);
}

TEST_CASE("a moving row can be caught again, where it is") {
  Looking looking;
  looking.swipe(-600);
  looking.pass(Millis{80});
  REQUIRE(looking.state.gallery.settling.moving(looking.state.now));
  const double there = looking.state.gallery.settling.at(looking.state.now);
  looking.say(Grab{DragTarget::kPicture});
  CHECK(looking.state.gallery.offset == doctest::Approx(there));
  CHECK(looking.state.gallery.index == 1);
}

TEST_CASE("a pinch keeps what lies under the fingers, up to single pixels and not beyond") {
  Looking looking;
  const Rect place = looking.place();
  const Vec2 at = place.centre() + Vec2{90, -40};
  looking.say(Grab{DragTarget::kPicture});
  const auto under = [&] {
    const Rect now = zoomed_place(layout_of(looking.state), place, looking.state.gallery.view);
    return Vec2{(at.x - now.x) / now.w, (at.y - now.y) / now.h};
  };
  // So near that it fills the room on both ways.
  looking.say(MovePicture{place.centre(), {0, 0}, 1.7});
  const Vec2 before = under();
  for (int i = 0; i < 3; ++i) looking.say(MovePicture{at, {0, 0}, 1.04});
  CHECK(under().x == doctest::Approx(before.x).epsilon(0.01));
  CHECK(under().y == doctest::Approx(before.y).epsilon(0.01));
  for (int i = 0; i < 40; ++i) looking.say(MovePicture{at, {0, 0}, 1.2});
  const double nearest = looking.state.gallery.view.zoom;
  CHECK(nearest == doctest::Approx(nearest_zoom(place, {2400, 1600})));
  // At least pixel by pixel, and twice for eyes that need it.
  CHECK(nearest * place.w >= 2400 - 1);
  CHECK(nearest >= 2);
}

TEST_CASE("a picture looked at closely has no empty edge, and is not swiped away") {
  Looking looking;
  looking.say(ZoomPicture{looking.place().centre()});
  looking.pass(Millis{1000});
  REQUIRE(looking.state.gallery.view.zoom > 1);
  for (const Vec2 way : {Vec2{4000, 0}, Vec2{-4000, 0}, Vec2{0, 4000}, Vec2{0, -4000}}) {
    looking.say(Grab{DragTarget::kPicture});
    looking.say(MovePicture{{900, 400}, way, 1});
    looking.say(LetGo{way, 0});
    const Layout layout = layout_of(looking.state);
    const Rect room = gallery_room(layout);
    const Rect now = zoomed_place(layout, looking.place(), looking.state.gallery.view);
    CHECK(now.x <= room.x + 1);
    CHECK(now.right() >= room.right() - 1);
    CHECK(now.y <= room.y + 1);
    CHECK(now.bottom() >= room.bottom() - 1);
    CHECK(looking.state.gallery.index == 0);
  }
  looking.say(ZoomPicture{Vec2{500, 300}});
  looking.pass(Millis{1000});
  CHECK(looking.state.gallery.view == PictureView{});
}

TEST_CASE("a picture squeezed too small comes back by itself") {
  Looking looking;
  looking.say(Grab{DragTarget::kPicture});
  for (int i = 0; i < 10; ++i) looking.say(MovePicture{{900, 400}, {0, 0}, 0.9});
  CHECK(looking.state.gallery.view.zoom < 1);
  CHECK(looking.state.gallery.view.zoom >= 0.8);
  looking.say(LetGo{{0, 0}, 0});
  looking.pass(Millis{1000});
  CHECK(looking.state.gallery.view.zoom == 1);
}

TEST_CASE("comfort opened over the pictures gives way to the same picture") {
  Looking looking;
  looking.say(StepPicture{1});
  looking.say(StepPicture{1});
  looking.say(OpenSheet{Sheet::kAccess});
  CHECK(looking.state.sheet == Sheet::kAccess);
  looking.say(CloseCity{});
  CHECK(looking.state.sheet == Sheet::kGallery);
  CHECK(looking.state.gallery.index == 2);
  looking.say(CloseCity{});
  CHECK(looking.state.sheet == Sheet::kNone);
  CHECK(looking.state.screen == Screen::kCity);
}
