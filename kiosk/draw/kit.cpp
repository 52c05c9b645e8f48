#include "kiosk/draw/kit.h"

#include <algorithm>
#include <cmath>

#include "kiosk/draw/zellige.h"

namespace kiosk {
namespace {

constexpr float kHangs = 0.17F;  // of its size: the middle of letters above their line

struct Skin {
  Colour ground;
  Colour line;
  Colour ink;
};

Skin skin_of(const Palette& theme, const Button& button, bool pressed) {
  if (!button.enabled) {
    return {theme.chrome_button.faded(0.4), theme.chrome_line.faded(0.4),
            theme.on_chrome.faded(0.4)};
  }
  if (button.selected) return {theme.saffron, theme.saffron, theme.on_saffron};
  switch (button.tone) {
    case ButtonTone::kPaper:
      return {pressed ? theme.rule : theme.paper_line, theme.rule, theme.first_home_deep};
    case ButtonTone::kStrong:
      return {pressed ? theme.first_home_deep : theme.first_home, theme.first_home,
              theme.on_strong};
    case ButtonTone::kDark:
      return {pressed ? theme.chrome_pressed : theme.chrome.faded(0.86), theme.chrome_line,
              theme.on_chrome};
    case ButtonTone::kChrome:
      break;
  }
  return {pressed ? theme.chrome_pressed : theme.chrome_button, theme.chrome_line, theme.on_chrome};
}

struct Parts {
  float star = 0;
  float icon = 0;
  float label = 0;
  float count = 0;
  float gap = 0;

