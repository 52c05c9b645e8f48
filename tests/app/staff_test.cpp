// The staff room as values: who gets in, and what a finger on its pad can and cannot ask for.
#include "kiosk/app/staff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

class Room {
 public:
  Room() { state.now = Millis{1000}; }
  void say(const Intent& intent) {
    state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
  }
  void type(const std::string& digits) {
    for (const char digit : digits) say(StaffAct{StaffDeed::kDigit, std::string(1, digit)});
    say(StaffAct{StaffDeed::kSubmit});
  }
  [[nodiscard]] const std::vector<StaffAct>& wishes() const { return state.staff->wishes; }

  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});
};

}  // namespace

TEST_CASE("the emblem lets in who holds it for three seconds, and nobody sooner") {
  for (const double held : {2900.0, 3100.0}) {
    Room room;
    room.say(Advance{Millis{5000}});
    room.say(PressZone{1, "staff:door", {80, 80}});
    room.say(Advance{Millis{5000 + held}});
    CHECK(room.state.staff.has_value() == (held > 3000));
  }
  // Another zone, held for ever, does not.
  Room room;
  room.say(PressZone{1, "open:list", {80, 80}});
  room.say(Advance{Millis{60'000}});
  CHECK_FALSE(room.state.staff.has_value());
}

TEST_CASE("before the right PIN nothing is asked of the desk but to look at one") {
  Room room;
  room.say(EnterStaffRoom{});
  room.say(HearStaffNews{PinNews::kReady});
  for (const StaffDeed deed : {StaffDeed::kTake, StaffDeed::kEnrol, StaffDeed::kApplyNow,
                               StaffDeed::kRollBack, StaffDeed::kExport, StaffDeed::kPreview}) {
    room.say(StaffAct{deed, "0"});
  }
  CHECK(room.wishes().empty());
  CHECK(room.state.staff->page == StaffPage::kPin);
  room.type("123");
  CHECK(room.wishes().empty());  // too short
  room.type("4");
  REQUIRE(room.wishes().size() == 1);
  CHECK(room.wishes().front() == StaffAct{StaffDeed::kTryPin, "1234"});
  CHECK(room.state.staff->digits.empty());
  // While it is looked at, and while one must wait, nothing can be typed.
  for (const PinNews news : {PinNews::kChecking, PinNews::kWaiting}) {
    room.say(WishesTaken{});
    room.say(HearStaffNews{news});
    room.type("5678");
    CHECK(room.wishes().empty());
    CHECK(room.state.staff->digits.empty());
  }
  room.say(HearStaffNews{PinNews::kRight});
  CHECK(room.state.staff->page == StaffPage::kContent);
  room.say(StaffAct{StaffDeed::kRollBack});
  CHECK(room.wishes().size() == 1);
}

TEST_CASE("a first PIN is chosen twice, and one that differs is not taken") {
  Room room;
  room.say(EnterStaffRoom{});
  room.say(HearStaffNews{PinNews::kNoneChosen});
  room.type("1234");
  CHECK(room.wishes().empty());
  room.type("1235");
  CHECK(room.wishes().empty());
  CHECK(room.state.staff->differed);
  room.type("2468");
  room.type("2468");
  REQUIRE(room.wishes().size() == 1);
  CHECK(room.wishes().front() == StaffAct{StaffDeed::kChoosePin, "2468"});
}

TEST_CASE("the digits change their places, and each is there once") {
  std::set<std::string> orders;
  for (std::uint32_t shuffle = 0; shuffle < 50; ++shuffle) {
    std::string digits = shuffled_digits(shuffle);
    orders.insert(digits);
    std::ranges::sort(digits);
    CHECK(digits == "0123456789");
  }
  CHECK(orders.size() > 45);
}

TEST_CASE("the room closes by itself after two minutes, and shows nothing of a visit before") {
  Room room;
  room.say(OpenCity{CityId{"niamey"}});
  room.say(EnterStaffRoom{});
  room.say(HearStaffNews{PinNews::kRight});
  room.say(Touched{});
  const Millis entered = room.state.now;
  room.say(Advance{entered + Millis{119'000}});
  CHECK(room.state.staff.has_value());
  CHECK_FALSE(room.state.seconds_left.has_value());
  room.say(Advance{entered + Millis{121'000}});
  CHECK_FALSE(room.state.staff.has_value());
}

TEST_CASE("the room stays while something is taken in, and two minutes for its report") {
  Room room;
  room.say(EnterStaffRoom{});
  HearStaffNews news{PinNews::kRight};
  news.at_work = true;
  room.say(Touched{});
  room.say(news);
  room.say(Advance{Millis{600'000}});
  REQUIRE(room.state.staff.has_value());
  CHECK_FALSE(next_change(room.state, bundled_pack()).has_value());
  news.at_work = false;
  room.say(news);
  CHECK(next_change(room.state, bundled_pack()) == Millis{720'000});
  room.say(Advance{Millis{719'000}});
  CHECK(room.state.staff.has_value());
  room.say(Advance{Millis{720'000}});
  CHECK_FALSE(room.state.staff.has_value());
}

TEST_CASE("the settings' draft begins as what is in force, and only saving hands it on") {
  Room room;
  room.say(EnterStaffRoom{});
  room.say(HearStaffNews{PinNews::kRight, {}, 0});
  Settings site;
  site.volume_percent = 40;
  room.say(StaffAct{StaffDeed::kSet, "quiz"});
  CHECK_FALSE(room.state.staff->draft.has_value());  // on another page
  room.say(StaffAct{StaffDeed::kTurnTo, "exhibition"});
  CHECK(room.state.staff->page == StaffPage::kExhibition);
  CHECK(room.wishes() == std::vector{StaffAct{StaffDeed::kTurnTo, "exhibition"}});
  room.say(HearStaffNews{PinNews::kRight, site, 30'000'000});
  REQUIRE(room.state.staff->draft.has_value());
  CHECK(*room.state.staff->draft == site);
  room.say(StaffAct{StaffDeed::kOpenGroup, "visit"});
  CHECK(room.state.staff->group == "visit");
  room.say(StaffAct{StaffDeed::kSet, "volume:+10"});
  CHECK(room.state.staff->draft->volume_percent == 50);
  // News of something else leaves it alone.
  room.say(HearStaffNews{PinNews::kRight, site, 30'000'001});
  CHECK(room.state.staff->draft->volume_percent == 50);
  CHECK(room.wishes().size() == 1);
  room.say(StaffAct{StaffDeed::kSave});
  CHECK(room.wishes().back().deed == StaffDeed::kSave);
  // Turned away from and back, it is as it was.
  room.say(StaffAct{StaffDeed::kTurnTo, "content"});
  room.say(StaffAct{StaffDeed::kTurnTo, "exhibition"});
  room.say(HearStaffNews{PinNews::kRight, site, 30'000'001});
  CHECK(room.state.staff->draft->volume_percent == 40);
}

TEST_CASE("the clock is dialled by months and minutes, and set as it was dialled") {
  Room room;
  room.say(EnterStaffRoom{});
  room.say(HearStaffNews{PinNews::kRight, {}, 0});
  room.say(StaffAct{StaffDeed::kTurnTo, "exhibition"});
  constexpr std::int64_t kLastOfJanuary = 29'497'920;  // 2026-01-31 12:00
  room.say(HearStaffNews{PinNews::kRight, {}, kLastOfJanuary});
  CHECK(room.state.staff->clock == kLastOfJanuary);
  room.say(StaffAct{StaffDeed::kSet, "clock:month:+1"});
  CHECK(room.state.staff->clock == kLastOfJanuary + 28 * 1440);  // the last of February
  room.say(StaffAct{StaffDeed::kSet, "clock:month:-1"});
  CHECK(room.state.staff->clock == kLastOfJanuary - 3 * 1440);
  room.say(StaffAct{StaffDeed::kSet, "clock:+61"});
  room.say(StaffAct{StaffDeed::kSetClock});
  CHECK(room.wishes().back() ==
        StaffAct{StaffDeed::kSetClock, std::to_string(kLastOfJanuary - 3 * 1440 + 61)});
  // A board that thinks it is 1970 is dialled from the first year there can be.
  room.say(StaffAct{StaffDeed::kTurnTo, "exhibition"});
  room.say(HearStaffNews{PinNews::kRight, {}, 0});
  room.say(StaffAct{StaffDeed::kSet, "clock:+1"});
  CHECK(room.state.staff->clock == 28'928'160);  // 2025-01-01 00:00
}
