// A line typed on the panel: what fits, what is refused, and what of it is kept.
#include "kiosk/app/typed_line.h"

#include <doctest/doctest.h>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

struct Desk {
  State state = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});

  Desk() {
    say(EnterStaffRoom{});
    say(HearStaffNews{PinNews::kRight, {}, 0});
    say(StaffAct{StaffDeed::kTurnTo, "exhibition"});
    say(HearStaffNews{PinNews::kRight, {}, 0});
    say(WishesTaken{});
  }
  void say(const Intent& intent) {
    state = update(std::move(state), intent, bundled_pack(), Language::kFrench);
  }
};

}  // namespace

TEST_CASE("a line holds as many letters as the settings do, and refuses the next one") {
  for (const auto& [subject, most] :
       {std::pair{"name", kLongestDeviceName}, std::pair{"attract:ar", kLongestAttractText}}) {
    auto line = begin_line({}, subject);
    REQUIRE(line);
    for (std::size_t i = 0; i < most; ++i) {
      type(*line, i % 2 == 0 ? "م" : "é");
      CHECK_FALSE(line->refused);
    }
    const std::string full = line->text;
    type(*line, "a");
    CHECK(line->refused);
    CHECK(line->text == full);
    erase(*line, false);
    CHECK_FALSE(line->refused);
    CHECK(length_of_line(*line) == most - 1);
    type(*line, "a");
    CHECK(length_of_line(*line) == most);
    erase(*line, true);
    CHECK(line->text.empty());
  }
  CHECK_FALSE(begin_line({}, "attract:xx").has_value());
  CHECK_FALSE(begin_line({}, "pin").has_value());
}

TEST_CASE("what is kept has no blanks at its ends, and nothing is the content's own") {
  Settings settings;
  settings.attract_texts[Language::kFrench] = "Bonjour";
  auto line = begin_line(settings, "attract:fr");
  CHECK(line->text == "Bonjour");
  erase(*line, true);
  for (const char* key : {" ", "S", "a", "l", "u", "t", " "}) type(*line, key);
  keep_line(settings, *line);
  CHECK(settings.attract_texts.at(Language::kFrench) == "Salut");
  erase(*line, true);
  type(*line, " ");
  keep_line(settings, *line);
  CHECK_FALSE(settings.attract_texts.contains(Language::kFrench));
  auto name = begin_line(settings, "name");
  type(*name, "A");
  keep_line(settings, *name);
  CHECK(settings.device_name == "A");
}

TEST_CASE("the keys write the line, not the search; keeping it saves, giving it up does not") {
  for (const bool keeps : {true, false}) {
    Desk desk;
    desk.say(StaffAct{StaffDeed::kWrite, "name"});
    REQUIRE(desk.state.staff->page == StaffPage::kTyping);
    CHECK(desk.state.staff->typing->capitals);
    desk.say(TypeText{"H"});
    CHECK_FALSE(desk.state.staff->typing->capitals);
    desk.say(TypeText{"x"});
    desk.say(EraseText{});
    desk.say(ChooseKeyboard{Keyboard::kSigns});
    CHECK(desk.state.staff->typing->keyboard == Keyboard::kSigns);
    desk.say(TypeText{"1"});
    desk.say(StaffAct{StaffDeed::kShift});
    CHECK(desk.state.staff->typing->capitals);
    CHECK(desk.state.query.empty());
    CHECK_FALSE(desk.state.keyboard.has_value());
    desk.say(StaffAct{keeps ? StaffDeed::kKeep : StaffDeed::kGiveUp});
    CHECK(desk.state.staff->page == StaffPage::kExhibition);
    CHECK(desk.state.staff->group == "names");
    CHECK(desk.state.staff->draft->device_name == (keeps ? "H1" : ""));
    CHECK(desk.state.staff->wishes.size() == (keeps ? 1 : 0));
    if (keeps) CHECK(desk.state.staff->wishes.front().deed == StaffDeed::kSave);
  }
}

TEST_CASE("a line is begun on the exhibition page alone") {
  Desk desk;
  desk.say(StaffAct{StaffDeed::kTurnTo, "content"});
  desk.say(StaffAct{StaffDeed::kWrite, "name"});
  CHECK(desk.state.staff->page == StaffPage::kContent);
  desk.say(StaffAct{StaffDeed::kTurnTo, "typing"});
  CHECK(desk.state.staff->page == StaffPage::kContent);
}
