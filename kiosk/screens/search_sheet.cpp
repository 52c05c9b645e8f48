#include "kiosk/screens/search_sheet.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/isolate.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/screens/bar.h"

namespace kiosk {
namespace {

constexpr int kKeysAcross = 11;
constexpr float kKeyGap = 10;

// A city, and why it is listed if its name does not say; or a country without a city yet.
struct Finding {
  const City* city = nullptr;
  std::string name;
  Language language = Language::kFrench;
  std::string under;
};

std::string country_of(const Scene& scene, const City& city) {
  return std::string(scene.words.country(city.country, scene.state.language).value_or(""));
}

Finding finding_of(const Scene& scene, const City& city, const std::string& why) {
  const Wording name = scene.resolve(city.name);
  std::string under = isolated(why, scene.state.language);
  const std::string country = country_of(scene, city);
  if (!country.empty()) under += (under.empty() ? "" : " · ") + country;
  return {&city, std::string(name.text), name.language, under};
}

// Each city once, in the order of the hits; a person's name says why theirs are there.
std::vector<Finding> findings_of(const Scene& scene, const std::vector<Hit>& hits) {
  std::vector<Finding> findings;
  const auto listed = [&](const CityId& id) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.city != nullptr && finding.city->id == id;
    });
  };
  for (const Hit& hit : hits) {
    const std::string why = hit.kind == HitKind::kPerson ? hit.name : std::string{};
    for (const CityId& id : hit.cities) {
      const City* city = scene.pack.city(id);
      if (city != nullptr && !listed(id)) findings.push_back(finding_of(scene, *city, why));
    }
    if (hit.cities.empty() && hit.kind == HitKind::kCountry) {
      findings.push_back(
          {nullptr, hit.name, hit.language, std::string(scene.say("agreement.being_finalised"))});
    }
  }
  return findings;
}

std::vector<Finding> every_city(const Scene& scene) {
  std::vector<Finding> findings;
  for (const City& city : scene.pack.values().cities) {
    findings.push_back(finding_of(scene, city, {}));
  }
  return findings;
}

class SearchDrawing {
 public:
  SearchDrawing(const Scene& scene, const SearchIndex& index)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_index(index) {}

  void draw() {
    draw_ground();
    const float below_head = draw_head();
    const float keyboard = draw_keyboard();
    draw_findings({m_layout.margin, below_head, m_layout.screen.w - 2 * m_layout.margin,
                   keyboard - m_layout.px(24) - below_head});
  }

 private:
  [[nodiscard]] Keyboard keyboard() const {
    return m_scene.state.keyboard.value_or(keyboard_of(m_scene.state.language));
  }

  void draw_ground() {
    m_frame.fill(m_layout.screen, m_scene.theme.chrome);
    m_frame.fade_down(m_layout.screen, m_scene.theme.sea, m_scene.theme.chrome);
    m_scene.ground.draw_pattern(m_frame, m_layout.screen, {0, 0},
                                m_scene.theme.sea_pattern.faded(0.7));
    Zone surface;
    surface.id = "sheet";
    surface.rect = m_layout.screen;
    surface.role = ZoneRole::kSurface;
    m_frame.zone(surface);
  }

