#include "kiosk/draw/text_log.h"

#include <algorithm>

namespace kiosk {

void TextLog::shaped(const ShapedText& text, std::string_view utf8, Language language, float px) {
  m_words[&text] = {std::string(utf8), language, px};
}

void TextLog::drawn(const ShapedText& text, Vec2 at, const Rect& clip, std::size_t zones_before,
                    const Inks& inks) {
  const Words& words = m_words[&text];
  DrawnText entry{words.text,   words.language, {},          clip,
                  zones_before, text.truncated, text.torn,   text.missing_glyphs,
                  words.px,     inks.letters,   inks.outline};
  if (!text.glyphs.empty()) {
    Rect ink = text.glyphs.front().place;
    for (const GlyphQuad& glyph : text.glyphs) {
      const float right = std::max(ink.right(), glyph.place.right());
      const float bottom = std::max(ink.bottom(), glyph.place.bottom());
      ink.x = std::min(ink.x, glyph.place.x);
      ink.y = std::min(ink.y, glyph.place.y);
      ink.w = right - ink.x;
      ink.h = bottom - ink.y;
    }
    // Without the cells' transparent border.
    entry.ink = Rect{at.x + ink.x, at.y + ink.y, ink.w, ink.h}.grown(-1);
  }
  m_texts.push_back(std::move(entry));
}

void TextLog::clear() {
  m_words.clear();
  m_texts.clear();
}

}  // namespace kiosk
