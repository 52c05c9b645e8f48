// The first start as values: which step follows which, what cannot be skipped, what of it is asked
// of the desk, and that nothing else of the staff room can be reached from it.
#include "kiosk/app/first_start.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

// A device and its desk, which is told to be slow or sure by the test.
class Device {
 public:
  explicit Device(const FirstStart& first = {}) {
    state.now = Millis{1000};
    StaffState staff;
    staff.page = StaffPage::kFirst;
    staff.first = first;
    say(EnterStaffRoom{staff});
    hear(first.inside ? PinNews::kReady : PinNews::kNoneChosen);
  }
  void say(const Intent& intent) {
    state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
  }
  void hear(PinNews pin) { say(HearStaffNews{pin, saved, 29'497'920, sure}); }
  void touch(const std::string& deed) { say(StaffAct{StaffDeed::kFirst, deed}); }
  void set(const std::string& change) { say(StaffAct{StaffDeed::kSet, change}); }
  void type(const std::string& digits) {
    for (const char digit : digits) say(StaffAct{StaffDeed::kDigit, std::string(1, digit)});
    say(StaffAct{StaffDeed::kSubmit});
  }
  void choose_pin() {
    type("2580");
    type("2580");
    hear(PinNews::kRight);
  }
  [[nodiscard]] FirstStep step() const { return state.staff->first->step; }
  // The last that was asked of the desk.
  [[nodiscard]] bool asked(const StaffAct& wish) const {
    const auto& wishes = state.staff->wishes;
    return std::ranges::find(wishes, wish) != wishes.end();
  }
  void forget() { say(WishesTaken{}); }

  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});
  Settings saved;
  bool sure = false;
};

Device past_pin() {
  Device device;
  device.touch("next");
  device.choose_pin();
  device.forget();
  return device;
}

FirstStart begun_at(FirstStep step) {
  FirstStart first;
  first.step = first.reached = step;
  first.inside = true;
  return first;
}

}  // namespace

TEST_CASE("every step but the PIN can be skipped, and then the exhibition opens") {
  Device device;
  CHECK(device.step() == FirstStep::kLanguage);
  device.touch("skip");
  CHECK(device.step() == FirstStep::kPin);
  for (const char* deed : {"skip", "next", "keep", "undo", "lang:ar"}) device.touch(deed);
  CHECK(device.step() == FirstStep::kPin);
  device.choose_pin();
  for (const FirstStep step : {FirstStep::kPanel, FirstStep::kRotation, FirstStep::kTouch,
                               FirstStep::kTime, FirstStep::kDone}) {
    CHECK(device.step() == step);
    device.touch("skip");
  }
  CHECK(device.step() == FirstStep::kDone);
  CHECK(device.asked({StaffDeed::kNoteFirst, "done"}));
  device.touch("next");
  CHECK_FALSE(device.state.staff.has_value());
  CHECK_FALSE(device.state.attended);  // the next visitor finds all as at a start
  CHECK(device.state.screen == Screen::kMap);
}

TEST_CASE("the PIN is chosen twice, and one that differs is asked for anew") {
  Device device;
  device.touch("next");
  device.type("2580");
  device.type("2581");
  CHECK(device.state.staff->differed);
  CHECK_FALSE(device.asked({StaffDeed::kChoosePin, "2580"}));
  device.type("123");  // too short
  device.say(StaffAct{StaffDeed::kErase});
  device.say(StaffAct{StaffDeed::kErase});
  device.say(StaffAct{StaffDeed::kErase});
  device.type("1234");
  device.type("1234");
  CHECK(device.asked({StaffDeed::kChoosePin, "1234"}));
  CHECK(device.step() == FirstStep::kPin);  // until the desk says that it is kept
  device.hear(PinNews::kChecking);
  CHECK(device.step() == FirstStep::kPin);
  device.hear(PinNews::kRight);
  CHECK(device.step() == FirstStep::kPanel);
  CHECK(device.asked({StaffDeed::kNoteFirst, "panel"}));
}

