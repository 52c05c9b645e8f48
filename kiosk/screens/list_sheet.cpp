#include "kiosk/screens/list_sheet.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>

#include "kiosk/app/format.h"
#include "kiosk/map/great_circle.h"
#include "kiosk/screens/bar.h"
#include "kiosk/search/fold.h"

namespace kiosk {
namespace {

constexpr double kBand = 1000;  // km: the index of distances goes by thousands

double distance_of(const Scene& scene, const City& city) {
  const City* home = home_of(scene.pack, city);
  return home == nullptr ? 0 : great_circle_km(home->position, city.position);
}

std::string kilometres(const Scene& scene, double km) {
  const std::string value = format_number(scene.words, scene.state.language, std::llround(km));
  return scene.words.format("distance.value", scene.state.language, {{"value", value}});
}

}  // namespace

// The groups that the source does not name have no place in either order: they come last.
void ListSheet::add_finalising(const Scene& scene) {
  for (const Agreement& agreement : scene.pack.values().agreements) {
    const auto* unnamed = std::get_if<UnnamedPartner>(&agreement.partner);
    if (unnamed == nullptr) continue;
    const auto name = scene.words.country(unnamed->country, scene.state.language);
    if (!name) continue;
    m_cards.push_back({nullptr,
                       std::string(*name),
                       scene.state.language,
                       std::string(scene.say("agreement.being_finalised")),
                       {},
                       false});
  }
}

void ListSheet::prepare(const Scene& scene) {
  const State& state = scene.state;
  if (m_language == state.language && m_order == state.list_order) return;
  m_language = state.language;
  m_order = state.list_order;
  m_cards.clear();
  m_index.clear();
  for (const City& city : scene.pack.values().cities) {
    CityCard card = card_of(scene, city, {});
    const double km = distance_of(scene, city);
    if (km > 0) card.under += (card.under.empty() ? "" : " · ") + kilometres(scene, km);
    card.letter = m_order == ListOrder::kName
                      ? index_letter(card.name)
                      : "< " + kilometres(scene, (std::floor(km / kBand) + 1) * kBand);
    m_cards.push_back(std::move(card));
  }
  if (m_order == ListOrder::kName) {
    std::ranges::stable_sort(m_cards, {},
                             [](const CityCard& card) { return index_key(card.name); });
  } else {
    std::ranges::stable_sort(m_cards, {},
                             [&](const CityCard& card) { return distance_of(scene, *card.city); });
  }
  for (std::size_t i = 0; i < m_cards.size(); ++i) {
    const CityCard& card = m_cards[i];
    if (card.letter.empty()) continue;
    if (!m_index.empty() && m_index.back().shown == card.letter) continue;
    const bool name = m_order == ListOrder::kName;
    m_index.push_back({card.letter, name ? card.language : state.language, i});
  }
  add_finalising(scene);
}

// The heading, the languages where there is room beside it, and the way out.
float ListSheet::draw_head(const Scene& scene, float top) const {
  const Layout& layout = scene.layout;
  const float gap = layout.px(20);
  const Rect row{layout.margin, top, layout.screen.w - 2 * layout.margin, layout.target};
  TextStyle style = scene.style(TypeRole::kTitle);
  style.line_height = scene.state.language == Language::kArabic ? 1.35F : 1.2F;
  const ShapedText& title =
      scene.frame.shape(scene.say("list.heading"), scene.state.language, style);
  const Rect place = layout.within(row, {0, (row.h - title.size.y) / 2, title.size.x, 0});
  scene.frame.text(title, {place.x, place.y}, scene.theme.on_chrome);
  draw_sheet_close(scene, row);
  if (layout.wide()) {
    const float tools = row.w * 0.46F;
    draw_languages(scene, layout.within(row, {row.w - row.h - gap - tools, 0, tools, row.h}));
    return row.bottom() + gap;
  }
  draw_languages(scene, {row.x, row.bottom() + gap, row.w, row.h});
  return row.bottom() + gap + row.h + gap;
}

float ListSheet::draw_orders(const Scene& scene, float y) const {
  const Layout& layout = scene.layout;
  float x = 0;
  const Rect row{layout.margin, y, layout.screen.w - 2 * layout.margin, layout.target};
  const auto order = [&](const char* id, const char* key, ListOrder to) {
    Button button;
    button.id = id;
    button.label = scene.say(key);
    button.language = scene.state.language;
    button.selected = m_order == to;
    button.intent = OrderList{to};
    button.rect.h = row.h;
    button.rect.w = button_width(scene.kit, button);
    button.rect = layout.within(row, {x, 0, button.rect.w, row.h});
    x += button.rect.w + layout.px(kBarGap);
    draw_button(scene.kit, button);
  };
  order("list:sort:name", "list.by_name", ListOrder::kName);
  order("list:sort:distance", "list.by_distance", ListOrder::kDistance);
  return x;
}

// The index stands behind the two orders, and in further rows where it does not fit.
float ListSheet::draw_controls(const Scene& scene, float start, const CityCards* cards) const {
  const Layout& layout = scene.layout;
  const float y = draw_head(scene, start);
  const Rect row{layout.margin, y, layout.screen.w - 2 * layout.margin, layout.target};
  const float gap = layout.px(kBarGap);
  float x = draw_orders(scene, y) + layout.px(24);
  float top = 0;
  for (const IndexEntry& entry : m_index) {
    Button button;
    button.id = "list:letter:" + entry.shown;
    button.label = entry.shown;
    button.language = entry.language;
    button.selected = scene.state.list_letter == entry.shown;
    button.radius = layout.px(20);
    button.rect.h = row.h;
    button.rect.w = button_width(scene.kit, button);
    if (x + button.rect.w > row.w) {
      x = 0;
      top += row.h + gap;
    }
    button.rect = layout.within(row, {x, top, button.rect.w, row.h});
    x += button.rect.w + gap;
    const float offset = cards == nullptr ? 0 : cards->top_of(entry.first);
    button.intent = JumpInList{entry.shown, offset, cards == nullptr ? 0 : cards->range()};
    draw_button(scene.kit, button);
  }
  return row.y + top + row.h;
}

void ListSheet::draw(const Scene& scene, double strength) {
  prepare(scene);
  scene.frame.set_opacity(strength);
  draw_sheet_ground(scene);
  const Layout& layout = scene.layout;
  // How high the controls are is known once they are laid out, far below all that is seen.
  const bool silent = scene.frame.silent();
  scene.frame.set_silent(true);
  const float below = 3 * layout.screen.h;
  const float height = draw_controls(scene, below, nullptr) - below;
  scene.frame.set_silent(silent);
  const float edge = layout.px(28);
  const float gap = layout.px(24);
  const float window_height = layout.screen.h - height - 2 * edge - gap;
  const float controls = layout.reach ? layout.screen.h - edge - height : edge;
  const Rect window{layout.margin, layout.reach ? edge : edge + height + gap,
                    layout.screen.w - 2 * layout.margin, window_height};
  const CityCards cards(scene, window, m_cards.size(), true);
  static_cast<void>(draw_controls(scene, controls, &cards));
  for (CityCard& card : m_cards) {
    card.marked = !card.letter.empty() && card.letter == scene.state.list_letter;
  }
  cards.draw(m_cards);
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
