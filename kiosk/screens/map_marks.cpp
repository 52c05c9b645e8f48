#include "kiosk/screens/map_marks.h"

#include <algorithm>
#include <cmath>

#include "kiosk/draw/zellige.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"
#include "kiosk/text/letter_case.h"

namespace kiosk {
namespace {

constexpr int kArcPoints = 56;
constexpr float kPinRadius = 17;
constexpr float kHomeRadius = 22;
constexpr double kDimmed = 0.35;
constexpr double kGlideMillis = 80;  // to 1/e of the way left
constexpr float kAtPlace = 0.4F;     // px: near enough

Vec2 eased(Vec2 now, Vec2 target, double share) {
  const Vec2 left = target - now;
  if (length(left) < kAtPlace) return target;
  return now + left * static_cast<float>(share);
}

// Up, or to the side where the chord runs straight down.
Vec2 lift_direction(Vec2 chord) {
  const float size = std::max(length(chord), 1.0F);
  const Vec2 normal{chord.y / size, -chord.x / size};
  return normal.y > 0 ? normal * -1 : normal;
}

// The place for a box at the room's edge, nearest to where the city lies; false: all taken.
bool find_edge_place(const Rect& room, Vec2 city, std::span<const Rect> taken, float gap,
                     Rect& box) {
  const Vec2 nearest{std::clamp(city.x - box.w / 2, room.x, room.right() - box.w),
                     std::clamp(city.y - box.h / 2, room.y, room.bottom() - box.h)};
  // Along the edge that the city lies beyond: up and down, or to the sides.
  const bool beside = city.x < room.x || city.x > room.right();
  const float step = (beside ? box.h : box.w) + gap;
  for (int i = 0; i < 40; ++i) {
    const float away = step / 4 * static_cast<float>((i + 1) / 2) * (i % 2 == 0 ? 1.0F : -1.0F);
    box.x = nearest.x + (beside ? 0 : away);
    box.y = nearest.y + (beside ? away : 0);
    const bool inside = box.x >= room.x && box.y >= room.y && box.right() <= room.right() &&
                        box.bottom() <= room.bottom();
    const Rect clear = box.grown(gap / 2);
    const bool free = std::none_of(taken.begin(), taken.end(),
                                   [&](const Rect& other) { return other.intersects(clear); });
    if (inside && free) return true;
  }
  return false;
}

double strength_of(const Scene& scene, const City& city) {
  const State& state = scene.state;
  const City* home = home_of(scene.pack, city);
  const bool filtered = state.home_filter && (home == nullptr || home->id != *state.home_filter);
  if (filtered) return kDimmed;
  if (state.screen != Screen::kCity) return 1;
  const City* open = scene.pack.city(state.city);
  if (open == nullptr || city.id == open->id) return 1;
  const City* open_home = home_of(scene.pack, *open);
  if (open_home != nullptr && city.id == open_home->id) return 1;
  if (scene.pack.is_home(open->id) && home != nullptr && home->id == open->id) return 1;
  return 0.55;
}

}  // namespace

std::string MapMarks::pin_zone(const Mark& mark) {
  return (mark.home ? "home:" : "city:") + mark.city->id.value;
}

std::vector<MapMarks::Mark> MapMarks::marks_of(const Scene& scene) const {
  std::vector<Mark> marks;
  for (const City& city : scene.pack.values().cities) {
    Mark mark;
    mark.city = &city;
    mark.place = to_screen(scene.state.camera, scene.layout.map_view, equal_earth(city.position));
    mark.home = scene.pack.is_home(city.id);
    mark.selected = scene.state.screen == Screen::kCity && scene.state.city == city.id;
    mark.strength = strength_of(scene, city);
    const Wording name = scene.resolve(city.name);
    TextStyle style =
        scene.style(mark.home ? TypeRole::kHomeLabel : TypeRole::kLabel, name.language);
    style.outline_px = std::round(scene.layout.px(mark.home ? 5 : 4));
    style.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    mark.label = &scene.frame.shape(name.text, name.language, style);
    marks.push_back(mark);
  }
  return marks;
}

void MapMarks::place(const Scene& scene, std::vector<Mark>& marks, std::span<const Rect> avoid) {
  std::vector<PinInput> pins;
  const auto key_of = [&](const CityId& id) {
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [&](const Mark& mark) { return mark.city->id == id; });
    return static_cast<int>(found - marks.begin());
  };
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const Mark& mark = marks[i];
    PinInput pin;
    pin.key = static_cast<int>(i);
    pin.place = mark.place;
    pin.latitude = mark.city->position.lat;
    pin.target = scene.layout.target;
    // Its rim belongs to it, and so do the rings of a chosen one.
    pin.radius =
        scene.layout.px(mark.home ? kHomeRadius : kPinRadius) * (mark.selected ? 2.5F : 1.3F);
    pin.label_size = mark.label->size;
    pin.home = mark.home;
    if (mark.city->beside) pin.beside = key_of(*mark.city->beside);
    pins.push_back(pin);
  }
  DeclutterInput input;
  input.screen = scene.layout.labels;
  input.pins = pins;
  input.avoid = avoid;
  input.right_to_left = scene.layout.right_to_left;
  input.is_sea = [&](Vec2 point) {
    return scene.ground.is_sea(to_map(scene.state.camera, scene.layout.map_view, point));
  };
  std::vector<PinPlacement> placed = place_pins(input, m_placed);
  std::vector<std::vector<Vec2>> arcs;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const City* home = home_of(scene.pack, *marks[i].city);
    if (marks[i].home || home == nullptr) continue;
    const auto from = static_cast<std::size_t>(key_of(home->id));
    arcs.push_back(arc(scene, marks[from], placed[from].pin, marks[i], placed[i].pin));
  }
  input.arcs = arcs;
  place_labels(input, m_placed, placed);
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i].placement = placed[i];
  m_placed = std::move(placed);
}

