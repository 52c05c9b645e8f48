#include "kiosk/screens/first_start_progress.h"

#include <cstddef>
#include <string>

#include "kiosk/draw/icon.h"
#include "kiosk/draw/zellige.h"

namespace kiosk {
namespace {

// The last step tells of the others, and is none of them.
constexpr std::size_t kCount = kFirstSteps.size() - 1;
constexpr float kSmallStep = 40;  // px at 1080 lines between two small stars
constexpr float kSmallStar = 13;

void draw_star(const Scene& scene, Vec2 at, float radius, std::size_t index) {
  const auto now = static_cast<std::size_t>(scene.state.staff->first->step);
  const Palette& theme = scene.theme;
  if (index == now) {
    scene.frame.star_shape(at, star_rim(at, radius * 1.25F), theme.saffron);
    scene.frame.disc(at, radius * 0.4F, theme.chrome);
  } else if (index < now) {
    scene.frame.star_shape(at, star_rim(at, radius), theme.first_home);
    draw_icon(scene.frame, Icon::kCheck, at, radius * 0.95F, theme.on_strong, false);
  } else {
    scene.frame.star_shape(at, star_rim(at, radius), theme.chrome);
    scene.frame.path(star_rim(at, radius), theme.on_chrome_soft, scene.layout.px(2), true);
  }
}

// From the first star to the last, in the reading direction.
void draw_stars(const Scene& scene, const Rect& row, float first, float step, float radius) {
  const auto now = static_cast<std::size_t>(scene.state.staff->first->step);
  const auto place = [&](std::size_t index) {
    const float x = first + step * static_cast<float>(index);
    return Vec2{scene.layout.within(row, {x, 0, 0, 0}).x, row.centre().y};
  };
  for (std::size_t i = 0; i + 1 < kCount; ++i) {
    const Colour thread = i < now ? scene.theme.first_home : scene.theme.chrome_line;
    scene.frame.line(place(i), place(i + 1), thread, scene.layout.px(3));
  }
  for (std::size_t i = 0; i < kCount; ++i) draw_star(scene, place(i), radius, i);
}

}  // namespace

void draw_first_progress(const Scene& scene, const Rect& place) {
  const Layout& layout = scene.layout;
  const float step = place.w / static_cast<float>(kCount);
  draw_stars(scene, {place.x, place.y, place.w, layout.px(52)}, step / 2, step, layout.px(19));
  const auto now = static_cast<std::size_t>(scene.state.staff->first->step);
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::string key = "staff.first.step." + std::string(name(kFirstSteps.at(i)));
    TextStyle style = scene.style(TypeRole::kCaption);
    style.max_width = step;
    style.align = TextAlign::kCentre;
    const ShapedText& shaped = scene.frame.shape(scene.say(key), scene.state.language, style);
    const Rect at = layout.within(place, {step * static_cast<float>(i), 0, step, 0});
    scene.frame.text(shaped, {at.x, place.y + layout.px(58)},
                     i == now ? scene.theme.saffron : scene.theme.on_chrome_soft);
  }
}

float first_stars_width(const Scene& scene) {
  return scene.layout.px(kSmallStep * static_cast<float>(kCount));
}

void draw_first_stars(const Scene& scene, const Rect& place) {
  const float step = scene.layout.px(kSmallStep);
  const float first = place.w - first_stars_width(scene) + step / 2;
  draw_stars(scene, place, first, step, scene.layout.px(kSmallStar));
}

}  // namespace kiosk
