#include "kiosk/screens/take_away_sheet.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/picture/qr_code.h"
#include "kiosk/screens/bar.h"

namespace kiosk {
namespace {

constexpr int kQuiet = 4;  // squares of light around, as the standard wants

class Card {
 public:
  Card(const Scene& scene, const City& city)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_city(city) {}

  void draw() {
    cover();
    const std::string text = take_away_text(m_scene, m_city);
    const auto code = qr_code(text);
    if (!code) return;
    const Rect& all = m_layout.screen;
    const float pad = m_layout.px(52);
    const float most = std::min(all.w - 2 * m_layout.margin - 2 * pad,
                                all.h * (m_layout.landscape ? 0.74F : 0.46F));
    // Whole pixels a square: a camera's edges stay sharp.
    const auto squares = static_cast<float>(code->side + 2 * kQuiet);
    const float square = std::max(2.0F, std::floor(most / squares));
    const float side = square * squares;
    const float column = m_layout.landscape ? m_layout.px(560) : side;
    const float words = words_height(column);
    const float width = m_layout.landscape ? side + column + 3 * pad : side + 2 * pad;
    const float height = m_layout.landscape
                             ? std::max(side, words + m_layout.target + pad) + 2 * pad
                             : side + words + m_layout.target + 4 * pad;
    m_card = {std::round((all.w - width) / 2), std::round((all.h - height) / 2), width, height};
    draw_ground();
    const Rect inner{m_card.x + pad, m_card.y + pad, width - 2 * pad, height - 2 * pad};
    const Rect place =
        m_layout.landscape
            ? m_layout.within(inner, {inner.w - side, (inner.h - side) / 2, side, side})
            : Rect{inner.centre().x - side / 2, inner.y, side, side};
    draw_code(*code, place, square);
    const Rect text_place =
        m_layout.landscape
            ? m_layout.within(inner,
                              {0, (inner.h - words - m_layout.target - pad) / 2, column, words})
            : Rect{inner.x, place.bottom() + pad, column, words};
    draw_words(text_place);
    draw_close({text_place.x, text_place.bottom() + pad, column, m_layout.target});
  }

 private:
  void cover() {
    m_frame.fill(m_layout.screen, m_scene.theme.chrome.faded(m_scene.theme.plain ? 0.85 : 0.72));
    Zone& scrim = m_frame.add_zone();
    scrim.id = "scrim";
    scrim.rect = m_layout.screen;
    scrim.label = m_scene.say("close");
    scrim.focusable = false;
    scrim.intent = OpenSheet{Sheet::kNone};
  }

  void draw_ground() {
    const float radius = m_layout.px(36);
    m_frame.fill(m_card, m_scene.theme.chrome, radius);
    m_frame.outline(m_card, m_scene.theme.saffron, m_layout.px(3), radius);
    Zone& surface = m_frame.add_zone();
    surface.id = "sheet";
    surface.rect = m_card;
    surface.role = ZoneRole::kSurface;
  }

  // Dark on light in every palette: readers expect it so.
  void draw_code(const QrCode& code, const Rect& place, float square) {
    m_frame.fill(place, m_scene.theme.code_light);
    const float start = static_cast<float>(kQuiet) * square;
    for (int y = 0; y < code.side; ++y) {
      for (int x = 0; x < code.side;) {
        const auto dark = [&](int at) {
          return at < code.side && code.dark[static_cast<std::size_t>(y * code.side + at)] != 0;
        };
        int run = 0;
        while (dark(x + run)) ++run;
        if (run > 0) {
          m_frame.fill({place.x + start + static_cast<float>(x) * square,
                        place.y + start + static_cast<float>(y) * square,
                        static_cast<float>(run) * square, square},
                       m_scene.theme.code_dark);
        }
        x += std::max(run, 1);
      }
    }
  }

  [[nodiscard]] const ShapedText& title(float width) const {
    const Wording name = m_scene.resolve(m_city.name);
    TextStyle style = m_scene.style(TypeRole::kCityName, name.language);
    style.max_width = width;
    style.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    return m_frame.shape(name.text, name.language, style);
  }
  [[nodiscard]] const ShapedText& hint(float width) const {
    TextStyle style = m_scene.style(TypeRole::kBody);
    style.max_width = width;
    return m_frame.shape(m_scene.say(m_city.link.empty() ? "take_away.hint" : "take_away.link"),
                         m_scene.state.language, style);
  }
  [[nodiscard]] float words_height(float width) const {
    return title(width).size.y + m_layout.px(16) + hint(width).size.y;
  }
  void draw_words(const Rect& place) {
    const ShapedText& name = title(place.w);
    name_at_start(m_scene, name, place, place.y, m_scene.theme.on_chrome);
    m_frame.text(hint(place.w), {place.x, place.y + name.size.y + m_layout.px(16)},
                 m_scene.theme.on_chrome_soft);
  }

  void draw_close(const Rect& row) {
    Button close;
    close.id = "close";
    close.label = m_scene.say("close");
    close.language = m_scene.state.language;
    close.icon = Icon::kClose;
    close.intent = OpenSheet{Sheet::kNone};
    close.rect = row;
    close.rect.w = button_width(m_scene.kit, close);
    close.rect = m_layout.within(row, {0, 0, close.rect.w, row.h});
    draw_button(m_scene.kit, close);
    Button access;
    access.id = "open:access";
    access.label = m_scene.say("access");
    access.language = m_scene.state.language;
    access.show_label = false;
    access.icon = Icon::kAccess;
    access.intent = OpenSheet{Sheet::kAccess};
    access.rect = m_layout.within(row, {close.rect.w + m_layout.px(kBarGap), 0, row.h, row.h});
    draw_button(m_scene.kit, access);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const City& m_city;
  Rect m_card;
};

}  // namespace

std::string take_away_text(const Scene& scene, const City& city) {
  if (!city.link.empty()) return city.link;
  std::string text(scene.resolve(city.name).text);
  const auto country = scene.words.country(city.country, scene.state.language);
  if (country) text.append(" · ").append(*country);
  std::vector<std::string_view> paragraphs{scene.resolve(city.story).text};
  if (const Agreement* agreement = scene.pack.agreement_of(city.id)) {
    paragraphs.push_back(scene.resolve(agreement->text).text);
  }
  for (const Fact& fact : city.facts) paragraphs.push_back(scene.resolve(fact.text).text);
  for (const std::string_view paragraph : paragraphs) {
    if (text.size() + paragraph.size() + 2 > kMostQrBytes) continue;
    text.append("\n\n").append(paragraph);
  }
  return text;
}

void draw_take_away_sheet(const Scene& scene, double strength) {
  const City* city = scene.pack.city(scene.state.city);
  if (city == nullptr) return;
  scene.frame.set_opacity(strength);
  Card(scene, *city).draw();
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
