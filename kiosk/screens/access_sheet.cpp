#include "kiosk/screens/access_sheet.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/bar.h"

namespace kiosk {
namespace {

struct Row {
  Icon icon;
  const char* title;
  const char* hint;
};

constexpr float kLeastRoom = 900;  // px at 1080 lines
constexpr Row kTextSize{Icon::kTextSize, "access.text_size", "access.text_size.hint"};
constexpr Row kContrast{Icon::kContrast, "access.contrast", "access.contrast.hint"};
constexpr Row kMotion{Icon::kMotion, "access.motion", "access.motion.hint"};
constexpr Row kReach{Icon::kReach, "access.reach", "access.reach.hint"};
constexpr Row kSpeech{Icon::kSpeech, "access.speech", "access.speech.hint"};
constexpr Row kNoVoice{Icon::kSpeech, "access.speech", "access.speech.none"};

class Card {
 public:
  explicit Card(const Scene& scene)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_side(scene.layout.px(46)) {}

  void draw() {
    Rect room = room_above_bar();
    // Where it does not fit above the bar it takes all of the panel, in two columns; the same
    // where controls stand low, so that all of its own do.
    m_inner = std::min(m_layout.px(1010), room.w - 2 * m_layout.margin) - 2 * m_side;
    float all_rows = m_layout.target + m_layout.px(64);
    for (const Row& row : {kTextSize, kContrast, kMotion, kReach, kSpeech}) {
      all_rows += row_height(row);
    }
    const bool whole = m_layout.reach || all_rows > room.h - m_layout.px(32);
    if (whole) room = m_layout.screen;
    // All of the panel but the bar: nothing beside the card answers twice.
    cover({0, 0, m_layout.screen.w, room.bottom()});
    const bool low = m_layout.reach && m_layout.text <= (m_layout.wide() ? 1.25F : 1.0F);
    const bool too_high = m_layout.wide() && all_rows > m_layout.screen.h - m_layout.px(32);
    const bool two = m_layout.landscape && (low || too_high);
    const float width = std::min(m_layout.px(two ? 1700 : 1010), room.w - 2 * m_layout.margin);
    const float gap = m_layout.px(60);
    m_inner = two ? (width - 2 * m_side - gap) / 2 : width - 2 * m_side;
    std::vector<Row> rows{kTextSize, kContrast, kMotion, kReach};
    const bool speech = m_scene.pack.values().features.speech;
    if (speech) rows.push_back(m_scene.speaks ? kSpeech : kNoVoice);
    float high = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!two || i < 3) high += row_height(rows[i]);
    }
    if (two) {
      float second = row_height(rows[3]);
      if (speech) second += row_height(rows[4]);
      high = std::max(high, second);
    }
    const float head = m_layout.target + m_layout.px(44);
    const float height = head + high + m_layout.px(20);
    const float floor = room.bottom();
    m_card = m_layout.within(room, {room.w - m_layout.margin - width, 0, width, height});
    m_card.y = std::max(floor - m_layout.px(24) - height, m_layout.px(8));
    draw_ground();
    // The way out stands below what is chosen where controls stand low.
    draw_head(m_layout.reach ? m_card.bottom() - m_layout.px(24) - m_layout.target
                             : m_card.y + m_layout.px(24));
    const float top = m_layout.reach ? m_card.y + m_layout.px(20) : m_card.y + head;
    m_columns = {m_layout.within(m_card, {m_side, 0, m_inner, 0}),
                 m_layout.within(m_card, {m_side + m_inner + gap, 0, m_inner, 0})};
    m_column = m_columns[0];
    float y = draw_row(kTextSize, top);
    draw_sizes(y - row_height(kTextSize));
    const AccessSettings& now = m_scene.state.access;
    AccessSettings to = now;
    to.contrast = !now.contrast;
    y = draw_switch_row(kContrast, "access:contrast", now.contrast, to, y);
    to = now;
    to.reduced_motion = !now.reduced_motion;
    y = draw_switch_row(kMotion, "access:motion", now.reduced_motion, to, y);
    if (two) {
      m_column = m_columns[1];
      y = top;
    }
    to = now;
    to.reach = !now.reach;
    y = draw_switch_row(kReach, "access:reach", now.reach, to, y);
    if (!speech) return;
    to = now;
    to.speech = !now.speech;
    draw_switch_row(rows[4], "access:speech", now.speech, to, y);
    if (now.speech && m_scene.speaks) draw_volume(y);
  }

