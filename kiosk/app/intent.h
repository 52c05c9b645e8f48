// Intent: what a touch, a key or the clock means, as a plain value. Zones carry
// intents; `update` (update.h) is the only reader. Plain values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "kiosk/app/staff.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/id.h"
#include "kiosk/base/language.h"
#include "kiosk/base/time.h"
#include "kiosk/search/keyboard.h"
#include "kiosk/touch/contact.h"

namespace kiosk {

inline constexpr std::array kTextScales{1.0F, 1.25F, 1.5F};

// How this visitor reads and moves best.
struct AccessSettings {
  float text_scale = 1;         // one of kTextScales
  bool reduced_motion = false;  // nothing flies: what is far appears
  bool contrast = false;        // the high-contrast palette
  bool reach = false;           // controls in the lower part of the panel
  bool speech = false;          // what is shown is read aloud
  int volume = 2;               // of that, 1 to 3
  friend bool operator==(const AccessSettings&, const AccessSettings&) = default;
};

// Which partners are wanted; see filter.h.
struct Filter {
  std::optional<CityId> home = {};
  std::optional<ThemeId> theme = {};
  std::string country = {};  // ISO 3166-1 alpha-2; empty: any
  friend bool operator==(const Filter&, const Filter&) = default;
};

// What a visitor asks for.
struct OpenCity {
  CityId city;
  friend bool operator==(const OpenCity&, const OpenCity&) = default;
};
struct OpenAgreement {  // the one that ties this partner to its home
  CityId partner;
  friend bool operator==(const OpenAgreement&, const OpenAgreement&) = default;
};
struct FramePlaces {  // nearer, until those places fill the view
  MapRect around;
  friend bool operator==(const FramePlaces&, const FramePlaces&) = default;
};
struct StepCity {  // to the partner after (+1) or before (-1) the open one
  int step = 1;
  friend bool operator==(const StepCity&, const StepCity&) = default;
};
struct CloseCity {
  friend bool operator==(const CloseCity&, const CloseCity&) = default;
};
struct ChooseLanguage {
  Language language = Language::kFrench;
  friend bool operator==(const ChooseLanguage&, const ChooseLanguage&) = default;
};
struct ChangeFilter {  // one that nothing matches is not taken
  Filter to;
  friend bool operator==(const ChangeFilter&, const ChangeFilter&) = default;
};
// The row of chips above the bar.
enum class Shelf { kNone, kThemes, kCountries };
struct OpenShelf {
  Shelf shelf = Shelf::kNone;
  int rows = 1;  // that its chips take
  friend bool operator==(const OpenShelf&, const OpenShelf&) = default;
};
// The sheets that lie over the map and the city for a while.
enum class Sheet { kNone, kSearch, kAccess, kList, kClub, kGallery, kTakeAway, kQuiz };
struct OpenSheet {
  Sheet sheet = Sheet::kNone;  // kNone: the one that is open closes
  friend bool operator==(const OpenSheet&, const OpenSheet&) = default;
};
// The list of cities.
enum class ListOrder { kName, kDistance };
struct OrderList {
  ListOrder order = ListOrder::kName;
  friend bool operator==(const OrderList&, const OrderList&) = default;
};
struct JumpInList {  // to where an entry of its index begins
  std::string letter;
  float offset = 0;  // px
  float range = 0;   // px, how far the list can be scrolled
  friend bool operator==(const JumpInList&, const JumpInList&) = default;
};
struct TypeText {  // a key of the search's keyboard
  std::string text;
  friend bool operator==(const TypeText&, const TypeText&) = default;
};
struct EraseText {
  bool all = false;  // else the last letter
  friend bool operator==(const EraseText&, const EraseText&) = default;
};
struct ChooseKeyboard {
  Keyboard keyboard = Keyboard::kLatin;
  friend bool operator==(const ChooseKeyboard&, const ChooseKeyboard&) = default;
};
struct ChangeAccess {
  AccessSettings to;
  friend bool operator==(const ChangeAccess&, const ChangeAccess&) = default;
};
struct ZoomBy {  // in doublings of the scale, around the middle of the view
  double steps = 1;
  friend bool operator==(const ZoomBy&, const ZoomBy&) = default;
};
struct FrameAll {
  friend bool operator==(const FrameAll&, const FrameAll&) = default;
};

// The gallery.
struct ShowPicture {  // by its place in the row
  int index = 0;
  friend bool operator==(const ShowPicture&, const ShowPicture&) = default;
};
struct StepPicture {
  int step = 1;
  friend bool operator==(const StepPicture&, const StepPicture&) = default;
};
struct ZoomPicture {  // to as near as it goes with that point staying, or back to all of it
  std::optional<Vec2> at;
  friend bool operator==(const ZoomPicture&, const ZoomPicture&) = default;
};
struct ShowCaptions {
  bool shown = true;
  friend bool operator==(const ShowCaptions&, const ShowCaptions&) = default;
};
// The quiz.
struct BeginQuiz {
  friend bool operator==(const BeginQuiz&, const BeginQuiz&) = default;
};
struct AnswerQuiz {
  int answer = 0;
  bool right = false;
  friend bool operator==(const AnswerQuiz&, const AnswerQuiz&) = default;
};
struct NextQuestion {
  friend bool operator==(const NextQuestion&, const NextQuestion&) = default;
};
// Coming and going.
struct Wake {  // from what the panel shows to nobody
  std::optional<Language> language;
  friend bool operator==(const Wake&, const Wake&) = default;
};
struct Stay {
  friend bool operator==(const Stay&, const Stay&) = default;
};
struct Leave {
  friend bool operator==(const Leave&, const Leave&) = default;
};

// The staff room. A StaffAct (staff.h) is what its buttons mean.
struct EnterStaffRoom {
  std::optional<StaffState> as;  // they stand in it already: the pack was changed meanwhile
  friend bool operator==(const EnterStaffRoom&, const EnterStaffRoom&) = default;
};
struct HearStaffNews {
  PinNews pin = PinNews::kUnknown;
  // In force: what the drafts begin as.
  Settings settings = {};
  std::int64_t local_minutes = 0;
  bool sure_of_time = false;
  bool at_work =
      false;  // it takes something in or writes it out: whoever waits for it need not touch
  friend bool operator==(const HearStaffNews&, const HearStaffNews&) = default;
};
// The opening hours say so.
struct SetClosed {
  bool closed = false;
  friend bool operator==(const SetClosed&, const SetClosed&) = default;
};
struct FeelTouch {  // what a finger does while the staff try out the panel
  Contact contact;
  friend bool operator==(const FeelTouch&, const FeelTouch&) = default;
};
struct WishesTaken {  // by the desk
  friend bool operator==(const WishesTaken&, const WishesTaken&) = default;
};

// What fingers do; px on the panel.
struct PressZone {
  std::int64_t contact = 0;
  std::string zone;
  Vec2 at;  // where the finger came down
  friend bool operator==(const PressZone&, const PressZone&) = default;
};
struct ReleaseZone {
  std::int64_t contact = 0;
  friend bool operator==(const ReleaseZone&, const ReleaseZone&) = default;
};
enum class DragTarget { kNothing, kMap, kPanel, kPicture };
struct Grab {
  DragTarget target = DragTarget::kNothing;
  friend bool operator==(const Grab&, const Grab&) = default;
};
struct MoveMap {
  Vec2 centre;
  Vec2 moved;
  double scale = 1;
  friend bool operator==(const MoveMap&, const MoveMap&) = default;
};
struct MovePicture {
  Vec2 centre;
  Vec2 moved;
  double scale = 1;
  friend bool operator==(const MovePicture&, const MovePicture&) = default;
};
struct ScrollPanel {
  float by = 0;     // px, positive shows what is further down
  float range = 0;  // px, how far the panel's text can be scrolled
  friend bool operator==(const ScrollPanel&, const ScrollPanel&) = default;
};
struct LetGo {
  Vec2 velocity;  // px/s
  float range = 0;
  friend bool operator==(const LetGo&, const LetGo&) = default;
};
struct ZoomAt {  // one doubling in or out, with that point staying where it is
  Vec2 at;
  double steps = 1;
  friend bool operator==(const ZoomAt&, const ZoomAt&) = default;
};

// What the keyboard, the panel and the clock do.
struct FocusZone {
  std::string zone;
  friend bool operator==(const FocusZone&, const FocusZone&) = default;
};
struct Resize {
  Vec2 size;
  friend bool operator==(const Resize&, const Resize&) = default;
};
struct Touched {  // someone is there: the idle time begins anew
  bool by_finger = true;
  std::optional<Vec2> down = {};  // where a finger has just come down
  friend bool operator==(const Touched&, const Touched&) = default;
};
struct Advance {  // last of a tick
  Millis now{0};
  friend bool operator==(const Advance&, const Advance&) = default;
};

using Intent =
    std::variant<OpenCity, OpenAgreement, FramePlaces, StepCity, CloseCity, ChooseLanguage,
                 ChangeFilter, OpenShelf, OpenSheet, OrderList, JumpInList, TypeText, EraseText,
                 ChooseKeyboard, ChangeAccess, ZoomBy, FrameAll, ShowPicture, StepPicture,
                 ZoomPicture, ShowCaptions, BeginQuiz, AnswerQuiz, NextQuestion, Wake, Stay, Leave,
                 StaffAct, EnterStaffRoom, HearStaffNews, FeelTouch, WishesTaken, SetClosed,
                 PressZone, ReleaseZone, Grab, MoveMap, MovePicture, ScrollPanel, LetGo, ZoomAt,
                 FocusZone, Resize, Touched, Advance>;

}  // namespace kiosk