TEST_CASE("nothing of the staff room is reached from it, before the PIN or after") {
  Device before;
  Device after = past_pin();
  for (Device* device : {&before, &after}) {
    device->forget();
    for (const StaffDeed deed :
         {StaffDeed::kTake, StaffDeed::kEnrol, StaffDeed::kApplyNow, StaffDeed::kRollBack,
          StaffDeed::kExport, StaffDeed::kPreview, StaffDeed::kPower, StaffDeed::kTurnTo,
          StaffDeed::kSave, StaffDeed::kLeave, StaffDeed::kWrite, StaffDeed::kTryPin}) {
      device->say(StaffAct{deed, "content"});
    }
    // Nor settings of another step.
    for (const char* change : {"trust:pin", "clock:+60", "hours", "counters"}) device->set(change);
    REQUIRE(device->state.staff.has_value());
    CHECK(device->state.staff->wishes.empty());
    CHECK(device->state.staff->page == StaffPage::kFirst);
  }
  CHECK(after.state.staff->draft == after.saved);
  // And from the staff room nothing of it.
  Device room;
  room.say(EnterStaffRoom{});
  room.hear(PinNews::kRight);
  room.touch("next");
  room.say(StaffAct{StaffDeed::kTurnTo, "first"});
  CHECK(room.state.staff->page == StaffPage::kContent);
}

TEST_CASE("the language is that of the staff, and goes with the steps") {
  Device device;
  device.touch("lang:zgh");  // the staff room does not speak it
  CHECK(device.state.language == Language::kFrench);
  device.touch("lang:ar");
  CHECK(device.state.language == Language::kArabic);
  device.touch("next");
  CHECK(device.asked({StaffDeed::kNoteFirst, "pin:ar"}));
  // A kiosk that is opened anew goes on in it.
  Device again(*device.state.staff->first);
  CHECK(again.state.language == Language::kArabic);
  // Visitors are spoken to as the site has it.
  again.choose_pin();
  for (int i = 0; i < 4; ++i) again.touch("skip");
  again.touch("next");
  CHECK(again.state.language == Language::kFrench);
}

TEST_CASE("the panel's size is saved by going on, and as it was by skipping or going back") {
  Device device = past_pin();
  device.set("diagonal:55");
  CHECK(device.state.staff->draft->screen.panel_inches == 55);
  device.set("inches:+0.5");
  device.touch("skip");
  CHECK(device.step() == FirstStep::kRotation);
  CHECK(device.state.staff->draft->screen.panel_inches == device.saved.screen.panel_inches);
  CHECK_FALSE(device.asked({StaffDeed::kSave}));
  device.touch("back");
  device.set("diagonal:32");
  device.forget();
  device.touch("next");
  CHECK(device.asked({StaffDeed::kSave}));
  CHECK(device.state.staff->draft->screen.panel_inches == 32);
  // Beyond its bounds nothing is.
  device.touch("back");
  device.set("diagonal:900");
  CHECK(device.state.staff->draft->screen.panel_inches == kPanelInchesBounds.most);
}