  // The field and the way out; the tools beside it or, in portrait, below. Returns its end.
  float draw_head() {
    const float top = m_layout.px(28);
    const float height = m_layout.target;
    const Rect row{m_layout.margin, top, m_layout.screen.w - 2 * m_layout.margin, height};
    const float gap = m_layout.px(20);
    const float tools = m_layout.landscape ? row.w * 0.46F : 0;
    const Rect field =
        m_layout.within(row, {0, 0, row.w - height - gap - (tools > 0 ? tools + gap : 0), height});
    draw_field(field);
    Button close;
    close.id = "close";
    close.label = m_scene.say("close");
    close.language = m_scene.state.language;
    close.show_label = false;
    close.icon = Icon::kClose;
    close.intent = OpenSheet{Sheet::kNone};
    close.rect = m_layout.within(row, {row.w - height, 0, height, height});
    draw_button(m_scene.kit, close);
    if (m_layout.landscape) {
      draw_languages(m_scene,
                     m_layout.within(row, {row.w - height - gap - tools, 0, tools, height}));
      return row.bottom() + gap;
    }
    draw_languages(m_scene, {row.x, row.bottom() + gap, row.w, height});
    return row.bottom() + gap + height + gap;
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

  // From the bottom up; returns its upper edge.
  float draw_keyboard() {
    const std::vector<KeyRow>& rows = key_rows(keyboard(), m_scene.state.language);
    const float gap = m_layout.px(kKeyGap);
    const float height = m_layout.target;
    const float whole = m_layout.screen.w - 2 * m_layout.margin;
    const float width = std::min(m_layout.px(140), (whole - gap * (kKeysAcross - 1)) / kKeysAcross);
    const auto lines = static_cast<float>(rows.size() + 1);
    const float top = m_layout.screen.bottom() - m_layout.px(28) - lines * (height + gap) + gap;
    float y = top;
    for (const KeyRow& row : rows) {
      const auto count = static_cast<float>(row.size());
      float x = m_layout.screen.w / 2 - (count * width + (count - 1) * gap) / 2;
      for (const std::string_view letter : row) {
        draw_letter(letter, {x, y, width, height});
        x += width + gap;
      }
      y += height + gap;
    }
    draw_last_row({m_layout.screen.w / 2 - whole / 2, y, whole, height}, width, gap);
    return top;
  }

  void draw_letter(std::string_view letter, const Rect& rect) {
    Button key;
    key.id = "search:key:" + std::string(letter);
    key.label = letter;
    key.language = key_language(keyboard());
    key.intent = TypeText{std::string(letter)};
    key.rect = rect;
    key.role = TypeRole::kNumber;
    key.radius = m_layout.px(20);
    draw_button(m_scene.kit, key);
  }

  // The scripts, the space bar, and the key that takes a letter back. Not mirrored.
  void draw_last_row(const Rect& row, float width, float gap) {
    const float across = kKeysAcross * width + (kKeysAcross - 1) * gap;
    float x = row.centre().x - across / 2;
    const auto key = [&](Button button, float keys) {
      button.rect = {x, row.y, keys * width + (keys - 1) * gap, row.h};
      button.radius = m_layout.px(20);
      x += button.rect.w + gap;
      draw_button(m_scene.kit, button);
    };
    for (const Keyboard script : {Keyboard::kArabic, Keyboard::kTifinagh, Keyboard::kLatin}) {
      Button button;
      button.id = "search:keyboard:" + std::string(code(script));
      button.language = key_language(script);
      button.label = m_scene.say(script == Keyboard::kArabic     ? "language.short.ar"
                                 : script == Keyboard::kTifinagh ? "language.short.zgh"
                                                                 : "search.latin");
      button.selected = script == keyboard();
      button.intent = ChooseKeyboard{script};
      key(button, 1.5F);
    }
    Button space;
    space.id = "search:key: ";
    space.label = m_scene.say("search.space");
    space.language = m_scene.state.language;
    space.show_label = false;
    space.icon = Icon::kSpace;
    space.intent = TypeText{" "};
    key(space, 5);
    Button erase;
    erase.id = "search:erase";
    erase.label = m_scene.say("search.erase");
    erase.language = m_scene.state.language;
    erase.show_label = false;
    erase.icon = Icon::kErase;
    erase.intent = EraseText{};
    erase.enabled = !m_scene.state.query.empty();
    key(erase, 1.5F);
  }

  void draw_findings(const Rect& box) {
    std::vector<Finding> findings =
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
    draw_cards(findings, window);
  }

  void draw_cards(const std::vector<Finding>& findings, const Rect& window) {
    const float gap = m_layout.px(14);
    const float least = m_layout.px(430) * (1 + (m_layout.text - 1) * 0.8F);
    const int columns = std::clamp(static_cast<int>((window.w + gap) / (least + gap)), 1, 4);
    const auto count = static_cast<int>(findings.size());
    const float width =
        (window.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float height = std::max(m_layout.target, m_layout.px(110) * m_layout.text);
    const int rows = (count + columns - 1) / columns;
    const float whole = static_cast<float>(rows) * (height + gap) - gap;
    Zone list;
    list.id = "scroll:findings";
    list.rect = window;
    list.role = ZoneRole::kScroll;
    list.label = m_scene.say("search");
    list.scroll_range = std::max(0.0F, whole - window.h);
    const float offset = m_scene.state.sheet_scroll.shown(list.scroll_range);
    const float range = list.scroll_range;
    m_frame.zone(list);
    m_frame.push_clip(window);
    for (int i = 0; i < count; ++i) {
      const int above = i / columns;
      const auto column = static_cast<float>(i % columns);
      const auto row = static_cast<float>(above);
      Rect card = m_layout.within(
          window,
          {column * (width + gap), row * (height + gap) - std::round(offset), width, height});
      if (card.bottom() <= window.y || card.y >= window.bottom()) continue;
      draw_card(findings[static_cast<std::size_t>(i)], card, window);
    }
    m_frame.pop_clip();
    draw_more(window, offset, range);
  }

  // A fading edge says that there is more.
  void draw_more(const Rect& window, float offset, float range) {
    const Colour dark = m_scene.theme.chrome;
    const float fade = m_layout.px(40);
    if (offset < range - 1) {
      m_frame.fade_down({0, window.bottom() - fade, m_layout.screen.w, fade}, dark.faded(0), dark);
    }
    if (offset > 1) {
      m_frame.fade_down({0, window.y, m_layout.screen.w, fade}, dark, dark.faded(0));
    }
  }

  void draw_card(const Finding& finding, const Rect& card, const Rect& window) {
    const bool leads = finding.city != nullptr;
    const std::string id = leads ? zone_id(*finding.city) : std::string{};
    const auto& pressed = m_scene.kit.pressed;
    const bool held = std::find(pressed.begin(), pressed.end(), id) != pressed.end();
    const float radius = m_layout.px(22);
    const Colour ground = !leads ? m_scene.theme.chrome_button
                          : held ? m_scene.theme.rule
                                 : m_scene.theme.paper;
    m_frame.fill(card, ground, radius);
    if (m_scene.theme.plain) m_frame.outline(card, m_scene.theme.rule, m_layout.px(2), radius);
    const float pad = m_layout.px(22);
    const float star = m_layout.px(leads ? 19 : 24);
    const Rect mark = m_layout.within(card, {pad, card.h / 2 - star, 2 * star, 2 * star});
    draw_mark(finding, mark.centre(), star);
    float end = card.w - pad;
    if (leads) end -= draw_flag(finding.city->country, card, pad);
    const float start = pad + 2 * star + m_layout.px(20);
    draw_words(finding, card, start, end - start);
    if (!leads) return;
    Zone zone;
    zone.id = id;
    // What is clipped away cannot be touched.
    const float top = std::max(card.y, window.y);
    zone.rect = {card.x, top, card.w, std::min(card.bottom(), window.bottom()) - top};
    zone.label = finding.name + (finding.under.empty() ? "" : ", " + finding.under);
    zone.intent = OpenCity{finding.city->id};
    zone.in_list = true;
    draw_focus(m_scene.kit, zone.id, card, radius);
    m_frame.zone(zone);
  }

  [[nodiscard]] std::string zone_id(const City& city) const {
    return (m_scene.pack.is_home(city.id) ? "home:" : "city:") + city.id.value;
  }

  void draw_mark(const Finding& finding, Vec2 centre, float radius) {
    if (finding.city == nullptr) {
      for (const Vec2& point : star_rim(centre, radius * 0.9F, 0.88F)) {
        m_frame.disc(point, m_layout.px(2), m_scene.theme.saffron);
      }
      return;
    }
    draw_pin(m_frame, centre, radius,
             {home_colour(m_scene, *finding.city), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow.faded(0)});
  }

  // At the card's end side; what it takes of the width comes back.
  float draw_flag(const std::string& country, const Rect& card, float pad) {
    const auto flag = m_scene.flags.of(country);
    if (!flag) return 0;
    const float width = m_layout.px(76);
    const float height = width * 3 / 4;
    const Rect place =
        m_layout.within(card, {card.w - pad - width, (card.h - height) / 2, width, height});
    m_frame.picture(*flag, place, {0, 0, 1, 1}, kUntinted, m_layout.px(6));
    m_frame.outline(place, m_scene.theme.ink.faded(0.25), 1, m_layout.px(6));
    return width + m_layout.px(18);
  }

  void draw_words(const Finding& finding, const Rect& card, float x, float room) {
    const bool leads = finding.city != nullptr;
    TextStyle big = m_scene.style(TypeRole::kHeading, finding.language);
    big.prose = false;
    big.max_width = room;
    big.max_lines = 1;
    big.line_height = finding.language == Language::kArabic ? 1.45F : 1.25F;
    TextStyle small = m_scene.style(TypeRole::kCaption);
    small.max_width = room;
    small.max_lines = leads ? 1 : 2;
    small.line_height = 1.35F;
    const ShapedText& name = m_frame.shape(finding.name, finding.language, big);
    const bool told = !finding.under.empty();
    const ShapedText* under =
        told ? &m_frame.shape(finding.under, m_scene.state.language, small) : nullptr;
    const float height = name.size.y + (under == nullptr ? 0 : under->size.y);
    const float top = card.centre().y - height / 2;
    const Colour ink = leads ? m_scene.theme.ink : m_scene.theme.on_chrome;
    const Colour soft = leads ? m_scene.theme.ink_soft : m_scene.theme.on_chrome_soft;
    const Rect place = m_layout.within(card, {x, 0, room, 0});
    name_at_start(m_scene, name, place, top, ink);
    if (under != nullptr) name_at_start(m_scene, *under, place, top + name.size.y, soft);
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
