#include "kiosk/screens/city_drawings.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/base/isolate.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"
#include "kiosk/screens/city_text.h"
#include "kiosk/screens/river_names.h"

namespace kiosk {
namespace {

constexpr double kNearRiver = 0.0035;  // in the map's plane, about 22 km: as fine as the map is
constexpr double kRiverScale = 2600;   // px per Earth radius at 1080 lines
constexpr std::size_t kNearCities = 3;

class Drawing {
 public:
  Drawing(const Scene& scene, const Rect& column, float y)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_column(column), m_y(y) {}

  float compare(const City& city, const City& home) {
    const float start = m_y;
    if (city.population && home.population) compare_people(city, home);
    compare_distance(city, home);
    compare_latitude(city, home);
    return m_y - start;
  }

 private:
  [[nodiscard]] const ShapedText& shape(std::string_view words, TypeRole role, float width) const {
    TextStyle style = m_scene.style(role);
    style.max_width = width;
    return m_frame.shape(words, m_scene.state.language, style);
  }

  void title(std::string_view words) {
    m_y += m_layout.px(14);
    const ShapedText& text = shape(words, TypeRole::kCaption, m_column.w);
    m_frame.text(text, {m_column.x, m_y}, m_scene.theme.ink_soft);
    m_y += text.size.y;
  }

  [[nodiscard]] std::string named(const City& city) const {
    return std::string(m_scene.resolve(city.name).text);
  }

  // "Agadez  about 110 000" over its bar.
  void bar(const City& city, std::int64_t people, double share) {
    const Language language = m_scene.state.language;
    const std::string value = m_scene.words.format(
        "population.value", language, {{"value", format_number(m_scene.words, language, people)}});
    const ShapedText& number = shape(value, TypeRole::kControl, 0);
    const std::string name = named(city);
    const ShapedText& label = shape(name, TypeRole::kControl, 0);
    const Rect line{m_column.x, m_y, m_column.w, label.size.y};
    const Rect left = m_layout.within(line, {0, 0, label.size.x, 0});
    const Rect right = m_layout.within(line, {line.w - number.size.x, 0, number.size.x, 0});
    m_frame.text(label, {left.x, m_y}, m_scene.theme.ink);
    m_frame.text(number, {right.x, m_y}, m_scene.theme.ink);
    m_y += label.size.y + m_layout.px(4);
    const float height = m_layout.px(18);
    const Rect whole{m_column.x, m_y, m_column.w, height};
    m_frame.fill(whole, m_scene.theme.paper_line, height / 2);
    const float width = std::max(height, whole.w * static_cast<float>(share));
    m_frame.fill(m_layout.within(whole, {0, 0, width, height}), home_colour(m_scene, city),
                 height / 2);
    m_y += height + m_layout.px(12);
  }

  void compare_people(const City& city, const City& home) {
    title(m_scene.say("compare.population"));
    const auto most = static_cast<double>(std::max(city.population->value, home.population->value));
    for (const City* one : {&home, &city}) {
      const auto people = static_cast<double>(one->population->value);
      bar(*one, rounded_people(one->population->value), people / most);
    }
  }

  // Where it lies on the way to the farthest of all partners.
  void compare_distance(const City& city, const City& home) {
    const City* farthest = &city;
    const auto km_to = [&](const City& to) { return great_circle_km(home.position, to.position); };
    for (const City& other : m_scene.pack.values().cities) {
      const bool tied = home_of(m_scene.pack, other) == &home;
      if (tied && km_to(other) > km_to(*farthest)) farthest = &other;
    }
    const Language language = m_scene.state.language;
    title(m_scene.words.format("compare.distance", language, {{"home", named(home)}}));
    const float radius = m_layout.px(16);
    const float lift = m_layout.px(56);
    m_y += lift;
    const Rect line =
        m_layout.within(m_column, {radius, m_y - m_column.y, m_column.w - 2 * radius, 0});
    const auto at = [&](double share) {
      const auto along = static_cast<float>(share) * line.w;
      return Vec2{m_layout.right_to_left ? line.right() - along : line.x + along, m_y};
    };
    const double share = km_to(city) / std::max(km_to(*farthest), 1.0);
    m_frame.line(at(0), at(1), m_scene.theme.rule, m_layout.px(4));
    std::vector<Vec2> arc;
    for (int i = 0; i <= 24; ++i) {
      const float t = static_cast<float>(i) / 24;
      const Vec2 on = at(share * t);
      const float up = std::min(lift, std::abs(at(share).x - at(0).x) * 0.5F);
      arc.push_back({on.x, on.y - up * 4 * t * (1 - t)});
    }
    m_frame.path(arc, home_colour(m_scene, city), m_layout.px(5));
    pin(at(0), home, radius);
    if (farthest != &city) pin(at(1), *farthest, radius * 0.7F);
    pin(at(share), city, radius);
    m_y += radius + m_layout.px(6);
    const std::string km = m_scene.words.format(
        "distance.value", language,
        {{"value", format_number(m_scene.words, language, std::llround(km_to(city)))}});
    std::string words = isolated(named(city), language) + " · " + isolated(km, language);
    if (farthest != &city) {
      words += " (" +
               m_scene.words.format("compare.farthest", language, {{"city", named(*farthest)}}) +
               ")";
    }
    const ShapedText& text = shape(words, TypeRole::kCaption, m_column.w);
    m_frame.text(text, {m_column.x, m_y}, m_scene.theme.ink);
    m_y += text.size.y;
  }

