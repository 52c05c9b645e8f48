#include "kiosk/screens/notice_list.h"

#include <algorithm>

namespace kiosk {

namespace {

constexpr float kWidth = 0.3F;  // of the panel
constexpr float kTop = 0.16F;   // below the title
constexpr float kFoot = 0.16F;  // above the bar
constexpr float kPad = 14;      // px
constexpr float kEdge = 6;

}  // namespace

void draw_notices(Frame& frame, std::span<const std::string> sentences, Vec2 size,
                  const Palette& theme) {
  if (sentences.empty()) return;
  const float scale = std::min(size.x, size.y) / 1080;
  const Rect room{kPad, size.y * kTop, size.x * kWidth, size.y * (1 - kTop - kFoot)};
  float y = room.y;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    TextStyle style = type_style(TypeRole::kCaption, Language::kEnglish, scale, 1);
    style.max_width = room.w - 3 * kPad;
    const bool last = y > room.bottom() - room.h / 5 && i + 1 < sentences.size();
    const std::string text = last ? "+ " + std::to_string(sentences.size() - i) : sentences[i];
    const ShapedText& shaped = frame.shape(text, Language::kEnglish, style);
    const Rect card{room.x, y, room.w, shaped.size.y + 2 * kPad};
    frame.fill(card, theme.chrome.faded(0.94), 8);
    frame.fill({card.x, card.y, kEdge, card.h}, theme.saffron);
    frame.text(shaped, {card.x + 2 * kPad, card.y + kPad}, theme.on_chrome);
    y = card.bottom() + kPad / 2;
    if (last) return;
  }
}

}  // namespace kiosk
