// How pins, clusters and labels look and answer: part of map_marks.h.
#include <algorithm>

#include "kiosk/draw/zellige.h"
#include "kiosk/screens/map_marks.h"

namespace kiosk {
namespace {

constexpr double kDimmed = 0.35;

// Around a name's box, and below it as far as its letters hang, Arabic ones most.
Rect frame_around(const Rect& box, const ShapedText& label, float line) {
  float hangs = 0;
  for (const GlyphQuad& glyph : label.glyphs) hangs = std::max(hangs, glyph.place.bottom());
  Rect frame = box.grown(line);
  frame.h = std::max(frame.h, hangs + 3 * line);
  return frame;
}

}  // namespace

void MapMarks::draw_leaders(const Scene& scene) const {
  for (const Mark& mark : m_marks) {
    if (!mark.placement.visible) continue;
    if (mark.placement.docked) {
      const auto host = std::find_if(m_marks.begin(), m_marks.end(), [&](const Mark& other) {
        return other.place != nullptr && other.place->city->id == *mark.place->city->beside;
      });
      if (host == m_marks.end()) continue;
      const Vec2 way = mark.pin - host->pin;
      const float gap = scene.layout.px(9);
      for (float at = gap; at < length(way); at += gap) {
        scene.frame.disc(host->pin + way * (at / length(way)), scene.layout.px(2.2F),
                         scene.theme.saffron);
      }
    } else if (mark.placement.leader) {
      const int rank = mark.place != nullptr ? mark.place->home_rank : mark.home_rank;
      const Colour light = scene.theme.plain ? scene.theme.ink : scene.theme.paper;
      const Colour colour = light.faded(0.6 + 0.4 * (mark.strength - kDimmed));
      scene.frame.line(mark.true_place, mark.pin, colour, scene.layout.px(2.5F));
      scene.frame.disc(mark.true_place, scene.layout.px(5), light);
      scene.frame.disc(mark.true_place, scene.layout.px(3),
                       mark_colour(scene.theme, mark.home, rank));
    }
  }
}

void MapMarks::draw_pins(const Scene& scene) const {
  for (const Mark& mark : m_marks) {
    if (!mark.placement.visible || mark.place == nullptr) continue;
    const bool held = is_held(scene, mark.place->pin_zone);
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
    const PinLook look{quiet(mark_colour(scene.theme, mark.home, mark.place->home_rank)),
                       quiet(scene.theme.paper), quiet(scene.theme.paper), scene.theme.shadow};
    draw_pin(scene.frame, mark.pin, radius, look);
  }
}

// A larger star with how many it stands for; where both homes have a share, a ring says so.
void MapMarks::draw_cluster(const Scene& scene, const Mark& mark, bool held) {
  const float radius = scene.layout.px(kClusterRadius) * (held ? 1.1F : 1.0F);
  const auto quiet = [&](Colour colour) {
    return mix(scene.theme.land_middle, colour, 0.25 + 0.75 * mark.strength);
  };
  if (mark.mixed) {
    scene.frame.disc(mark.pin, radius * 1.12F,
                     quiet(mark_colour(scene.theme, false, 1 - mark.home_rank)));
  }
  const Colour paper = quiet(scene.theme.paper);
  const PinLook look{quiet(mark_colour(scene.theme, false, mark.home_rank)), paper, paper,
                     scene.theme.shadow};
  draw_pin(scene.frame, mark.pin, radius, look);
  scene.frame.disc(mark.pin, radius * 0.6F, paper);
  const ShapedText& number = scene.frame.shape(count_of(scene, mark.count), scene.state.language,
                                               scene.style(TypeRole::kCaption));
  scene.frame.text(number, {mark.pin.x - number.size.x / 2, mark.pin.y - number.size.y / 2},
                   scene.theme.ink);
}

void MapMarks::draw_clusters(const Scene& scene) {
  for (const Mark& mark : m_marks) {
    if (!mark.placement.visible || mark.place != nullptr) continue;
    write_cluster_zone(mark);
    draw_cluster(scene, mark, is_held(scene, m_zone));
  }
}

// Named by its first place: the same cluster has the same name in every frame.
void MapMarks::write_cluster_zone(const Mark& mark) {
  const Cluster& cluster = m_places->tree().cluster(mark.cluster);
  const int first = m_places->partner(m_places->tree().places_of(cluster).front());
  m_zone.assign("cluster:").append(m_places->place(first).city->id.value);
}

void MapMarks::add_cluster_zone(const Scene& scene, const Mark& mark) {
  write_cluster_zone(mark);
  Zone& zone = scene.frame.add_zone();
  zone.id = m_zone;
  zone.rect = mark.placement.target;
  zone.label = count_of(scene, mark.count);
  zone.intent = FramePlaces{m_places->tree().cluster(mark.cluster).bounds};
  draw_focus(scene.kit, zone.id, zone.rect, zone.rect.h / 2);
}

float MapMarks::label_margin(const Scene& scene) {
  return scene.theme.plain ? scene.layout.px(9) : 0;
}

void MapMarks::draw_labels(const Scene& scene) const {
  for (const Mark& mark : m_marks) {
    if (!mark.placement.visible || mark.label == nullptr) continue;
    const double strength = 0.5 + 0.5 * mark.strength;
    const Colour ink = mix(scene.theme.label_halo, scene.theme.ink, strength);
    if (scene.theme.plain) {
      const Rect frame = frame_around(mark.label_box, *mark.label, scene.layout.px(2));
      const float radius = scene.layout.px(12);
      scene.frame.fill(frame, scene.theme.chrome, radius);
      scene.frame.outline(frame, mark.selected ? scene.theme.saffron : ink, scene.layout.px(2),
                          radius);
    }
    const Vec2 at{mark.label_box.x + label_margin(scene), mark.label_box.y};
    if (scene.theme.plain) {
      scene.frame.text(*mark.label, at, ink);  // an outline would cut the frame
    } else {
      scene.frame.text(*mark.label, at, ink, scene.theme.label_halo);
    }
  }
}

// Pins' targets lie over the labels' in front, so that a pin is never covered.
void MapMarks::add_pin_zones(const Scene& scene) {
  for (const bool pins : {false, true}) {
    for (const Mark& mark : m_marks) {
      if (!mark.placement.visible) continue;
      if (mark.place == nullptr) {
        if (pins) add_cluster_zone(scene, mark);
        continue;
      }
      Zone& zone = scene.frame.add_zone();
      zone.id = pins ? mark.place->pin_zone : mark.place->label_zone;
      zone.rect = pins ? mark.placement.target : mark.label_box;
      if (pins) {
        const Vec2 glided = mark.pin - mark.placement.pin;
        zone.rect.x += glided.x;
        zone.rect.y += glided.y;
      }
      zone.label = scene.resolve(mark.place->city->name).text;
      zone.selected = mark.selected;
      zone.focusable = pins;
      zone.intent = OpenCity{mark.place->city->id};
      if (pins) draw_focus(scene.kit, zone.id, zone.rect, zone.rect.h / 2);
    }
  }
}

}  // namespace kiosk
