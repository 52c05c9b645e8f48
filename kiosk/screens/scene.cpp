#include "kiosk/screens/scene.h"

namespace kiosk {

float text_at_start(const Scene& scene, const Rect& box, float x, float y, std::string_view text,
                    Language language, TypeRole role, Colour colour) {
  const ShapedText& shaped = scene.frame.shape(text, language, scene.style(role, language));
  const Rect place = scene.layout.within(box, {x, y, shaped.size.x, shaped.size.y});
  scene.frame.text(shaped, {place.x, place.y}, colour);
  return shaped.size.x;
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
