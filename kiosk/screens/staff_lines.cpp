#include "kiosk/screens/staff_lines.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/bar.h"

namespace kiosk {

bool StaffLines::fits(float height) {
  if (m_full || m_y + height > m_foot + 1) {
    if (!m_full) {
      // That there was more is told, not hidden.
      const Vec2 at{m_place.centre().x, std::min(m_y, m_foot - m_scene->layout.px(6))};
      for (const int i : {-1, 0, 1}) {
        m_scene->frame.disc({at.x + m_scene->layout.px(18.0F * static_cast<float>(i)), at.y},
                            m_scene->layout.px(5), m_scene->theme.on_chrome_soft);
      }
    }
    m_full = true;
    return false;
  }
  return true;
}

void StaffLines::write(std::string_view text, TextStyle style, Colour colour, float indent,
                       Language language) {
  style.max_width = m_place.w - indent;
  style.prose = false;
  // Another direction's lines begin at the page's side all the same.
  if (direction(language) != direction(m_scene->state.language)) style.align = TextAlign::kEnd;
  const ShapedText& shaped = m_scene->frame.shape(text, language, style);
  if (!fits(shaped.size.y)) return;
  const Rect column = m_scene->layout.within(m_place, {indent, 0, style.max_width, 0});
  m_scene->frame.text(shaped, {column.x, m_y}, colour);
  m_y += shaped.size.y;
}

void StaffLines::paragraph(std::string_view text, TypeRole role, Colour colour) {
  TextStyle style = m_scene->style(role);
  style.line_height = 1.35F;
  write(text, style, colour, 0, m_scene->state.language);
}

void StaffLines::centred(std::string_view text, TypeRole role, Colour colour) {
  TextStyle style = m_scene->style(role);
  style.max_width = m_place.w;
  style.align = TextAlign::kCentre;
  style.line_height = 1.35F;
  const ShapedText& shaped = m_scene->frame.shape(text, m_scene->state.language, style);
  m_scene->frame.text(shaped, {m_place.x, m_y}, colour);
  m_y += shaped.size.y;
}

void StaffLines::plain(std::string_view text) {
  paragraph(text, TypeRole::kBody, m_scene->theme.on_chrome);
  space(6);
}

void StaffLines::soft(std::string_view text) {
  if (text.empty()) return;
  paragraph(text, TypeRole::kSubtitle, m_scene->theme.on_chrome_soft);
  space(4);
}

void StaffLines::edged(std::string_view text) { edged_in(text, m_scene->state.language); }

void StaffLines::reported(std::string_view sentence) { edged_in(sentence, Language::kEnglish); }

void StaffLines::edged_in(std::string_view text, Language language) {
  const float indent = m_scene->layout.px(26);
  const float before = m_y;
  TextStyle style = m_scene->style(TypeRole::kCaption, language);
  style.line_height = 1.35F;
  space(6);
  write(text, style, m_scene->theme.on_chrome, indent, language);
  if (m_full) return;
  const Rect edge = m_scene->layout.within(
      m_place, {0, before - m_place.y + m_scene->layout.px(8), m_scene->layout.px(6),
                m_y - before - m_scene->layout.px(8)});
  m_scene->frame.fill(edge, m_scene->theme.saffron, m_scene->layout.px(3));
}

// Four to a line, so that they can be compared with a sheet of paper.
void StaffLines::words(std::string_view fingerprint) {
  std::string line;
  int count = 0;
  for (std::size_t at = 0; at <= fingerprint.size();) {
    const std::size_t end = std::min(fingerprint.find_first_of(" -", at), fingerprint.size());
    line += (line.empty() ? "" : "   ") + std::string(fingerprint.substr(at, end - at));
    at = end + 1;
    if (++count % 4 == 0 || at > fingerprint.size()) {
      paragraph(line, TypeRole::kHeading, m_scene->theme.on_chrome);
      line.clear();
    }
  }
}

void StaffLines::bar(double share) {
  const float height = m_scene->layout.px(26);
  space(12);
  if (!fits(height)) return;
  const Rect whole{m_place.x, m_y, m_place.w, height};
  m_scene->frame.fill(whole, m_scene->theme.chrome_line, height / 2);
  const float width = std::max(height, whole.w * static_cast<float>(share));
  m_scene->frame.fill(m_scene->layout.within(whole, {0, 0, width, height}), m_scene->theme.saffron,
                      height / 2);
  m_y += height;
  space(12);
}

bool StaffLines::row(const std::string& id, const std::string& label, const StaffAct& act) {
  const float height = m_scene->layout.target;
  if (!fits(height)) return false;
  Button button;
  button.id = id;
  button.label = label;
  button.language = m_scene->state.language;
  button.rect = {m_place.x, m_y, m_place.w, height};
  button.radius = m_scene->layout.px(24);
  button.tone = ButtonTone::kDark;
  button.intent = act;
  draw_button(m_scene->kit, button);
  m_y += height + m_scene->layout.px(kBarGap);
  return true;
}

std::optional<Rect> StaffLines::take(float height) {
  if (!fits(height)) return std::nullopt;
  const Rect row{m_place.x, m_y, m_place.w, height};
  m_y += height;
  return row;
}

// As many to a line as fit; the height that they take comes back.
float StaffLines::lay_buttons(const std::vector<StaffButton>& buttons, float y, bool draw) {
  const float gap = m_scene->layout.px(kBarGap);
  const float height = m_scene->layout.target;
  float x = 0;
  float top = y;
  for (const StaffButton& one : buttons) {
    Button button;
    button.id = one.id;
    button.label = m_scene->say(one.label);
    button.language = m_scene->state.language;
    button.tone = one.leads ? ButtonTone::kStrong : ButtonTone::kChrome;
    button.intent = one.act;
    button.rect.h = height;
    button.rect.w = std::min(button_width(m_scene->kit, button), m_place.w);
    if (x > 0 && x + button.rect.w > m_place.w) {
      x = 0;
      top += height + gap;
    }
    const Rect line{m_place.x, top, m_place.w, height};
    button.rect = m_scene->layout.within(line, {x, 0, button.rect.w, height});
    if (draw) draw_button(m_scene->kit, button);
    x += button.rect.w + gap;
  }
  return top + height - y;
}

void StaffLines::at_foot(const std::vector<StaffButton>& buttons) {
  const float height = lay_buttons(buttons, 0, false);
  lay_buttons(buttons, m_place.bottom() - height, true);
  m_foot = m_place.bottom() - height - m_scene->layout.px(20);
}

StaffLines staff_card(const Scene& scene, const Rect& box, const char* heading) {
  return staff_card_with(scene, box, scene.say(heading));
}

StaffLines staff_card_with(const Scene& scene, const Rect& box, std::string_view heading) {
  const float radius = scene.layout.px(28);
  scene.frame.fill(box, scene.theme.chrome_button, radius);
  scene.frame.outline(box, scene.theme.chrome_line, scene.layout.px(2), radius);
  StaffLines lines(scene, box.grown(-scene.layout.px(36)));
  lines.paragraph(heading, TypeRole::kHeading, scene.theme.saffron);
  lines.space(14);
  return lines;
}

}  // namespace kiosk
