#include "kiosk/screens/staff_typing.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "kiosk/base/isolate.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/keyboard_rows.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr const char* kCaret = "|";

// What its first letter says; nothing: there is none.
std::optional<Direction> direction_of(std::string_view utf8) {
  for (std::size_t begin = 0; begin < utf8.size();) {
    std::size_t end = begin + 1;
    while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80) ++end;
    const std::string_view letter = utf8.substr(begin, end - begin);
    if (reads_against(letter, Direction::kLeftToRight)) return Direction::kRightToLeft;
    if (reads_against(letter, Direction::kRightToLeft)) return Direction::kLeftToRight;
    begin = end;
  }
  return std::nullopt;
}

class TypingPage {
 public:
  explicit TypingPage(const Scene& scene)
      : m_scene(scene),
        m_layout(scene.layout),
        m_frame(scene.frame),
        m_line(*scene.state.staff->typing) {}

  void draw() {
    const float keys = draw_keys();
    const float gap = m_layout.px(24);
    const float width = m_layout.screen.w - 2 * m_layout.margin;
    const float buttons = keys - m_layout.px(36) - m_layout.target;
    draw_buttons({m_layout.margin, buttons, width, m_layout.target});
    const float note = m_layout.px(88);
    const float field = m_layout.px(m_layout.landscape ? 210 : 260);
    draw_note({m_layout.margin, buttons - gap - note, width, note});
    const Rect place{m_layout.margin, buttons - 2 * gap - note - field, width, field};
    draw_field(place);
    StaffLines heading(m_scene, {place.x, place.y - m_layout.px(92), place.w, m_layout.px(80)});
    heading.paragraph(title(), TypeRole::kHeading, m_scene.theme.saffron);
  }

 private:
  [[nodiscard]] std::string say(const char* key) const { return std::string(m_scene.say(key)); }
  [[nodiscard]] std::string language_name(Language language) const {
    return say(("language." + std::string(code(language))).c_str());
  }
  [[nodiscard]] std::string title() const {
    if (!m_line.language) return say("staff.site.name");
    return m_scene.words.format("staff.typing.attract", m_scene.state.language,
                                {{"language", language_name(*m_line.language)}});
  }
  [[nodiscard]] Language spoken() const { return m_line.language.value_or(m_scene.state.language); }

  float draw_keys() {
    KeyboardLook look;
    look.id = "typing";
    look.keyboard = m_line.keyboard.value_or(keyboard_of(spoken()));
    look.language = spoken();
    look.choices = {Keyboard::kSigns, Keyboard::kArabic, Keyboard::kTifinagh, Keyboard::kLatin};
    look.can_erase = !m_line.text.empty();
    look.can_shift = true;
    look.capitals = m_line.capitals;
    return draw_keyboard(m_scene, look);
  }

  void draw_buttons(const Rect& row) {
    const auto button = [&](const char* id, const char* label, StaffDeed deed, bool leads) {
      Button made;
      made.id = id;
      made.label = m_scene.say(label);
      made.language = m_scene.state.language;
      made.tone = leads ? ButtonTone::kStrong : ButtonTone::kChrome;
      made.intent = StaffAct{deed};
      made.rect.h = row.h;
      made.rect.w = button_width(m_scene.kit, made);
      return made;
    };
    Button save = button("typing:save", "staff.site.save", StaffDeed::kKeep, true);
    Button cancel = button("typing:cancel", "staff.site.undo", StaffDeed::kGiveUp, false);
    const float gap = m_layout.px(kBarGap);
    const float end = row.w - save.rect.w;
    save.rect = m_layout.within(row, {end, 0, save.rect.w, row.h});
    cancel.rect = m_layout.within(row, {end - gap - cancel.rect.w, 0, cancel.rect.w, row.h});
    draw_button(m_scene.kit, cancel);
    draw_button(m_scene.kit, save);
    TextStyle style = m_scene.style(TypeRole::kBody);
    const std::string count =
        m_scene.words.format("staff.job.share", m_scene.state.language,
                             {{"done", std::to_string(length_of_line(m_line))},
                              {"whole", std::to_string(longest_line(m_line))}});
    const ShapedText& shaped = m_frame.shape(count, m_scene.state.language, style);
    const Rect at = m_layout.within(row, {0, 0, shaped.size.x, shaped.size.y});
    m_frame.text(shaped, {at.x, row.centre().y - shaped.size.y / 2}, m_scene.theme.on_chrome);
  }

  void draw_note(const Rect& place) {
    StaffLines lines(m_scene, place);
    if (m_line.refused) {
      lines.edged(m_scene.words.format("staff.typing.full", m_scene.state.language,
                                       {{"most", std::to_string(longest_line(m_line))}}));
      return;
    }
    lines.soft(say(m_line.language ? "staff.site.attract_line.hint" : "staff.site.name.hint"));
  }

  void draw_field(const Rect& field) {
    const float radius = m_layout.px(28);
    m_frame.fill(field, m_scene.theme.paper, radius);
    m_frame.outline(field, m_scene.theme.saffron, m_layout.px(4), radius);
    const float clear = m_layout.target;
    const float pad = m_layout.px(30);
    const float width = field.w - 2 * pad - clear;
    const Rect column = m_layout.within(field, {pad, 0, width, field.h});
    draw_text(column);
    if (m_line.text.empty()) return;
    Button button;
    button.id = "typing:clear";
    button.label = m_scene.say("search.clear");
    button.language = m_scene.state.language;
    button.show_label = false;
    button.icon = Icon::kClose;
    button.tone = ButtonTone::kPaper;
    button.intent = EraseText{true};
    button.rect = m_layout.within(
        field, {field.w - clear - m_layout.px(8), (field.h - clear) / 2, clear, clear});
    draw_button(m_scene.kit, button);
  }

  // In the direction of the line's language, or of its first letter where it may be in any. The
  // caret stands where the next letter will, of which a stroke set after the text tells.
  void draw_text(const Rect& column) {
    const Direction reads =
        m_line.language ? direction(*m_line.language)
                        : direction_of(m_line.text).value_or(direction(m_scene.state.language));
    const bool leftwards = reads == Direction::kRightToLeft;
    Language language = leftwards ? Language::kArabic : Language::kFrench;
    if (m_line.language) language = *m_line.language;
    TextStyle style = m_scene.style(TypeRole::kNumber, language);
    style.max_width = column.w;
    const ShapedText& with_stroke = m_frame.shape(m_line.text + kCaret, language, style);
    const float height = with_stroke.size.y;
    const TextLine& last = with_stroke.lines.back();
    const float pitch = height / static_cast<float>(with_stroke.lines.size());
    const float x = leftwards ? last.left : last.left + last.width;
    const float y = column.centre().y - height / 2;
    if (!m_line.text.empty()) {
      m_frame.text(m_frame.shape(m_line.text, language, style), {column.x, y}, m_scene.theme.ink);
    }
    const float wide = m_layout.px(4);
    const float at = std::clamp(column.x + x - wide / 2, column.x, column.right() - wide);
    m_frame.fill({at, y + last.top + pitch * 0.16F, wide, pitch * 0.68F},
                 m_scene.theme.saffron_deep);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const TypedLine& m_line;
};

}  // namespace

void draw_staff_typing(const Scene& scene) {
  if (scene.state.staff->typing) TypingPage(scene).draw();
}

}  // namespace kiosk