 private:
  [[nodiscard]] Rect room_above_bar() const {
    Rect room = uncovered(m_scene);
    // Beside a panel that leaves too little it lies over both.
    if (room.w < m_layout.px(kLeastRoom)) room = m_layout.screen;
    const bool bar_shown = m_layout.landscape || m_scene.state.screen == Screen::kMap;
    // Above the open panel's buttons in portrait.
    const float floor = bar_shown
                            ? m_layout.bar.y
                            : m_layout.screen.bottom() - 2 * m_layout.target - m_layout.px(70);
    room.h = floor - room.y;
    return room;
  }

  // A tap beside the card closes it.
  void cover(const Rect& room) {
    m_frame.fill(room, m_scene.theme.chrome.faded(0.55));
    Zone scrim;
    scrim.id = "scrim";
    scrim.rect = room;
    scrim.label = m_scene.say("close");
    scrim.focusable = false;
    scrim.intent = OpenSheet{Sheet::kNone};
    m_frame.zone(scrim);
  }

  void draw_ground() {
    const float radius = m_layout.px(32);
    m_frame.fill(m_card, m_scene.theme.chrome, radius);
    m_frame.outline(m_card, m_scene.theme.saffron, m_layout.px(3), radius);
    Zone surface;
    surface.id = "sheet";
    surface.rect = m_card;
    surface.role = ZoneRole::kSurface;
    m_frame.zone(surface);
  }

  void draw_head(float y) {
    const float height = m_layout.target;
    const Rect row{m_card.x + m_side, y, m_card.w - 2 * m_side, height};
    Button close;
    close.id = "close";
    close.label = m_scene.say("close");
    close.language = m_scene.state.language;
    close.show_label = false;
    close.icon = Icon::kClose;
    close.intent = OpenSheet{Sheet::kNone};
    close.rect = m_layout.within(row, {row.w - height, 0, height, height});
    draw_button(m_scene.kit, close);
    float room = row.w - height - m_layout.px(24);
    if (m_scene.state.access != AccessSettings{}) {
      Button reset;
      reset.id = "access:reset";
      reset.label = m_scene.say("access.reset");
      reset.language = m_scene.state.language;
      reset.icon = Icon::kReset;
      reset.show_label = m_layout.text <= 1;
      reset.intent = ChangeAccess{};
      reset.rect.h = height;
      reset.rect.w = button_width(m_scene.kit, reset);
      reset.rect = m_layout.within(
          row, {row.w - height - m_layout.px(14) - reset.rect.w, 0, reset.rect.w, height});
      draw_button(m_scene.kit, reset);
      room -= reset.rect.w + m_layout.px(14);
    }
    TextStyle style = m_scene.style(TypeRole::kTitle);
    style.px = std::round(style.px * 0.85F);
    style.max_width = room;
    style.line_height = 1.25F;
    const ShapedText& title = m_frame.shape(m_scene.say("access"), m_scene.state.language, style);
    const Rect place = m_layout.within(row, {0, 0, room, 0});
    m_frame.text(title, {place.x, row.centre().y - title.size.y / 2}, m_scene.theme.on_chrome);
  }

  // Beside the row's control: sizes, a switch, or a switch and how loud it is.
  [[nodiscard]] float words_width(const Row& row) const {
    float control = m_layout.px(136);
    if (row.icon == Icon::kTextSize) control = 3 * m_layout.target + m_layout.px(16);
    if (row.icon == Icon::kSpeech) control += m_layout.px(14) + m_layout.target;
    return m_inner - m_layout.px(80) - control - m_layout.px(34);
  }

  [[nodiscard]] const ShapedText& words(const Row& row, const char* key, TypeRole role) const {
    TextStyle style = m_scene.style(role);
    style.max_width = words_width(row);
    style.prose = true;
    // What hangs below Arabic letters stays off the next line.
    style.line_height = m_scene.state.language == Language::kArabic ? 1.55F : 1.3F;
    return m_frame.shape(m_scene.say(key), m_scene.state.language, style);
  }

  [[nodiscard]] float row_height(const Row& row) const {
    const float text = words(row, row.title, TypeRole::kControl).size.y +
                       words(row, row.hint, TypeRole::kCaption).size.y;
    return std::max(m_layout.target, text) + m_layout.px(28);
  }

  float draw_row(const Row& row, float y) {
    const float height = row_height(row);
    const Rect box{m_column.x, y, m_inner, height};
    m_frame.fill({box.x, box.y, box.w, std::max(1.0F, m_layout.px(1.5F))},
                 m_scene.theme.chrome_line.faded(0.6));
    const float icon = m_layout.px(44);
    const Rect mark = m_layout.within(box, {m_layout.px(10), (height - icon) / 2, icon, icon});
    draw_icon(m_frame, row.icon, mark.centre(), icon, m_scene.theme.saffron,
              m_layout.right_to_left);
    const ShapedText& title = words(row, row.title, TypeRole::kControl);
    const ShapedText& hint = words(row, row.hint, TypeRole::kCaption);
    const Rect column = m_layout.within(box, {m_layout.px(80), 0, words_width(row), 0});
    const float top = box.centre().y - (title.size.y + hint.size.y) / 2;
    m_frame.text(title, {column.x, top}, m_scene.theme.on_chrome);
    m_frame.text(hint, {column.x, top + title.size.y}, m_scene.theme.on_chrome_soft);
    return y + height;
  }

