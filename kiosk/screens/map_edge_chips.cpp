// Chips for partners that lie beyond the edge of the panel: part of map_marks.h.
#include <algorithm>

#include "kiosk/screens/map_marks.h"

namespace kiosk {
namespace {

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

// Partners beyond the edge: a chip each, as near to where they lie as there is room. Where
// there are many of them the search and the list lead there instead.
void MapMarks::place_edge_chips(const Scene& scene, std::span<const Rect> avoid) {
  m_chip_count = 0;
  m_taken.assign(avoid.begin(), avoid.end());
  const float star = scene.layout.px(kHomeRadius) * 1.4F;
  for (const Mark& mark : m_marks) {
    if (!mark.placement.visible) continue;
    m_taken.push_back(mark.placement.target);
    m_taken.push_back(mark.placement.label);
  }
  if (!panel_open(scene.state) && !m_places->many()) {
    const Rect room = scene.layout.labels.grown(-scene.layout.px(16));
    for (const Mark& mark : m_marks) {
      if (mark.placement.visible || mark.place == nullptr) continue;
      if (m_chips.size() == m_chip_count) m_chips.emplace_back();
      Button& button = m_chips[m_chip_count];
      const Wording name = scene.resolve(mark.place->city->name);
      button.id = mark.place->pin_zone;
      button.label = name.text;
      button.language = name.language;
      button.intent = OpenCity{mark.place->city->id};
      button.tone = ButtonTone::kDark;
      button.star = mark_colour(scene.theme, mark.home, mark.place->home_rank);
      button.rect.h = scene.layout.target;
      button.rect.w = button_width(scene.kit, button);
      const float gap = scene.layout.px(12);
      if (!find_edge_place(room, mark.true_place, m_taken, gap, button.rect)) continue;
      m_taken.push_back(button.rect);
      ++m_chip_count;
    }
  }
  // Names of the ground may come nearer to a star than another star may.
  std::size_t at = avoid.size();
  for (const Mark& mark : m_marks) {
    if (!mark.placement.visible) continue;
    m_taken[at] = Rect{mark.placement.pin.x, mark.placement.pin.y, 0, 0}.grown(star);
    at += 2;
  }
}

}  // namespace kiosk
