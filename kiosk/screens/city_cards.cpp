#include "kiosk/screens/city_cards.h"

#include <algorithm>
#include <cmath>

#include "kiosk/base/isolate.h"
#include "kiosk/draw/zellige.h"

namespace kiosk {
namespace {

std::string zone_id(const Scene& scene, const City& city) {
  return (scene.pack.is_home(city.id) ? "home:" : "city:") + city.id.value;
}

}  // namespace

CityCard card_of(const Scene& scene, const City& city, const std::string& why) {
  const Language language = scene.state.language;
  const Wording name = scene.resolve(city.name);
  std::string under = isolated(why, language);
  const auto country = scene.words.country(city.country, language);
  if (country) under.append(under.empty() ? "" : " · ").append(*country);
  return {&city, std::string(name.text), name.language, under, {}, false};
}

CityCards::CityCards(const Scene& scene, const Rect& window, std::size_t count, bool roomy)
    : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_window(window) {
  m_gap = m_layout.px(14);
  const float least = m_layout.px(roomy ? 540 : 430) * (1 + (m_layout.text - 1) * 0.8F);
  m_columns = std::clamp(static_cast<int>((window.w + m_gap) / (least + m_gap)), 1, 4);
  m_width = (window.w - m_gap * static_cast<float>(m_columns - 1)) / static_cast<float>(m_columns);
  m_height = std::max(m_layout.target, m_layout.px(110) * m_layout.text);
  const int rows = (static_cast<int>(count) + m_columns - 1) / m_columns;
  if (roomy && rows > 0) {
    const float filling = (window.h + m_gap) / static_cast<float>(rows) - m_gap;
    m_height = std::max(m_height, std::min(std::floor(filling), m_layout.px(150) * m_layout.text));
  }
  m_range = std::max(0.0F, static_cast<float>(rows) * (m_height + m_gap) - m_gap - window.h);
}

float CityCards::top_of(std::size_t card) const {
  const std::size_t row = card / static_cast<std::size_t>(m_columns);
  return static_cast<float>(row) * (m_height + m_gap);
}

void CityCards::draw(std::span<const CityCard> cards) const {
  Zone& list = m_frame.add_zone();
  list.id = "scroll:findings";
  list.rect = m_window;
  list.role = ZoneRole::kScroll;
  list.label = m_scene.say("list.heading");
  list.scroll_range = m_range;
  const float offset = m_scene.state.sheet_scroll.shown(m_range);
  m_frame.push_clip(m_window);
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto column = static_cast<float>(i % static_cast<std::size_t>(m_columns));
    const Rect card = m_layout.within(
        m_window, {column * (m_width + m_gap), top_of(i) - std::round(offset), m_width, m_height});
    if (card.bottom() <= m_window.y || card.y >= m_window.bottom()) continue;
    draw_card(cards[i], card);
  }
  m_frame.pop_clip();
  draw_more(offset);
}

// A fading edge says that there is more.
void CityCards::draw_more(float offset) const {
  const Colour dark = m_scene.theme.chrome;
  const float fade = m_layout.px(40);
  const float width = m_layout.screen.w;
  if (offset < m_range - 1) {
    m_frame.fade_down({0, m_window.bottom() - fade, width, fade}, dark.faded(0), dark);
  }
  if (offset > 1) m_frame.fade_down({0, m_window.y, width, fade}, dark, dark.faded(0));
}

void CityCards::draw_card(const CityCard& finding, const Rect& card) const {
  const bool leads = finding.city != nullptr;
  const std::string id = leads ? zone_id(m_scene, *finding.city) : std::string{};
  const auto& pressed = m_scene.kit.pressed;
  const bool held = std::find(pressed.begin(), pressed.end(), id) != pressed.end();
  const float radius = m_layout.px(22);
  const Colour ground = !leads ? m_scene.theme.chrome_button
                        : held ? m_scene.theme.rule
                               : m_scene.theme.paper;
  m_frame.fill(card, ground, radius);
  if (finding.marked) m_frame.outline(card, m_scene.theme.saffron, m_layout.px(6), radius);
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
  const float top = std::max(card.y, m_window.y);
  zone.rect = {card.x, top, card.w, std::min(card.bottom(), m_window.bottom()) - top};
  zone.label = finding.name + (finding.under.empty() ? "" : ", " + finding.under);
  zone.intent = OpenCity{finding.city->id};
  zone.in_list = true;
  draw_focus(m_scene.kit, zone.id, card, radius);
  m_frame.zone(zone);
}

void CityCards::draw_mark(const CityCard& finding, Vec2 centre, float radius) const {
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
float CityCards::draw_flag(const std::string& country, const Rect& card, float pad) const {
  if (!m_scene.flags.has(country)) return 0;
  const float width = m_layout.px(76);
  const float height = width * 3 / 4;
  const Rect place =
      m_layout.within(card, {card.w - pad - width, (card.h - height) / 2, width, height});
  if (const auto flag = m_scene.flags.fetch(m_scene.stage, m_frame, country); flag.value != 0) {
    m_frame.picture(flag, place, {0, 0, 1, 1}, kUntinted, m_layout.px(6));
    m_frame.outline(place, m_scene.theme.ink.faded(0.25), 1, m_layout.px(6));
  }
  return width + m_layout.px(18);
}

void CityCards::draw_words(const CityCard& finding, const Rect& card, float x, float room) const {
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

void draw_sheet_ground(const Scene& scene) {
  const Rect& screen = scene.layout.screen;
  scene.frame.fill(screen, scene.theme.chrome);
  scene.frame.fade_down(screen, scene.theme.sea, scene.theme.chrome);
  scene.ground.draw_pattern(scene.frame, screen, {0, 0}, scene.theme.sea_pattern.faded(0.7));
  Zone& surface = scene.frame.add_zone();
  surface.id = "sheet";
  surface.rect = screen;
  surface.role = ZoneRole::kSurface;
}

void draw_sheet_close(const Scene& scene, const Rect& row) {
  Button close;
  close.id = "close";
  close.label = scene.say("close");
  close.language = scene.state.language;
  close.show_label = false;
  close.icon = Icon::kClose;
  close.intent = OpenSheet{Sheet::kNone};
  close.rect = scene.layout.within(row, {row.w - row.h, 0, row.h, row.h});
  draw_button(scene.kit, close);
}

}  // namespace kiosk
