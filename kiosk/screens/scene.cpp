#include "kiosk/screens/scene.h"

namespace kiosk {

void name_at_start(const Scene& scene, const ShapedText& name, const Rect& column, float y,
                   Colour colour) {
  float left = column.x;
  if (name.lines.size() == 1 && name.right_to_left != scene.layout.right_to_left) {
    const TextLine& line = name.lines.front();
    left =
        scene.layout.right_to_left ? column.right() - line.left - line.width : column.x - line.left;
  }
  scene.frame.text(name, {left, y}, colour);
}

const City* home_of(const Pack& pack, const City& city) {
  if (pack.is_home(city.id)) return &city;
  const Agreement* agreement = pack.agreement_of(city.id);
  if (agreement == nullptr || !agreement->home) return nullptr;
  return pack.city(*agreement->home);
}

Colour mark_colour(const Palette& theme, bool home, int home_rank) {
  if (home) return theme.saffron;
  return home_rank == 0 ? theme.first_home : theme.second_home;
}

Colour home_colour(const Scene& scene, const City& city) {
  const City* home = home_of(scene.pack, city);
  const bool first = home == nullptr || home->id == scene.pack.values().homes.front();
  return mark_colour(scene.theme, scene.pack.is_home(city.id), first ? 0 : 1);
}

Scene Scene::on(Frame& other) const {
  const Kit drawn{other, theme, kit.scale, kit.text, kit.right_to_left, kit.pressed, kit.focus};
  return {state,      pack,           words,    theme,  ground, flags, stage,
          map_ground, locator_ground, pictures, speaks, layout, other, drawn};
}

}  // namespace kiosk