void MapMarks::glide(const Scene& scene, std::vector<Mark>& marks) {
  const Millis elapsed = m_drawn_at ? scene.state.now - *m_drawn_at : Millis{0};
  m_drawn_at = scene.state.now;
  const double share = 1 - std::exp(-std::max(elapsed.count(), 0.0) / kGlideMillis);
  std::vector<Glide> glides;
  for (Mark& mark : marks) {
    const Vec2 pin = mark.placement.pin - mark.place;
    const Rect& box = mark.placement.label;
    const Vec2 label = Vec2{box.x, box.y} - mark.placement.pin;
    Glide now{mark.placement.key, pin, label};
    const auto before = std::find_if(m_glides.begin(), m_glides.end(), [&](const Glide& glide) {
      return glide.key == mark.placement.key;
    });
    if (before != m_glides.end()) {
      now.pin = eased(before->pin, pin, share);
      now.label = eased(before->label, label, share);
    }
    if (!(now.pin == pin) || !(now.label == label)) scene.frame.keep_moving();
    mark.pin = mark.place + now.pin;
    mark.label_box = {mark.pin.x + now.label.x, mark.pin.y + now.label.y, box.w, box.h};
    glides.push_back(now);
  }
  m_glides = std::move(glides);
}

std::vector<Vec2> MapMarks::arc(const Scene& scene, const Mark& from, Vec2 from_pin, const Mark& to,
                                Vec2 to_pin) const {
  const std::vector<MapPoint> path =
      great_circle_path(from.city->position, to.city->position, kArcPoints);
  const Vec2 chord = to_pin - from_pin;
  const float way = length(chord);
  const float most = scene.layout.px(150);
  float lift = std::min(way * 0.16F, most);
  if (way > scene.layout.px(900)) lift = most / 4;
  const Vec2 up = lift_direction(chord) * lift;
  std::vector<Vec2> points;
  points.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const float t = static_cast<float>(i) / (kArcPoints - 1);
    const Vec2 on_ground = to_screen(scene.state.camera, scene.layout.map_view, path[i]);
    // The ends are where the pins stand, which is not always their true place.
    const Vec2 shift = (from_pin - from.place) * (1 - t) + (to_pin - to.place) * t;
    points.push_back(on_ground + shift + up * (4 * t * (1 - t)));
  }
  return points;
}