  void pin(Vec2 at, const City& city, float radius) {
    draw_pin(m_frame, at, radius,
             {home_colour(m_scene, city), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow.faded(0)});
  }

  // Between the poles, with the equator across.
  void compare_latitude(const City& city, const City& home) {
    title(m_scene.say("compare.latitude"));
    m_y += m_layout.px(8);
    const float height = m_layout.px(190);
    const float radius = height / 2;
    const Rect globe =
        m_layout.within({m_column.x, m_y, m_column.w, height}, {m_layout.px(8), 0, height, height});
    const Vec2 centre = globe.centre();
    m_frame.disc(centre, radius, m_scene.theme.paper_line);
    m_frame.ring(centre, radius, m_scene.theme.rule, m_layout.px(3));
    m_frame.line({globe.x, centre.y}, {globe.right(), centre.y}, m_scene.theme.rule,
                 m_layout.px(2));
    struct Mark {
      const City* city;
      float y;      // of its parallel
      float label;  // of the middle of its words
      std::string words;
      float half;  // of their height
    };
    const float x = height + m_layout.px(50);
    const Rect text = m_layout.within(m_column, {x, 0, m_column.w - x, 0});
    std::vector<Mark> marks;
    for (const City* marked : {&home, &city}) {
      constexpr double kRadian = std::numbers::pi / 180;
      const double degrees = marked->position.lat;
      const float y = centre.y - radius * static_cast<float>(std::sin(degrees * kRadian));
      const std::string words = named(*marked) + " · " + latitude(degrees);
      const float half = shape(words, TypeRole::kControl, text.w).size.y / 2;
      marks.push_back({marked, y, std::max(y, globe.y + half), words, half});
    }
    if (marks[0].y > marks[1].y) std::swap(marks[0], marks[1]);
    // Their words must not stand on each other.
    const float least = marks[0].half + marks[1].half + m_layout.px(6);
    if (marks[1].label - marks[0].label < least) {
      const float middle = (marks[0].label + marks[1].label) / 2;
      marks[0].label = std::max(middle - least / 2, globe.y + marks[0].half);
      marks[1].label = marks[0].label + least;
    }
    const float towards = m_layout.right_to_left ? -1.0F : 1.0F;
    const float near = m_layout.right_to_left ? text.right() : text.x;
    for (const Mark& mark : marks) {
      const float off = mark.y - centre.y;
      const float half = std::sqrt(std::max(0.0F, radius * radius - off * off));
      const Colour colour = home_colour(m_scene, *mark.city);
      m_frame.line({centre.x - half, mark.y}, {centre.x + half, mark.y}, colour, m_layout.px(4));
      const Vec2 end{centre.x + towards * half, mark.y};
      m_frame.line(end, {near - towards * m_layout.px(8), mark.label}, colour, m_layout.px(2));
      const ShapedText& shaped = shape(mark.words, TypeRole::kControl, text.w);
      const Rect place = m_layout.within(text, {0, 0, shaped.size.x, 0});
      m_frame.text(shaped, {place.x, mark.label - mark.half}, m_scene.theme.ink);
    }
    m_y = std::max(globe.bottom(), marks[1].label + marks[1].half) + m_layout.px(8);
  }

