#include "kiosk/screens/staff_pin.h"

#include <algorithm>
#include <string>
#include <utility>

#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr float kGap = 20;  // px at 1080 lines

class PinPad {
 public:
  PinPad(const Scene& scene, const StaffNews& news)
      : m_scene(scene), m_layout(scene.layout), m_staff(*scene.state.staff), m_news(news) {}

  void draw() {
    const float key = std::max(m_layout.target, m_layout.px(112));
    const float gap = m_layout.px(kGap);
    const float pad = 3 * key + 2 * gap;
    const Rect& all = m_layout.screen;
    const float height = 4 * key + 3 * gap;
    const float y = all.bottom() - m_layout.px(m_layout.landscape ? 70 : 300) - height;
    StaffLines lines(m_scene, {all.w / 2 - m_layout.px(480), y - m_layout.px(310), m_layout.px(960),
                               m_layout.px(310)});
    if (!m_layout.landscape) {
      lines = StaffLines(m_scene, {m_layout.margin, y - m_layout.px(330),
                                   all.w - 2 * m_layout.margin, m_layout.px(330)});
    }
    lines.centred(m_scene.say("staff.title"), TypeRole::kTitle, m_scene.theme.on_chrome);
    lines.centred(question(), TypeRole::kHeading, m_scene.theme.saffron);
    draw_dots({all.centre().x, y - m_layout.px(52)});
    // Digits keep their places in every language, as on a telephone.
    const std::string digits = shuffled_digits(m_staff.shuffle);
    const float x = all.centre().x - pad / 2;
    for (int i = 0; i < 12; ++i) {
      const Rect place{x + static_cast<float>(i % 3) * (key + gap),
                       y + static_cast<float>(i / 3) * (key + gap), key, key};
      if (i == 9) {
        control("pin:erase", "staff.pin.erase", Icon::kErase, {StaffDeed::kErase}, place,
                ButtonTone::kDark);
      } else if (i == 11) {
        control("pin:ok", "staff.pin.ok", Icon::kCheck, {StaffDeed::kSubmit}, place,
                ButtonTone::kStrong);
      } else {
        digit(std::string(1, digits[static_cast<std::size_t>(i == 10 ? 9 : i)]), place);
      }
    }
    const Rect leave =
        m_layout.from_start({m_layout.margin, all.bottom() - m_layout.px(70) - m_layout.target,
                             m_layout.target, m_layout.target});
    control("close", "staff.leave", Icon::kClose, {StaffDeed::kLeave}, leave, ButtonTone::kChrome);
  }

 private:
  [[nodiscard]] std::string question() const {
    const auto say = [&](const char* key) { return std::string(m_scene.say(key)); };
    switch (m_news.pin) {
      case PinNews::kChecking:
        return say("staff.pin.checking");
      case PinNews::kWaiting:
        return m_scene.words.format("staff.pin.wait", m_scene.state.language,
                                    {{"seconds", std::to_string(m_news.pin_wait_s)}});
      case PinNews::kFailed:
        return say("staff.pin.failed");
      case PinNews::kWrong:
        return say(m_staff.digits.empty() ? "staff.pin.wrong" : "staff.pin.enter");
      case PinNews::kNoneChosen:
        if (m_staff.differed && m_staff.digits.empty()) return say("staff.pin.differed");
        return say(m_staff.chosen.empty() ? "staff.pin.choose" : "staff.pin.repeat");
      default:
        return say("staff.pin.enter");
    }
  }

  void draw_dots(Vec2 middle) const {
    const auto typed = static_cast<int>(m_staff.digits.size());
    const int shown = std::max(4, typed);
    const float step = m_layout.px(52);
    for (int i = 0; i < shown; ++i) {
      const Vec2 at{middle.x + (static_cast<float>(i) - static_cast<float>(shown - 1) / 2) * step,
                    middle.y};
      if (i < typed) {
        m_scene.frame.disc(at, m_layout.px(14), m_scene.theme.saffron);
      } else {
        m_scene.frame.ring(at, m_layout.px(13), m_scene.theme.chrome_line, m_layout.px(3));
      }
    }
  }

  void digit(std::string value, const Rect& place) const {
    Button button;
    button.id = "pin:" + value;
    button.label = value;
    button.language = m_scene.state.language;
    button.role = TypeRole::kHeading;
    button.rect = place;
    button.radius = m_layout.px(28);
    button.intent = StaffAct{StaffDeed::kDigit, std::move(value)};
    draw_button(m_scene.kit, button);
  }

  void control(const char* id, const char* key, Icon icon, StaffAct act, const Rect& place,
               ButtonTone tone) const {
    Button button;
    button.id = id;
    button.label = m_scene.say(key);
    button.language = m_scene.state.language;
    button.show_label = false;
    button.icon = icon;
    button.tone = tone;
    button.rect = place;
    if (tone != ButtonTone::kChrome) button.radius = m_layout.px(28);
    button.intent = std::move(act);
    draw_button(m_scene.kit, button);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const StaffState& m_staff;
  const StaffNews& m_news;
};

}  // namespace

void draw_staff_pin(const Scene& scene, const StaffNews& news) { PinPad(scene, news).draw(); }

}  // namespace kiosk