void MapMarks::draw_arcs(const Scene& scene, std::span<const Mark> marks) const {
  // The open city's arc last, over the others.
  for (const bool selected : {false, true}) {
    for (const Mark& mark : marks) {
      const City* home = home_of(scene.pack, *mark.city);
      if (mark.home || home == nullptr || mark.selected != selected) continue;
      const auto from = std::find_if(marks.begin(), marks.end(),
                                     [&](const Mark& other) { return other.city == home; });
      const std::vector<Vec2> points = arc(scene, *from, from->pin, mark, mark.pin);
      const double strength = mark.strength < 1 ? kDimmed : 1;
      const float halo = scene.layout.px(mark.selected ? 11 : 7);
      const float core = scene.layout.px(mark.selected ? 5 : 3.4F);
      const Colour around =
          mark.selected ? scene.theme.saffron.faded(0.9) : scene.theme.paper.faded(0.35 * strength);
      scene.frame.path(points, around, halo);
      scene.frame.path(points, home_colour(scene, *mark.city).faded(strength), core);
    }
  }
}

void MapMarks::draw_leaders(const Scene& scene, std::span<const Mark> marks) const {
  for (const Mark& mark : marks) {
    if (!mark.placement.visible) continue;
    if (mark.placement.docked) {
      const auto host = std::find_if(marks.begin(), marks.end(), [&](const Mark& other) {
        return mark.city->beside && other.city->id == *mark.city->beside;
      });
      if (host == marks.end()) continue;
      const Vec2 way = mark.pin - host->pin;
      const float gap = scene.layout.px(9);
      for (float at = gap; at < length(way); at += gap) {
        scene.frame.disc(host->pin + way * (at / length(way)), scene.layout.px(2.2F),
                         scene.theme.saffron);
      }
    } else if (mark.placement.leader) {
      const Colour colour = scene.theme.paper.faded(0.6 + 0.4 * (mark.strength - kDimmed));
      scene.frame.line(mark.place, mark.pin, colour, scene.layout.px(2.5F));
      scene.frame.disc(mark.place, scene.layout.px(5), scene.theme.paper);
      scene.frame.disc(mark.place, scene.layout.px(3), home_colour(scene, *mark.city));
    }
  }
}

void MapMarks::draw_pins(const Scene& scene, std::span<const Mark> marks) const {
  for (const Mark& mark : marks) {
    if (!mark.placement.visible) continue;
    const std::string id = pin_zone(mark);
    const auto& pressed = scene.kit.pressed;
    const bool held = std::find(pressed.begin(), pressed.end(), id) != pressed.end();
    const float grown = held || mark.selected ? 1.12F : 1.0F;
    const float radius = scene.layout.px(mark.home ? kHomeRadius : kPinRadius) * grown;
    // Dimmed pins take the ground's tone instead of becoming translucent over their arcs.
    const auto quiet = [&](Colour colour) {
      return mix(scene.theme.land_middle, colour, 0.25 + 0.75 * mark.strength);
    };
    if (mark.selected) {
      scene.frame.disc(mark.pin, radius * 2.25F, scene.theme.saffron.faded(0.22));
      scene.frame.ring(mark.pin, radius * 1.72F, scene.theme.saffron, scene.layout.px(4));
      scene.frame.ring(mark.pin, radius * 2.25F, scene.theme.saffron.faded(0.55),
                       scene.layout.px(2));
    }
    const PinLook look{quiet(home_colour(scene, *mark.city)), quiet(scene.theme.paper),
                       quiet(scene.theme.paper), scene.theme.shadow};
    draw_pin(scene.frame, mark.pin, radius, look);
  }
}

void MapMarks::draw_labels(const Scene& scene, std::span<const Mark> marks) const {
  for (const Mark& mark : marks) {
    if (!mark.placement.visible) continue;
    const double strength = 0.5 + 0.5 * mark.strength;
    const Colour ink = mix(scene.theme.label_halo, scene.theme.ink, strength);
    scene.frame.text(*mark.label, {mark.label_box.x, mark.label_box.y}, ink,
                     scene.theme.label_halo);
  }
  // Pins' targets lie over the labels' in front, so that a pin is never covered.
  for (const bool pins : {false, true}) {
    for (const Mark& mark : marks) {
      if (!mark.placement.visible) continue;
      const std::string id = mark.city->id.value;
      Zone zone;
      zone.id = pins ? pin_zone(mark) : "label:" + id;
      zone.rect = pins ? mark.placement.target : mark.label_box;
      if (pins) {
        const Vec2 glided = mark.pin - mark.placement.pin;
        zone.rect.x += glided.x;
        zone.rect.y += glided.y;
      }
      zone.label = scene.resolve(mark.city->name).text;
      zone.selected = mark.selected;
      zone.focusable = pins;
      zone.intent = OpenCity{mark.city->id};
      if (pins) draw_focus(scene.kit, zone.id, zone.rect, zone.rect.h / 2);
      scene.frame.zone(std::move(zone));
    }
  }
}

