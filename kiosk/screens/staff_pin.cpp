#include "kiosk/screens/staff_pin.h"

#include <algorithm>
#include <string>
#include <utility>

#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr float kGap = 20;        // px at 1080 lines
constexpr float kDotsAbove = 52;  // of the keys

float key_side(const Layout& layout) { return std::max(layout.target, layout.px(112)); }

float keys_height(const Layout& layout) { return 4 * key_side(layout) + 3 * layout.px(kGap); }

void draw_dots(const Scene& scene, Vec2 middle) {
  const Layout& layout = scene.layout;
  const auto typed = static_cast<int>(scene.state.staff->digits.size());
  const int shown = std::max(4, typed);
  const float step = layout.px(52);
  for (int i = 0; i < shown; ++i) {
    const Vec2 at{middle.x + (static_cast<float>(i) - static_cast<float>(shown - 1) / 2) * step,
                  middle.y};
    if (i < typed) {
      scene.frame.disc(at, layout.px(14), scene.theme.saffron);
    } else {
      scene.frame.ring(at, layout.px(13), scene.theme.chrome_line, layout.px(3));
    }
  }
}

void draw_digit(const Scene& scene, std::string value, const Rect& place) {
  Button button;
  button.id = "pin:" + value;
  button.label = value;
  button.language = scene.state.language;
  button.role = TypeRole::kHeading;
  button.rect = place;
  button.radius = scene.layout.px(28);
  button.intent = StaffAct{StaffDeed::kDigit, std::move(value)};
  draw_button(scene.kit, button);
}

void draw_control(const Scene& scene, const char* id, const char* key, Icon icon, StaffAct act,
                  const Rect& place, ButtonTone tone) {
  Button button;
  button.id = id;
  button.label = scene.say(key);
  button.language = scene.state.language;
  button.show_label = false;
  button.icon = icon;
  button.tone = tone;
  button.rect = place;
  if (tone != ButtonTone::kChrome) button.radius = scene.layout.px(28);
  button.intent = std::move(act);
  draw_button(scene.kit, button);
}

// Digits keep their places in every language, as on a telephone.
void draw_keys(const Scene& scene, Vec2 top_middle) {
  const float key = key_side(scene.layout);
  const float gap = scene.layout.px(kGap);
  const std::string digits = shuffled_digits(scene.state.staff->shuffle);
  const float x = top_middle.x - (3 * key + 2 * gap) / 2;
  for (int i = 0; i < 12; ++i) {
    const Rect place{x + static_cast<float>(i % 3) * (key + gap),
                     top_middle.y + static_cast<float>(i / 3) * (key + gap), key, key};
    if (i == 9) {
      draw_control(scene, "pin:erase", "staff.pin.erase", Icon::kErase, {StaffDeed::kErase}, place,
                   ButtonTone::kDark);
    } else if (i == 11) {
      draw_control(scene, "pin:ok", "staff.pin.ok", Icon::kCheck, {StaffDeed::kSubmit}, place,
                   ButtonTone::kStrong);
    } else {
      draw_digit(scene, std::string(1, digits[static_cast<std::size_t>(i == 10 ? 9 : i)]), place);
    }
  }
}

}  // namespace

std::string pin_question(const Scene& scene, const StaffNews& news) {
  const StaffState& staff = *scene.state.staff;
  const auto say = [&](const char* key) { return std::string(scene.say(key)); };
  switch (news.pin) {
    case PinNews::kChecking:
      return say("staff.pin.checking");
    case PinNews::kWaiting:
      return scene.words.format("staff.pin.wait", scene.state.language,
                                {{"seconds", std::to_string(news.pin_wait_s)}});
    case PinNews::kFailed:
      return say("staff.pin.failed");
    case PinNews::kWrong:
      return say(staff.digits.empty() ? "staff.pin.wrong" : "staff.pin.enter");
    case PinNews::kNoneChosen:
      if (staff.differed && staff.digits.empty()) return say("staff.pin.differed");
      return say(staff.chosen.empty() ? "staff.pin.choose" : "staff.pin.repeat");
    default:
      return say("staff.pin.enter");
  }
}

float pin_pad_height(const Scene& scene) {
  return keys_height(scene.layout) + scene.layout.px(kDotsAbove + 14);
}

void draw_pin_pad(const Scene& scene, Vec2 top_middle) {
  const Layout& layout = scene.layout;
  draw_dots(scene, {top_middle.x, top_middle.y + layout.px(14)});
  draw_keys(scene, {top_middle.x, top_middle.y + layout.px(kDotsAbove + 14)});
}

void draw_staff_pin(const Scene& scene, const StaffNews& news) {
  const Layout& layout = scene.layout;
  const Rect& all = layout.screen;
  const float y = all.bottom() - layout.px(layout.landscape ? 70 : 300) - keys_height(layout);
  StaffLines lines(
      scene, {all.w / 2 - layout.px(480), y - layout.px(310), layout.px(960), layout.px(310)});
  if (!layout.landscape) {
    lines = StaffLines(
        scene, {layout.margin, y - layout.px(330), all.w - 2 * layout.margin, layout.px(330)});
  }
  lines.centred(scene.say("staff.title"), TypeRole::kTitle, scene.theme.on_chrome);
  lines.centred(pin_question(scene, news), TypeRole::kHeading, scene.theme.saffron);
  draw_dots(scene, {all.centre().x, y - layout.px(kDotsAbove)});
  draw_keys(scene, {all.centre().x, y});
  const Rect leave = layout.from_start(
      {layout.margin, all.bottom() - layout.px(70) - layout.target, layout.target, layout.target});
  draw_control(scene, "close", "staff.leave", Icon::kClose, {StaffDeed::kLeave}, leave,
               ButtonTone::kChrome);
}

}  // namespace kiosk