  [[nodiscard]] std::string latitude(double degrees) const {
    const Language language = m_scene.state.language;
    const auto tenths = std::llround(std::abs(degrees) * 10);
    const std::string value = std::to_string(tenths / 10) +
                              std::string(m_scene.say("number.decimal")) +
                              std::to_string(tenths % 10);
    return isolated(m_scene.words.format(degrees >= 0 ? "latitude.north" : "latitude.south",
                                         language, {{"value", value}}),
                    language);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  Rect m_column;
  float m_y;
};

// A card among the text that answers: what it lies on, and its zone, of which as much answers as
// the window shows.
constexpr float kCardRadius = 20;  // px at 1080 lines

void draw_card_ground(const Scene& scene, const std::string& id, const Rect& card) {
  const float radius = scene.layout.px(kCardRadius);
  const bool held = std::ranges::find(scene.kit.pressed, id) != scene.kit.pressed.end();
  scene.frame.fill(card, held ? scene.theme.rule : scene.theme.paper_line, radius);
  if (scene.theme.plain) {
    scene.frame.outline(card, scene.theme.rule, scene.layout.px(2), radius);
  }
}

struct CardZone {
  std::string id;
  Rect card;
  std::string label;
  Intent intent;
};

void add_card_zone(const Scene& scene, const CardZone& made, const Rect& window) {
  const Rect seen = made.card.intersection(window);
  if (seen.h <= scene.layout.px(kCardRadius)) return;
  draw_focus(scene.kit, made.id, made.card, scene.layout.px(kCardRadius));
  Zone& zone = scene.frame.add_zone();
  zone.id = made.id;
  zone.rect = seen;
  zone.label = made.label;
  zone.intent = made.intent;
  zone.in_list = true;
}

// The key of the nearest named river's word, if it comes near enough.
std::optional<std::string_view> river_of(const Scene& scene, const City& city) {
  const MapPoint here = equal_earth(city.position);
  std::optional<std::string_view> found;
  double nearest = kNearRiver;
  for (const MapLine& line : scene.ground.basemap().near.rivers) {
    const bool close =
        here.x > line.bounds.min.x - kNearRiver && here.x < line.bounds.max.x + kNearRiver &&
        here.y > line.bounds.min.y - kNearRiver && here.y < line.bounds.max.y + kNearRiver;
    if (!close) continue;
    const auto key = std::ranges::find_if(
        kRiverKeys, [&](std::string_view known) { return names_river(known, line.name); });
    if (key == kRiverKeys.end()) continue;
    for (const MeshVertex& point : line.points) {
      const double away = std::hypot(point.x - here.x, point.y - here.y);
      if (away >= nearest) continue;
      found = *key;
      nearest = away;
    }
  }
  return found;
}

}  // namespace

float draw_comparison(const Scene& scene, const City& city, const Rect& column, float y) {
  const City* home = home_of(scene.pack, city);
  if (home == nullptr || home == &city) return 0;
  return Drawing(scene, column, y).compare(city, *home);
}

bool has_river(const Scene& scene, const City& city) { return river_of(scene, city).has_value(); }

float draw_river(const Scene& scene, const City& city, const Rect& column, float y) {
  const auto key = river_of(scene, city);
  if (!key) return 0;
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  const Rect box{column.x, y + layout.px(8), column.w, layout.px(210)};
  const Camera camera{equal_earth(city.position),
                      std::log2(kRiverScale * static_cast<double>(layout.scale) / 256)};
  frame.fill(box, scene.theme.plain ? scene.theme.land_middle : scene.theme.land_north,
             layout.px(16));
  frame.push_clip(box);
  std::vector<Vec2> course;
  for (const MapLine& line : scene.ground.basemap().near.rivers) {
    const bool ours = names_river(*key, line.name);
    if (!ours && line.rank > 6) continue;
    if (!line.bounds.intersects(visible_map(camera, box, box))) continue;
    course.clear();
    for (const MeshVertex& point : line.points) {
      course.push_back(to_screen(camera, box, {point.x, point.y}));
    }
    const Colour water = scene.theme.plain ? scene.theme.coast : scene.theme.river;
    frame.path(course, ours ? water : water.faded(0.45), layout.px(ours ? 9 : 3));
  }
  const Vec2 middle = box.centre();
  frame.disc(middle, layout.px(34), scene.theme.saffron.faded(0.35));
  draw_pin(frame, middle, layout.px(18),
           {home_colour(scene, city), scene.theme.paper, scene.theme.paper, scene.theme.shadow});
  frame.pop_clip();
  const ShapedText& name =
      frame.shape(scene.say(*key), scene.state.language, scene.style(TypeRole::kControl));
  const float pad = layout.px(16);
  const Rect tag = layout.within(
      box, {pad, box.h - name.size.y - pad, name.size.x + 2 * pad, name.size.y + layout.px(4)});
  frame.fill(tag, scene.theme.paper, tag.h / 2);
  frame.text(name, {tag.x + pad, tag.y + layout.px(2)}, scene.theme.ink);
  return box.h + layout.px(16);
}

float draw_near_cities(const Scene& scene, const City& city, const Rect& column, float y,
                       const Rect& window) {
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  std::vector<std::pair<double, const City*>> others;
  for (const City& other : scene.pack.values().cities) {
    // One that only stands beside another has no distance of its own.
    if (other.id == city.id || other.beside == city.id || city.beside == other.id) continue;
    others.emplace_back(great_circle_km(city.position, other.position), &other);
  }
  std::ranges::sort(others, {}, [](const auto& other) { return other.first; });
  if (others.size() > kNearCities) others.resize(kNearCities);
  const float start = y;
  const Language language = scene.state.language;
  for (const auto& [km, other] : others) {
    const Wording name = scene.resolve(other->name);
    const ShapedText& label =
        frame.shape(name.text, name.language, scene.style(TypeRole::kControl, name.language));
    const std::string value =
        scene.words.format("distance.value", language,
                           {{"value", format_number(scene.words, language, std::llround(km))}});
    const ShapedText& away = frame.shape(value, language, scene.style(TypeRole::kCaption));
    const Rect card{column.x, y, column.w, std::max(layout.target, label.size.y + layout.px(16))};
    const std::string id = "near:" + other->id.value;
    draw_card_ground(scene, id, card);
    const float radius = layout.px(17);
    const float pad = layout.px(22);
    const Rect mark = layout.within(card, {pad, card.h / 2 - radius, 2 * radius, 2 * radius});
    draw_pin(frame, mark.centre(), radius,
             {home_colour(scene, *other), scene.theme.paper, scene.theme.paper,
              scene.theme.shadow.faded(0)});
    const Rect words = layout.within(card, {pad + 2 * radius + layout.px(18), 0, label.size.x, 0});
    frame.text(label, {words.x, card.centre().y - label.size.y / 2}, scene.theme.ink);
    const float icon = layout.px(22);
    const Rect arrow =
        layout.within(card, {card.w - pad - icon, card.h / 2 - icon / 2, icon, icon});
    draw_icon(frame, Icon::kNext, arrow.centre(), icon, scene.theme.ink_soft, layout.right_to_left);
    const Rect number =
        layout.within(card, {card.w - pad - icon - layout.px(18) - away.size.x, 0, away.size.x, 0});
    frame.text(away, {number.x, card.centre().y - away.size.y / 2}, scene.theme.ink_soft);
    add_card_zone(scene, {id, card, std::string(name.text) + ", " + value, OpenCity{other->id}},
                  window);
    y += card.h + layout.px(12);
  }
  return y - start;
}

float draw_take_away(const Scene& scene, const Rect& column, float y, const Rect& window) {
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  const ShapedText& words =
      frame.shape(scene.say("take_away"), scene.state.language, scene.style(TypeRole::kControl));
  const Rect card{column.x, y, column.w, std::max(layout.target, words.size.y + layout.px(16))};
  const std::string id = "take_away";
  draw_card_ground(scene, id, card);
  const float icon = layout.px(34);
  const float pad = layout.px(22);
  const Rect mark = layout.within(card, {pad, card.h / 2 - icon / 2, icon, icon});
  draw_icon(frame, Icon::kTakeAway, mark.centre(), icon, scene.theme.first_home_deep, false);
  const Rect place = layout.within(card, {pad + icon + layout.px(18), 0, words.size.x, 0});
  frame.text(words, {place.x, card.centre().y - words.size.y / 2}, scene.theme.ink);
  add_card_zone(scene, {id, card, std::string(scene.say("take_away")), OpenSheet{Sheet::kTakeAway}},
                window);
  return card.h;
}

}  // namespace kiosk
