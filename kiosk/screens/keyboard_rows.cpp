#include "kiosk/screens/keyboard_rows.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "kiosk/search/keyboard.h"

namespace kiosk {
namespace {

constexpr int kKeysAcross = 11;
constexpr float kKeyGap = 10;
constexpr float kWideKey = 1.5F;  // in keys
constexpr float kLongestSpace = 5;

const char* name_of(Keyboard keyboard) {
  switch (keyboard) {
    case Keyboard::kArabic:
      return "language.short.ar";
    case Keyboard::kTifinagh:
      return "language.short.zgh";
    case Keyboard::kSigns:
      return "staff.typing.signs";
    case Keyboard::kLatin:
      break;
  }
  return "search.latin";
}

class Keys {
 public:
  Keys(const Scene& scene, const KeyboardLook& look)
      : m_scene(scene), m_layout(scene.layout), m_look(look) {
    m_gap = m_layout.px(kKeyGap);
    m_whole = m_layout.screen.w - 2 * m_layout.margin;
    m_width = std::min(m_layout.px(140), (m_whole - m_gap * (kKeysAcross - 1)) / kKeysAcross);
  }

  float draw() {
    const std::vector<KeyRow>& rows = key_rows(m_look.keyboard, m_look.language);
    const float height = m_layout.target;
    const auto lines = static_cast<float>(rows.size() + 1);
    const float top = m_layout.screen.bottom() - m_layout.px(28) - lines * (height + m_gap) + m_gap;
    float y = top;
    for (const KeyRow& row : rows) {
      const auto count = static_cast<float>(row.size());
      float x = m_layout.screen.w / 2 - (count * m_width + (count - 1) * m_gap) / 2;
      for (const std::string_view letter : row) {
        draw_letter(letter, {x, y, m_width, height});
        x += m_width + m_gap;
      }
      y += height + m_gap;
    }
    draw_last_row(y);
    return top;
  }

 private:
  void draw_letter(std::string_view letter, const Rect& rect) {
    const std::string typed = m_look.capitals ? capital(letter) : std::string(letter);
    Button key;
    key.id = m_look.id + ":key:" + typed;
    key.label = typed;
    key.language = key_language(m_look.keyboard);
    key.intent = TypeText{typed};
    key.rect = rect;
    key.role = TypeRole::kNumber;
    key.radius = m_layout.px(20);
    draw_button(m_scene.kit, key);
  }

  // The scripts, the space bar, and the key that takes a letter back.
  void draw_last_row(float y) {
    const float across = kKeysAcross * m_width + (kKeysAcross - 1) * m_gap;
    m_x = m_layout.screen.w / 2 - across / 2;
    m_y = y;
    float space = kKeysAcross - kWideKey * static_cast<float>(m_look.choices.size() + 1);
    if (m_look.can_shift) {
      draw_shift();
      space -= kWideKey;
    }
    for (const Keyboard script : m_look.choices) draw_choice(script);
    draw_space(std::min(space, kLongestSpace));
    draw_erase();
  }

  void place(Button button, float keys) {
    button.rect = {m_x, m_y, keys * m_width + (keys - 1) * m_gap, m_layout.target};
    button.radius = m_layout.px(20);
    m_x += button.rect.w + m_gap;
    draw_button(m_scene.kit, button);
  }

  void draw_shift() {
    Button shift;
    shift.id = m_look.id + ":shift";
    shift.label = m_scene.say("staff.typing.shift");
    shift.language = m_scene.state.language;
    shift.selected = m_look.capitals;
    shift.enabled = m_look.keyboard == Keyboard::kLatin || m_look.keyboard == Keyboard::kSigns;
    shift.intent = StaffAct{StaffDeed::kShift};
    place(std::move(shift), kWideKey);
  }

  void draw_choice(Keyboard script) {
    Button button;
    button.id = m_look.id + ":keyboard:" + std::string(code(script));
    button.language = key_language(script);
    button.label = m_scene.say(name_of(script));
    button.selected = script == m_look.keyboard;
    button.intent = ChooseKeyboard{script};
    place(std::move(button), kWideKey);
  }

  void draw_space(float keys) {
    Button space;
    space.id = m_look.id + ":key: ";
    space.label = m_scene.say("search.space");
    space.language = m_scene.state.language;
    space.show_label = false;
    space.icon = Icon::kSpace;
    space.intent = TypeText{" "};
    place(std::move(space), keys);
  }

  void draw_erase() {
    Button erase;
    erase.id = m_look.id + ":erase";
    erase.label = m_scene.say("search.erase");
    erase.language = m_scene.state.language;
    erase.show_label = false;
    erase.icon = Icon::kErase;
    erase.intent = EraseText{};
    erase.enabled = m_look.can_erase;
    place(std::move(erase), kWideKey);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const KeyboardLook& m_look;
  float m_gap = 0;
  float m_whole = 0;
  float m_width = 0;  // of one key
  float m_x = 0;      // where the last row's next key stands
  float m_y = 0;
};

}  // namespace

float draw_keyboard(const Scene& scene, const KeyboardLook& look) {
  return Keys(scene, look).draw();
}

}  // namespace kiosk