void MapMarks::draw_country_names(const Scene& scene, std::span<const Mark> marks,
                                  std::span<const Rect> avoid) const {
  const Language language = scene.state.language;
  for (const CountryFill& country : scene.ground.basemap().countries) {
    const bool ours = std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
      return mark.city->country == country.country;
    });
    const auto name = scene.words.country(country.country, language);
    if (!ours || !name) continue;
    const std::string written = capitals(*name);
    const ShapedText& shaped =
        scene.frame.shape(written, language, scene.style(TypeRole::kCountryName, language));
    if (shaped.size.x > country.label_width * scale_of(scene.state.camera)) continue;
    const Vec2 middle = to_screen(scene.state.camera, scene.layout.map_view, country.label);
    const Rect box{middle.x - shaped.size.x / 2, middle.y - shaped.size.y / 2, shaped.size.x,
                   shaped.size.y};
    const Rect clear = box.grown(scene.layout.px(4));
    const bool taken =
        std::any_of(avoid.begin(), avoid.end(),
                    [&](const Rect& r) { return r.intersects(clear); }) ||
        std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
          const float r = scene.layout.px(kHomeRadius) * 1.4F;
          return mark.placement.label.intersects(clear) ||
                 Rect{mark.placement.pin.x - r, mark.placement.pin.y - r, 2 * r, 2 * r}.intersects(
                     clear);
        });
    const Rect& room = scene.layout.labels;
    const bool inside =
        room.contains({clear.x, clear.y}) && room.contains({clear.right(), clear.bottom()});
    if (!taken && inside) scene.frame.text(shaped, {box.x, box.y}, scene.theme.country_name);
  }
}

void MapMarks::draw_edge_chips(const Scene& scene, std::span<const Mark> marks,
                               std::span<const Rect> avoid) const {
  if (scene.state.screen != Screen::kMap) return;
  const Rect room = scene.layout.labels.grown(-scene.layout.px(16));
  std::vector<Rect> taken(avoid.begin(), avoid.end());
  for (const Mark& mark : marks) {
    if (!mark.placement.visible) continue;
    taken.push_back(mark.placement.target);
    taken.push_back(mark.placement.label);
  }
  for (const Mark& mark : marks) {
    if (mark.placement.visible) continue;
    const Wording name = scene.resolve(mark.city->name);
    Button button;
    button.id = pin_zone(mark);
    button.label = name.text;
    button.language = name.language;
    button.intent = OpenCity{mark.city->id};
    button.tone = ButtonTone::kDark;
    button.star = home_colour(scene, *mark.city);
    button.rect.h = scene.layout.target;
    button.rect.w = button_width(scene.kit, button);
    if (!find_edge_place(room, mark.place, taken, scene.layout.px(12), button.rect)) continue;
    taken.push_back(button.rect);
    draw_button(scene.kit, button);
  }
}

bool MapMarks::touches(const Rect& box) const {
  return std::any_of(m_placed.begin(), m_placed.end(), [&](const PinPlacement& placed) {
    return placed.visible && (placed.target.intersects(box) || placed.label.intersects(box));
  });
}

void MapMarks::draw(const Scene& scene, std::span<const Rect> avoid) {
  if (!(m_screen == scene.layout.screen)) forget();
  m_screen = scene.layout.screen;
  std::vector<Mark> marks = marks_of(scene);
  place(scene, marks, avoid);
  glide(scene, marks);
  draw_country_names(scene, marks, avoid);
  draw_arcs(scene, marks);
  draw_leaders(scene, marks);
  draw_pins(scene, marks);
  draw_labels(scene, marks);
  draw_edge_chips(scene, marks, avoid);
}

}  // namespace kiosk
