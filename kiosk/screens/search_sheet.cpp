#include "kiosk/screens/search_sheet.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/isolate.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_cards.h"
#include "kiosk/screens/keyboard_rows.h"

namespace kiosk {
namespace {

// Each city once, in the order of the hits; a person's name says why theirs are there.
std::vector<CityCard> findings_of(const Scene& scene, const std::vector<Hit>& hits) {
  std::vector<CityCard> findings;
  const auto listed = [&](const CityId& id) {
    return std::any_of(findings.begin(), findings.end(), [&](const CityCard& finding) {
      return finding.city != nullptr && finding.city->id == id;
    });
  };
  for (const Hit& hit : hits) {
    const std::string why = hit.kind == HitKind::kPerson ? hit.name : std::string{};
    for (const CityId& id : hit.cities) {
      const City* city = scene.pack.city(id);
      if (city != nullptr && !listed(id)) findings.push_back(card_of(scene, *city, why));
    }
    if (hit.cities.empty() && hit.kind == HitKind::kCountry) {
      findings.push_back({nullptr,
                          hit.name,
                          hit.language,
                          std::string(scene.say("agreement.being_finalised")),
                          {},
                          false});
    }
  }
  return findings;
}

std::vector<CityCard> every_city(const Scene& scene) {
  std::vector<CityCard> findings;
  for (const City& city : scene.pack.values().cities) {
    findings.push_back(card_of(scene, city, {}));
  }
  return findings;
}

class SearchDrawing {
 public:
  SearchDrawing(const Scene& scene, const SearchIndex& index)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_index(index) {}

  void draw() {
    draw_sheet_ground(m_scene);
    const float keyboard = draw_keys();
    const float top = m_layout.px(28);
    const float rows = m_layout.wide() ? 1 : 2;
    const float head = rows * (m_layout.target + m_layout.px(20));
    const float width = m_layout.screen.w - 2 * m_layout.margin;
    if (m_layout.reach) {
      // Right above the keys.
      const float at = keyboard - head;
      draw_head(at);
      return draw_findings({m_layout.margin, top, width, at - m_layout.px(24) - top});
    }
    draw_head(top);
    draw_findings({m_layout.margin, top + head, width, keyboard - m_layout.px(24) - top - head});
  }

 private:
  [[nodiscard]] Keyboard keyboard() const {
    return m_scene.state.keyboard.value_or(keyboard_of(m_scene.state.language));
  }

  // The field and the way out; the tools beside it or, in portrait, below.
  void draw_head(float top) {
    const float height = m_layout.target;
    const Rect row{m_layout.margin, top, m_layout.screen.w - 2 * m_layout.margin, height};
    const float gap = m_layout.px(20);
    const float tools = m_layout.wide() ? row.w * 0.46F : 0;
    const Rect field =
        m_layout.within(row, {0, 0, row.w - height - gap - (tools > 0 ? tools + gap : 0), height});
    draw_field(field);
    draw_sheet_close(m_scene, row);
    if (m_layout.wide()) {
      draw_languages(m_scene,
                     m_layout.within(row, {row.w - height - gap - tools, 0, tools, height}));
      return;
    }
    draw_languages(m_scene, {row.x, row.bottom() + gap, row.w, height});
  }

  void draw_field(const Rect& field) {
    m_frame.fill(field, m_scene.theme.paper, field.h / 2);
    m_frame.outline(field, m_scene.theme.saffron, m_layout.px(4), field.h / 2);
    const float side = m_layout.px(36);
    const float pad = m_layout.px(30);
    const Rect mark = m_layout.within(field, {pad, (field.h - side) / 2, side, side});
    draw_icon(m_frame, Icon::kSearch, mark.centre(), side, m_scene.theme.ink_soft, false);
    const float inset = pad + side + m_layout.px(20);
    const float room = field.w - inset - field.h;
    const std::string& typed = m_scene.state.query;
    // Letters stand in the direction of their own script, at the field's start side.
    const Language language = typed.empty() ? m_scene.state.language : language_of(typed);
    TextStyle style = m_scene.style(TypeRole::kNumber, language);
    const ShapedText& text =
        m_frame.shape(typed.empty() ? m_scene.say("search.hint") : typed, language, style);
    const Rect clip = m_layout.within(field, {inset, 0, room, field.h});
    // What is longer than the field shows its end.
    const float beyond = std::max(0.0F, text.size.x + m_layout.px(8) - room);
    const Rect place = m_layout.within(field, {inset - beyond, 0, text.size.x, 0});
    m_frame.push_clip(clip);
    m_frame.text(text, {place.x, field.centre().y - text.size.y / 2},
                 typed.empty() ? m_scene.theme.ink_soft : m_scene.theme.ink);
    m_frame.pop_clip();
    const float caret =
        typed.empty() ? inset - m_layout.px(6) : inset - beyond + text.size.x + m_layout.px(4);
    m_frame.fill(m_layout.within(field, {caret, field.h * 0.26F, m_layout.px(3), field.h * 0.48F}),
                 m_scene.theme.saffron_deep);
    if (typed.empty()) return;
    Button clear;
    clear.id = "search:clear";
    clear.label = m_scene.say("search.clear");
    clear.language = m_scene.state.language;
    clear.show_label = false;
    clear.icon = Icon::kClose;
    clear.tone = ButtonTone::kPaper;
    clear.intent = EraseText{true};
    clear.rect = m_layout.within(field, {field.w - field.h, 0, field.h, field.h});
    draw_button(m_scene.kit, clear);
  }

  [[nodiscard]] Language language_of(const std::string& typed) const {
    if (reads_against(typed, Direction::kLeftToRight)) return Language::kArabic;
    return keyboard() == Keyboard::kTifinagh ? Language::kTamazight : Language::kFrench;
  }

  // Its upper edge comes back.
  float draw_keys() {
    KeyboardLook look;
    look.id = "search";
    look.keyboard = keyboard();
    look.language = m_scene.state.language;
    look.choices = {Keyboard::kArabic, Keyboard::kTifinagh, Keyboard::kLatin};
    look.can_erase = !m_scene.state.query.empty();
    return draw_keyboard(m_scene, look);
  }

  void draw_findings(const Rect& box) {
    std::vector<CityCard> findings =
        findings_of(m_scene, m_index.find(m_scene.state.query, m_scene.state.language));
    Rect window = box;
    if (findings.empty()) {
      if (!m_scene.state.query.empty()) {
        const ShapedText& none = m_frame.shape(m_scene.say("search.none"), m_scene.state.language,
                                               m_scene.style(TypeRole::kHeading));
        const Rect line = m_layout.within(box, {0, 0, none.size.x, none.size.y});
        m_frame.text(none, {line.x, line.y}, m_scene.theme.saffron);
        window.y += none.size.y + m_layout.px(8);
        window.h -= none.size.y + m_layout.px(8);
      }
      findings = every_city(m_scene);
    }
    CityCards(m_scene, window, findings.size(), false).draw(findings);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const SearchIndex& m_index;
};

}  // namespace

void draw_search_sheet(const Scene& scene, const SearchIndex& index, double strength) {
  scene.frame.set_opacity(strength);
  SearchDrawing(scene, index).draw();
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
