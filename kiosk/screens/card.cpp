#include "kiosk/screens/card.h"

#include <algorithm>
#include <vector>

#include "kiosk/draw/zellige.h"

namespace kiosk {

void draw_card(Frame& frame, const Strings& words, const Palette& theme) {
  const Vec2 size = frame.size();
  const float scale = std::min(size.x, size.y) / 1080;
  frame.fill({0, 0, size.x, size.y}, theme.sea_deep);
  frame.fade_down({0, 0, size.x, size.y}, theme.sea, theme.sea_deep);
  const float radius = 120 * scale;
  float y = size.y / 2 - 330 * scale;
  draw_emblem(frame, {size.x / 2, y + radius}, radius, theme);
  y += 2 * radius + 60 * scale;
  for (const Language language : kLanguages) {
    const TextStyle style = type_style(TypeRole::kHeading, language, scale);
    const ShapedText& shaped = frame.shape(words.text("card.title", language), language, style);
    frame.text(shaped, {(size.x - shaped.size.x) / 2, y}, theme.on_chrome);
    y += shaped.size.y + 14 * scale;
  }
}

}  // namespace kiosk
