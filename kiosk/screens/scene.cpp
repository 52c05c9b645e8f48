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

Colour home_colour(const Scene& scene, const City& city) {
  if (scene.pack.is_home(city.id)) return scene.theme.saffron;
  const City* home = home_of(scene.pack, city);
  const bool first = home == nullptr || home->id == scene.pack.values().homes.front();
  return first ? scene.theme.first_home : scene.theme.second_home;
}

}  // namespace kiosk
