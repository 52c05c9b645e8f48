// Text column: paragraphs, headings and points below each other, as panels and pages tell them.
//
// Draws while it goes down; `height` says how far it came. Panel px; the frame's thread.
#pragma once

#include <cmath>
#include <string_view>

#include "kiosk/draw/zellige.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

inline constexpr float kPointIndent = 40;  // px, at the smallest text size

class TextColumn {
 public:
  TextColumn(const Scene& scene, const Rect& place)
      : m_scene(scene), m_place(place), m_y(place.y) {}

  void space(float at_1080) { m_y += m_scene.layout.px(at_1080); }

  void heading(std::string_view text) {
    space(26);
    paragraph({text, m_scene.state.language}, TypeRole::kHeading, m_scene.theme.first_home, 0);
    space(6);
  }

  void paragraph(const Wording& words, TypeRole role, Colour colour, float indent) {
    TextStyle style = m_scene.style(role, words.language);
    style.max_width = std::floor(m_place.w - m_scene.layout.px(indent));
    const ShapedText& shaped = m_scene.frame.shape(words.text, words.language, style);
    const Rect at = from_its_start(words.language, {m_scene.layout.px(indent), style.max_width});
    m_scene.frame.text(shaped, {at.x, m_y}, colour);
    m_y += shaped.size.y;
  }

  // A small star stands before it.
  void point(const Wording& words) {
    const float size = m_scene.layout.px(20) * m_scene.layout.text;
    const float middle = m_y + size * 1.15F;
    const Rect mark = from_its_start(words.language, {0, size});
    const Vec2 centre{mark.centre().x, middle};
    m_scene.frame.star_shape(centre, star_rim(centre, size * 0.45F), m_scene.theme.saffron);
    paragraph(words, TypeRole::kBody, m_scene.theme.ink, kPointIndent * m_scene.layout.text);
    space(10);
  }

  // What was drawn below the last paragraph.
  void take(float height) { m_y += height; }
  [[nodiscard]] float y() const { return m_y; }
  [[nodiscard]] float height() const { return m_y - m_place.y; }

 private:
  struct Span {
    float x;
    float width;
  };
  // Words that fell back to another language are set in that one's direction, mark and all.
  [[nodiscard]] Rect from_its_start(Language language, Span span) const {
    const bool right_to_left = direction(language) == Direction::kRightToLeft;
    const float x = right_to_left ? m_place.right() - span.x - span.width : m_place.x + span.x;
    return {x, m_y, span.width, 0};
  }

  const Scene& m_scene;
  Rect m_place;
  float m_y;
};

}  // namespace kiosk