  [[nodiscard]] float width() const {
    const float shown[] = {star, icon, label, count};
    float sum = 0;
    int used = 0;
    for (const float part : shown) {
      sum += part;
      used += part > 0 ? 1 : 0;
    }
    return sum + gap * static_cast<float>(std::max(0, used - 1));
  }
};

Parts measure(const Kit& kit, const Button& button) {
  Parts parts;
  parts.gap = 12 * kit.scale;
  if (button.star) parts.star = 44 * kit.scale;
  if (button.icon) parts.icon = 30 * kit.scale;
  const TextStyle style = type_style(button.role, button.language, kit.scale, kit.text);
  if (button.show_label) {
    parts.label = kit.frame.shape(button.label, button.language, style).size.x;
  }
  if (!button.count.empty()) {
    parts.count = kit.frame.shape(button.count, button.language, style).size.x;
  }
  return parts;
}

// Of two bytes, of which no letter's first is ASCII.
bool is_arabic_letter(std::string_view word) {
  return word.size() == 2 && static_cast<unsigned char>(word.front()) >= 0x80;
}

void draw_word(const Kit& kit, const Button& button, std::string_view word, float x,
               Colour colour) {
  const TextStyle style = type_style(button.role, button.language, kit.scale, kit.text);
  const ShapedText& shaped = kit.frame.shape(word, button.language, style);
  float y = button.rect.centre().y - shaped.size.y / 2;
  // Arabic letters hang low. One alone stands in the middle, all on one line: of a letter with dots
  // and the same without them, neither stands higher. A figure stands there by its ink.
  if (button.language == Language::kArabic && button.count.empty()) {
    const float middle = button.rect.centre().y;
    if (is_arabic_letter(word)) {
      y = middle + kHangs * style.px - shaped.lines.front().baseline;
    } else if (shaped.glyphs.size() == 1) {
      y = middle - shaped.glyphs.front().place.centre().y;
    }
  }
  kit.frame.text(shaped, {x, y}, colour);
}

}  // namespace

float button_width(const Kit& kit, const Button& button) {
  const float padding = 34 * kit.scale;
  // An icon alone stands in a circle.
  if (!button.show_label && button.count.empty() && !button.star) return button.rect.h;
  return std::max(button.rect.h, std::ceil(measure(kit, button).width() + 2 * padding));
}

void draw_focus(const Kit& kit, std::string_view id, const Rect& rect, float radius) {
  if (kit.focus != id) return;
  const float width = 4 * kit.scale;
  const float gap = 4 * kit.scale + width / 2;
  kit.frame.outline(rect.grown(gap), kit.theme.focus, width, radius + gap);
}

void draw_button(const Kit& kit, const Button& button) {
  const bool pressed =
      std::find(kit.pressed.begin(), kit.pressed.end(), button.id) != kit.pressed.end();
  const Skin skin = skin_of(kit.theme, button, pressed);
  const Rect shown = pressed ? button.rect.grown(-0.02F * button.rect.h) : button.rect;
  const float radius = button.radius.value_or(shown.h / 2);
  kit.frame.fill(shown, skin.ground, radius);
  if (skin.line.a > 0) {
    kit.frame.outline(shown, skin.line, std::max(1.0F, 2 * kit.scale), radius);
  }
  const Parts parts = measure(kit, button);
  // Laid out from the start side; x is the part's left edge.
  float cursor = button.rect.centre().x - parts.width() / 2;
  if (kit.right_to_left) cursor = button.rect.centre().x + parts.width() / 2;
  const auto place = [&](float width) {
    const float x = kit.right_to_left ? cursor - width : cursor;
    cursor += (kit.right_to_left ? -1.0F : 1.0F) * (width + parts.gap);
    return x;
  };
  if (button.star) {
    const Vec2 centre{place(parts.star) + parts.star / 2, button.rect.centre().y};
    const PinLook look{*button.star, kit.theme.paper, kit.theme.paper, kit.theme.shadow.faded(0)};
    draw_pin(kit.frame, centre, 15 * kit.scale, look);
  }
  if (button.icon) {
    const Vec2 centre{place(parts.icon) + parts.icon / 2, button.rect.centre().y};
    draw_icon(kit.frame, *button.icon, centre, parts.icon, skin.ink, kit.right_to_left);
  }
  if (button.show_label) draw_word(kit, button, button.label, place(parts.label), skin.ink);
  if (!button.count.empty()) {
    draw_word(kit, button, button.count, place(parts.count), skin.ink.faded(0.8));
  }
  draw_focus(kit, button.id, button.rect, radius);
  Zone& zone = kit.frame.add_zone();
  zone.id = button.id;
  zone.rect = button.rect;
  zone.label = button.label;
  if (!button.count.empty()) zone.label.append(" ").append(button.count);
  zone.selected = button.selected;
  zone.enabled = button.enabled;
  zone.again_in_text = button.again_in_text;
  zone.intent = button.intent;
}

void draw_switch(const Kit& kit, const Switch& toggle) {
  const float height = 72 * kit.scale;
  const Rect track{toggle.rect.x + 4 * kit.scale, toggle.rect.centre().y - height / 2,
                   toggle.rect.w - 8 * kit.scale, height};
  const Colour ground = toggle.on ? kit.theme.saffron : kit.theme.chrome_button;
  kit.frame.fill(track, ground, height / 2);
  kit.frame.outline(track, toggle.on ? kit.theme.saffron : kit.theme.on_chrome_soft, 3 * kit.scale,
                    height / 2);
  // On is at the reading direction's end.
  const bool at_right = toggle.on != kit.right_to_left;
  const float inset = height / 2;
  const Vec2 knob{at_right ? track.right() - inset : track.x + inset, track.centre().y};
  kit.frame.disc(knob, height / 2 - 8 * kit.scale,
                 toggle.on ? kit.theme.chrome : kit.theme.on_chrome);
  draw_icon(kit.frame, toggle.on ? Icon::kCheck : Icon::kClose, knob, 24 * kit.scale,
            toggle.on ? kit.theme.saffron : kit.theme.chrome, false);
  draw_focus(kit, toggle.id, toggle.rect, toggle.rect.h / 2);
  Zone& zone = kit.frame.add_zone();
  zone.id = toggle.id;
  zone.rect = toggle.rect;
  zone.label = toggle.label;
  zone.selected = toggle.on;
  zone.intent = toggle.intent;
}

}  // namespace kiosk
