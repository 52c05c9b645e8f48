#include "kiosk/screens/idle_card.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "kiosk/app/format.h"
#include "kiosk/draw/zellige.h"

namespace kiosk {
namespace {

class Card {
 public:
  explicit Card(const Scene& scene)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame) {}

  void draw() {
    cover();
    const float pad = m_layout.px(56);
    const float width = std::min(m_layout.px(m_layout.landscape ? 1130 : 960),
                                 m_layout.screen.w - 2 * m_layout.margin);
    const float ring = m_layout.px(m_layout.landscape ? 300 : 260);
    const bool beside = m_layout.text <= 1.25F || !m_layout.landscape ? m_layout.landscape : true;
    const float words_width = beside ? width - 2 * pad - ring - m_layout.px(60) : width - 2 * pad;
    const ShapedText& question = question_in(words_width);
    const ShapedText& under = under_in(words_width);
    const float words = question.size.y + m_layout.px(14) + under.size.y;
    const float upper = beside ? std::max(ring, words) : ring + m_layout.px(30) + words;
    const float height = 2 * pad + upper + m_layout.px(44) + m_layout.target + m_layout.px(16);
    const Rect& all = m_layout.screen;
    // In reach of somebody who sits.
    const float y = std::max(m_layout.px(20), all.h - height - m_layout.px(70));
    m_card = {(all.w - width) / 2, std::round(y), width, height};
    draw_ground();
    const Rect inner{m_card.x + pad, m_card.y + pad, width - 2 * pad, upper};
    const Rect disc = beside ? m_layout.within(inner, {0, (upper - ring) / 2, ring, ring})
                             : Rect{inner.centre().x - ring / 2, inner.y, ring, ring};
    draw_ring(disc);
    const float x = beside ? ring + m_layout.px(60) : 0;
    const Rect column = m_layout.within(inner, {x, 0, words_width, 0});
    const float top = beside ? inner.y + (upper - words) / 2 : disc.bottom() + m_layout.px(30);
    m_frame.text(question, {column.x, top}, m_scene.theme.on_chrome);
    m_frame.text(under, {column.x, top + question.size.y + m_layout.px(14)},
                 m_scene.theme.on_chrome_soft);
    draw_buttons(
        {inner.x, inner.bottom() + m_layout.px(44), inner.w, m_layout.target + m_layout.px(16)});
  }

 private:
  void cover() {
    m_frame.fill(m_layout.screen, m_scene.theme.chrome.faded(m_scene.theme.plain ? 0.8 : 0.72));
    Zone& scrim = m_frame.add_zone();
    scrim.id = "scrim";
    scrim.rect = m_layout.screen;
    scrim.label = m_scene.say("idle.continue");
    scrim.focusable = false;
    scrim.intent = Stay{};
  }

  void draw_ground() {
    const float radius = m_layout.px(40);
    m_frame.fill(m_card, m_scene.theme.chrome, radius);
    m_frame.outline(m_card, m_scene.theme.saffron, m_layout.px(3), radius);
    Zone& surface = m_frame.add_zone();
    surface.id = "sheet";
    surface.rect = m_card;
    surface.role = ZoneRole::kSurface;
  }

  const ShapedText& question_in(float width) {
    TextStyle style = m_scene.style(TypeRole::kTitle);
    style.px = std::round(style.px * 1.25F);
    style.max_width = width;
    style.balanced = true;
    style.line_height = m_scene.state.language == Language::kArabic ? 1.4F : 1.2F;
    return m_frame.shape(m_scene.say("idle.question"), m_scene.state.language, style);
  }

  const ShapedText& under_in(float width) {
    const Language language = m_scene.state.language;
    const std::string count = format_number(m_scene.words, language, seconds());
    m_under = m_scene.words.plural("idle.countdown", language, seconds(), {{"count", count}});
    TextStyle style = m_scene.style(TypeRole::kSubtitle);
    style.max_width = width;
    return m_frame.shape(m_under, language, style);
  }

  [[nodiscard]] int seconds() const { return m_scene.state.seconds_left.value_or(0); }

  // A stroke a second; those that are over go dark.
  void draw_ring(const Rect& place) {
    const auto whole =
        static_cast<int>(std::ceil(m_scene.pack.values().idle.countdown.count() / 1000));
    const int strokes = std::clamp(whole, 1, 60);
    const float outer = place.w / 2;
    const float inner = outer * 0.76F;
    for (int i = 0; i < strokes; ++i) {
      const double angle = -std::numbers::pi / 2 + 2 * std::numbers::pi * i / strokes;
      const Vec2 towards{static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
      // From the top on, against the clock: what is left shrinks towards the top.
      const bool left = (strokes - i) % strokes <= seconds() * strokes / std::max(whole, 1) &&
                        (i != 0 || seconds() > 0);
      m_frame.line(place.centre() + towards * inner, place.centre() + towards * outer,
                   left ? m_scene.theme.saffron : m_scene.theme.chrome_line, outer * 0.07F);
    }
    m_frame.path(star_rim(place.centre(), outer * 0.66F), m_scene.theme.saffron.faded(0.7),
                 m_layout.px(2), true);
    TextStyle style = m_scene.style(TypeRole::kCityName);
    style.role = FontRole::kUiBold;
    style.px = std::round(m_layout.px(78));
    style.line_height = 1.2F;
    const std::string count = format_number(m_scene.words, m_scene.state.language, seconds());
    const ShapedText& number = m_frame.shape(count, m_scene.state.language, style);
    m_frame.text(number,
                 {place.centre().x - number.size.x / 2, place.centre().y - number.size.y / 2},
                 m_scene.theme.on_chrome);
  }

  void draw_buttons(const Rect& row) {
    const float gap = m_layout.px(24);
    const float first = std::round((row.w - gap) * 0.57F);
    const auto button = [&](const char* id, const char* key, Icon icon, Intent intent, float x,
                            float width) {
      Button made;
      made.id = id;
      made.label = m_scene.say(key);
      made.language = m_scene.state.language;
      made.icon = icon;
      made.intent = std::move(intent);
      made.selected = made.id == "stay";
      made.rect = m_layout.within(row, {x, 0, width, row.h});
      if (button_width(m_scene.kit, made) > width) made.icon.reset();
      draw_button(m_scene.kit, made);
    };
    button("stay", "idle.continue", Icon::kTouch, Stay{}, 0, first);
    button("leave", "idle.finish", Icon::kHouse, Leave{}, first + gap, row.w - first - gap);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  Rect m_card;
  std::string m_under;
};

}  // namespace

void draw_idle_card(const Scene& scene) { Card(scene).draw(); }

}  // namespace kiosk
