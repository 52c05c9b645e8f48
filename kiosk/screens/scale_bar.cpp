#include "kiosk/screens/scale_bar.h"

#include <algorithm>
#include <cmath>

#include "kiosk/app/format.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"

namespace kiosk {
namespace {

constexpr float kLongest = 220;  // px at 1080 lines

struct Length {
  double km = 0;
  float px = 0;
};

// The largest of 1, 2, 5, 10, ... km that is no longer than the bar may be.
Length round_length(const Scene& scene) {
  const Vec2 middle = scene.layout.map_view.centre();
  const Vec2 reach{scene.layout.px(kLongest / 2), 0};
  const auto place = [&](Vec2 at) {
    return equal_earth_inverse(to_map(scene.state.camera, scene.layout.map_view, at));
  };
  const double whole = great_circle_km(place(middle - reach), place(middle + reach));
  if (!(whole > 1)) return {};
  const double decade = std::pow(10.0, std::floor(std::log10(whole)));
  const double steps = whole / decade >= 5 ? 5 : whole / decade >= 2 ? 2 : 1;
  const double km = steps * decade;
  return {km, scene.layout.px(kLongest) * static_cast<float>(km / whole)};
}

}  // namespace

Rect ScaleBar::place(const Scene& scene, const Rect& box) {
  const Layout& layout = scene.layout;
  const float width = layout.px(kLongest);
  const float height = layout.px(28) + layout.px(34) * layout.text;
  const auto columns = static_cast<float>(zoom_columns(layout));
  const float buttons = columns * (layout.target + layout.px(12));
  const float away = layout.margin + buttons + layout.px(16);
  return {zoom_at_right(layout) ? box.right() - away - width : box.x + away,
          layout.bar.y - layout.px(24) - height, width, height};
}

void ScaleBar::draw(const Scene& scene, const Rect& place) {
  const Layout& layout = scene.layout;
  const Length length = round_length(scene);
  if (length.px <= 0) return;
  const Language language = scene.state.language;
  if (m_km != length.km || m_language != language) {
    m_km = length.km;
    m_language = language;
    const std::string value = format_number(scene.words, language, std::llround(length.km));
    m_words = scene.words.format("zoom.scale", language, {{"value", value}});
  }
  TextStyle style = scene.style(TypeRole::kCaption);
  style.outline_px = std::round(layout.px(3));
  style.prose = false;
  const ShapedText& words = scene.frame.shape(m_words, language, style);
  const float bottom = place.bottom() - layout.px(6);
  const Rect line = layout.within(place, {place.w - length.px, 0, length.px, 0});
  const float tick = layout.px(12);
  const auto stroke = [&](Colour colour, float width) {
    const Vec2 shape[] = {{line.x, bottom - tick},
                          {line.x, bottom},
                          {line.right(), bottom},
                          {line.right(), bottom - tick}};
    scene.frame.path(shape, colour, width);
  };
  stroke(scene.theme.chrome.faded(0.6), layout.px(7));
  stroke(scene.theme.on_chrome, layout.px(3));
  scene.frame.text(
      words, {line.centre().x - words.size.x / 2, bottom - tick - words.size.y + layout.px(4)},
      scene.theme.on_chrome, scene.theme.chrome);
}

}  // namespace kiosk