  // Three letters of three sizes.
  void draw_sizes(float y) {
    const float side = m_layout.target;
    const float height = row_height(kTextSize);
    const Rect box{m_column.x, y, m_inner, height};
    constexpr std::array kIds{"access:text:1", "access:text:1.25", "access:text:1.5"};
    constexpr std::array kWords{"access.text_size.normal", "access.text_size.large",
                                "access.text_size.largest"};
    for (std::size_t i = 0; i < kTextScales.size(); ++i) {
      AccessSettings to = m_scene.state.access;
      to.text_scale = kTextScales[i];
      Button button;
      button.id = kIds[i];
      button.label = m_scene.say(kWords[i]);
      button.language = m_scene.state.language;
      button.show_label = false;
      button.selected = m_scene.state.access.text_scale == to.text_scale;
      button.intent = ChangeAccess{to};
      const float x = box.w - side * static_cast<float>(kTextScales.size() - i) -
                      m_layout.px(8) * static_cast<float>(kTextScales.size() - 1 - i);
      button.rect = m_layout.within(box, {x, (height - side) / 2, side, side});
      draw_button(m_scene.kit, button);
      draw_letter(button, kTextScales[i]);
    }
  }

  void draw_letter(const Button& button, float scale) {
    const Language language = m_scene.state.language;
    TextStyle style = type_style(TypeRole::kControl, language, m_layout.scale, scale);
    style.line_height = 1.2F;
    const ShapedText& text = m_frame.shape(m_scene.say("access.letter"), language, style);
    const Vec2 centre = button.rect.centre();
    m_frame.text(text, {centre.x - text.size.x / 2, centre.y - text.size.y / 2},
                 button.selected ? m_scene.theme.on_saffron : m_scene.theme.on_chrome);
  }

  float draw_switch_row(const Row& row, const char* id, bool on, const AccessSettings& to,
                        float y) {
    const float bottom = draw_row(row, y);
    const Rect box{m_column.x, y, m_inner, row_height(row)};
    Switch toggle;
    toggle.id = id;
    toggle.label = m_scene.say(row.title);
    toggle.on = on;
    toggle.intent = ChangeAccess{to};
    const float width = m_layout.px(136);
    toggle.rect = m_layout.within(
        box, {box.w - width, (box.h - m_layout.target) / 2, width, m_layout.target});
    draw_switch(m_scene.kit, toggle);
    return bottom;
  }

  // Beside the switch: a stroke more with each tap, and from the loudest to the softest again.
  void draw_volume(float y) {
    constexpr std::array kWords{"access.volume.low", "access.volume.middle", "access.volume.high"};
    const AccessSettings& now = m_scene.state.access;
    AccessSettings to = now;
    to.volume = now.volume % 3 + 1;
    Button button;
    button.id = "access:volume";
    button.label = std::string(m_scene.say("access.volume")) + ", " +
                   std::string(m_scene.say(kWords[static_cast<std::size_t>(now.volume - 1)]));
    button.language = m_scene.state.language;
    button.show_label = false;
    button.intent = ChangeAccess{to};
    const float side = m_layout.target;
    const float height = row_height(kSpeech);
    const Rect box{m_column.x, y, m_inner, height};
    button.rect = m_layout.within(
        box, {box.w - m_layout.px(136 + 14) - side, (height - side) / 2, side, side});
    draw_button(m_scene.kit, button);
    for (int i = 0; i < 3; ++i) {
      const float high = m_layout.px(14.0F + 12.0F * static_cast<float>(i));
      const float x = button.rect.centre().x + m_layout.px(14) * static_cast<float>(i - 1);
      const Colour colour =
          i < now.volume ? m_scene.theme.saffron : m_scene.theme.on_chrome_soft.faded(0.5);
      m_frame.fill({x - m_layout.px(4), button.rect.centre().y + m_layout.px(20) - high,
                    m_layout.px(8), high},
                   colour, m_layout.px(4));
    }
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  Rect m_column;  // of rows
  std::array<Rect, 2> m_columns;
  float m_side;
  float m_inner = 0;
  Rect m_card;
};

}  // namespace

void draw_access_sheet(const Scene& scene, double strength) {
  scene.frame.set_opacity(strength);
  Card(scene).draw();
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