TEST_CASE("a rotation that nobody confirms goes back by itself") {
  Device device = past_pin();
  device.touch("skip");
  device.set("rotation:90");
  CHECK(device.asked({StaffDeed::kTryTurn}));
  CHECK(device.state.staff->first->turn.has_value());
  device.say(Advance{Millis{2000}});
  CHECK(device.state.staff->first->turn->seconds_left == 15);
  CHECK(next_change(device.state, bundled_pack()) == Millis{3000});
  device.forget();
  // While it is on trial nothing leads on.
  device.touch("next");
  device.touch("skip");
  CHECK(device.step() == FirstStep::kRotation);
  device.say(Advance{Millis{16'900}});
  CHECK(device.state.staff->first->turn.has_value());
  device.say(Advance{Millis{17'000}});
  CHECK_FALSE(device.state.staff->first->turn.has_value());
  CHECK(device.state.staff->first->turned_back);
  CHECK(device.state.staff->draft->screen.rotation == Rotation::kNone);
  CHECK(device.asked({StaffDeed::kTryTurn}));
  CHECK_FALSE(device.asked({StaffDeed::kSave}));
}

TEST_CASE("a rotation is kept by a touch, or taken back by one") {
  Device device = past_pin();
  device.touch("skip");
  device.set("rotation:90");
  device.set("rotation:180");  // another, from the first: what was saved is what it goes back to
  CHECK(device.state.staff->first->turn->before == Rotation::kNone);
  device.touch("undo");
  CHECK_FALSE(device.state.staff->first->turn.has_value());
  CHECK(device.state.staff->draft->screen.rotation == Rotation::kNone);
  CHECK_FALSE(device.state.staff->first->turned_back);
  device.forget();
  device.set("rotation:270");
  device.touch("keep");
  CHECK(device.asked({StaffDeed::kSave}));
  CHECK(device.state.staff->draft->screen.rotation == Rotation::kThreeQuarters);
  device.touch("next");
  CHECK(device.step() == FirstStep::kTouch);
  // The same as is saved is no trial.
  device.touch("back");
  device.set("rotation:270");
  CHECK_FALSE(device.state.staff->first->turn.has_value());
}

TEST_CASE("the bench is there for its step, and its trial goes with it") {
  Device device(begun_at(FirstStep::kTouch));
  device.hear(PinNews::kReady);
  REQUIRE(device.state.staff->touch.has_value());
  device.say(StaffAct{StaffDeed::kBench, "plain"});
  CHECK(device.state.staff->touch->trial.has_value());
  device.forget();
  device.touch("next");
  CHECK(device.asked({StaffDeed::kTryTouch}));
  CHECK_FALSE(device.state.staff->touch.has_value());
}

TEST_CASE("the time leads on once somebody vouches for the clock") {
  Device device(begun_at(FirstStep::kTime));
  const std::int64_t before = device.state.staff->clock.value_or(0);
  device.set("clock:+60");
  device.touch("next");
  CHECK(device.asked({StaffDeed::kSetClock, std::to_string(before + 60)}));
  CHECK(device.step() == FirstStep::kTime);  // it may not be allowed to
  device.hear(PinNews::kReady);
  CHECK(device.step() == FirstStep::kTime);
  device.sure = true;
  device.hear(PinNews::kReady);
  CHECK(device.step() == FirstStep::kDone);
  // From now on nobody is asked for it.
  device.touch("back");
  CHECK(device.step() == FirstStep::kTouch);
  device.touch("next");
  CHECK(device.step() == FirstStep::kDone);
}

TEST_CASE("going back asks for no PIN that is chosen, and loses nothing of how far it came") {
  Device device = past_pin();
  device.touch("skip");
  device.touch("back");
  CHECK(device.step() == FirstStep::kPanel);
  device.touch("back");
  CHECK(device.step() == FirstStep::kLanguage);
  device.touch("back");  // there is nothing before
  CHECK(device.step() == FirstStep::kLanguage);
  device.forget();
  device.touch("next");
  CHECK(device.step() == FirstStep::kPanel);
  CHECK(device.asked({StaffDeed::kNoteFirst, "rotation"}));
}

TEST_CASE("it waits for as long as it takes") {
  Device device = past_pin();
  device.say(Advance{Millis{3'600'000}});
  REQUIRE(device.state.staff.has_value());
  CHECK(device.step() == FirstStep::kPanel);
  CHECK_FALSE(next_change(device.state, bundled_pack()).has_value());
}

TEST_CASE("steps have names, each its own") {
  for (const FirstStep step : kFirstSteps) CHECK(first_step_from(name(step)) == step);
  CHECK_FALSE(first_step_from("nowhere").has_value());
}
