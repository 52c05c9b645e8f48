// How map marks look: the drawing half of map_marks.h.
#include <algorithm>
#include <string>
#include <utility>

#include "kiosk/base/easing.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/screens/map_marks.h"
#include "kiosk/text/letter_case.h"

namespace kiosk {
namespace {

constexpr double kDimmedArc = 0.35;
constexpr Millis kLightWay{2600};     // from home to partner
constexpr Millis kLightWatch{26000};  // after the last touch, ten arcs' turns

// The place for a box at the room's edge, nearest to where the city lies; false: all taken.
bool find_edge_place(const Rect& room, Vec2 city, std::span<const Rect> taken, float gap,
                     Rect& box) {
  const Vec2 nearest{std::clamp(city.x - box.w / 2, room.x, room.right() - box.w),
                     std::clamp(city.y - box.h / 2, room.y, room.bottom() - box.h)};
  // Along the edge that the city lies beyond: up and down, or to the sides.
  const bool beside = city.x < room.x || city.x > room.right();
  const float step = (beside ? box.h : box.w) + gap;
  for (int i = 0; i < 40; ++i) {
    const int steps = (i + 1) / 2 * (i % 2 == 0 ? 1 : -1);
    const float away = step / 4 * static_cast<float>(steps);
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

}  // namespace

void MapMarks::draw_arcs(const Scene& scene, std::span<const Mark> marks) const {
  // The open city's arc last, over the others.
  for (const bool selected : {false, true}) {
    for (const Mark& mark : marks) {
      const City* home = home_of(scene.pack, *mark.city);
      if (mark.home || home == nullptr || mark.selected != selected) continue;
      const auto from = std::find_if(marks.begin(), marks.end(),
                                     [&](const Mark& other) { return other.city == home; });
      const std::vector<Vec2> points = arc(scene, *from, from->pin, mark, mark.pin);
      const double strength = mark.strength < 1 ? kDimmedArc : 1;
      const float halo = scene.layout.px(mark.selected ? 11 : 7);
      const float core = scene.layout.px(mark.selected ? 5 : 3.4F);
      const Colour around =
          mark.selected ? scene.theme.saffron.faded(0.9) : scene.theme.paper.faded(0.35 * strength);
      const Colour colour = home_colour(scene, *mark.city);
      if (scene.theme.plain) {
        // Colour is not all that tells the homes apart.
        const bool dashed = home->id != scene.pack.values().homes.front();
        const Colour plain = mix(scene.theme.land_middle, colour, strength);
        const float width = scene.layout.px(mark.selected ? 8 : 5);
        if (dashed) {
          scene.frame.dashed_path(points, plain, width, scene.layout.px(18));
        } else {
          scene.frame.path(points, plain, width);
        }
        continue;
      }
      scene.frame.path(points, around, halo);
      scene.frame.path(points, colour.faded(strength), core);
    }
  }
}

// One light that travels from home to partner, the arcs taking turns; only of those that are
// chosen. After a while without a touch it rests, and nothing is drawn any more.
void MapMarks::draw_light(const Scene& scene, std::span<const Mark> marks) const {
  const State& state = scene.state;
  const bool awake = state.attended && state.now < state.last_touch + kLightWatch;
  if (!awake || state.access.reduced_motion || state.drag != DragTarget::kNothing) return;
  std::vector<const Mark*> lit;
  const bool chosen =
      std::any_of(marks.begin(), marks.end(), [](const Mark& mark) { return mark.selected; });
  for (const Mark& mark : marks) {
    const bool wanted = chosen ? mark.selected : mark.strength >= 1;
    if (!mark.home && wanted && home_of(scene.pack, *mark.city) != nullptr) lit.push_back(&mark);
  }
  if (lit.empty()) return;
  scene.frame.keep_moving();
  const double turns = (state.now - state.last_touch) / kLightWay;
  const auto turn = static_cast<std::size_t>(turns);
  const Mark& to = *lit[turn % lit.size()];
  const City* home = home_of(scene.pack, *to.city);
  const auto from =
      std::find_if(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.city == home; });
  const std::vector<Vec2> way = arc(scene, *from, from->pin, to, to.pin);
  const double along = ease_in_out_cubic(turns - static_cast<double>(turn));
  const double at = along * static_cast<double>(way.size() - 1);
  const auto before = std::min(static_cast<std::size_t>(at), way.size() - 2);
  const Vec2 place = way[before] + (way[before + 1] - way[before]) *
                                       static_cast<float>(at - static_cast<double>(before));
  // It comes out of the one star and goes into the other.
  const double strength = std::clamp(6 * std::min(along, 1 - along), 0.0, 1.0);
  scene.frame.disc(place, scene.layout.px(13), scene.theme.saffron.faded(0.28 * strength));
  scene.frame.disc(place, scene.layout.px(7), scene.theme.paper.faded(strength));
  scene.frame.disc(place, scene.layout.px(5), scene.theme.saffron.faded(strength));
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
      const Colour light = scene.theme.plain ? scene.theme.ink : scene.theme.paper;
      const Colour colour = light.faded(0.6 + 0.4 * (mark.strength - kDimmedArc));
      scene.frame.line(mark.place, mark.pin, colour, scene.layout.px(2.5F));
      scene.frame.disc(mark.place, scene.layout.px(5), light);
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
    if (scene.theme.plain) {
      const Rect frame = mark.label_box.grown(scene.layout.px(2));
      const float radius = scene.layout.px(12);
      scene.frame.fill(frame, scene.theme.chrome, radius);
      scene.frame.outline(frame, mark.selected ? scene.theme.saffron : ink, scene.layout.px(2),
                          radius);
    }
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

std::vector<Button> MapMarks::edge_chips(const Scene& scene, std::span<const Mark> marks,
                                         std::span<const Rect> avoid) const {
  std::vector<Button> chips;
  if (scene.state.screen != Screen::kMap) return chips;
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
    chips.push_back(std::move(button));
  }
  return chips;
}

}  // namespace kiosk
