#include "kiosk/screens/city_band.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kiosk/app/framing.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"
#include "kiosk/screens/city_text.h"

namespace kiosk {
namespace {

constexpr double kLocatorScale = 3000;  // px per Earth radius at 1080 lines

class CityBand {
 public:
  CityBand(const Scene& scene, const City& city, const Agreement* agreement)
      : m_scene(scene), m_layout(scene.layout), m_city(city), m_agreement(agreement) {}

  void draw(const Rect& band) {
    const auto built = std::ranges::find_if(
        m_city.photos, [](const Photo& photo) { return photo.built.has_value(); });
    if (m_agreement != nullptr || built == m_city.photos.end()) {
      if (m_agreement != nullptr) {
        draw_way(band);
      } else {
        draw_locator(band, kLocatorScale, 1);
      }
      return draw_tag(band, m_scene.say("locator_map"));
    }
    const Colour tile = home_colour(m_scene, m_city);
    m_scene.pictures.draw(m_scene.stage, m_scene.frame, *built,
                          {.place = band,
                           .tile = tile,
                           .tile_line = m_scene.theme.paper.faded(0.35),
                           .made_for = {band.w, band.h}});
    draw_inset(band);
    const bool drawn = built->kind == PhotoKind::kIllustration;
    draw_tag(band, drawn ? std::string(m_scene.say("illustration"))
                         : m_scene.words.format("photo.credit", m_scene.state.language,
                                                {{"credit", built->credit}}));
  }

 private:
  void draw_inset(const Rect& band) {
    const float height = m_layout.px(108);
    const float width = m_layout.px(144);
    const float edge = m_layout.px(20);
    const Rect place =
        m_layout.within(band, {edge, band.h - height - m_layout.px(16), width, height});
    const float rim = m_layout.px(4);
    const Rect outside = place.grown(rim);
    m_scene.frame.fill({outside.x, outside.y + rim, outside.w, outside.h}, m_scene.theme.shadow,
                       m_layout.px(10));
    m_scene.frame.fill(outside, m_scene.theme.paper, m_layout.px(8));
    draw_locator(place, kLocatorScale * 0.32, 0.5F);
  }

  // `size`: of the pin, beside its usual one.
  void draw_locator(const Rect& place, double scale, float size) {
    Frame& frame = m_scene.frame;
    const Camera camera{equal_earth(m_city.position), std::log2(scale * m_layout.scale / 256)};
    m_scene.locator_ground.draw(m_scene.stage, frame, m_scene.ground,
                                {camera, place, place, m_layout.scale}, m_scene.pack.values().map,
                                false);
    frame.push_clip(place);
    const float radius = m_layout.px(m_scene.pack.is_home(m_city.id) ? 26 : 22) * size;
    frame.disc(place.centre(), radius * 2.3F, m_scene.theme.saffron.faded(0.22));
    frame.ring(place.centre(), radius * 1.75F, m_scene.theme.saffron, m_layout.px(4));
    draw_pin(frame, place.centre(), radius,
             {home_colour(m_scene, m_city), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow});
    frame.pop_clip();
  }

  // From home to partner, with all of the way in sight.
  void draw_way(const Rect& place) {
    const City* home = home_of(m_scene.pack, m_city);
    if (home == nullptr) return draw_locator(place, kLocatorScale, 1);
    Frame& frame = m_scene.frame;
    const std::vector<MapPoint> way = great_circle_path(home->position, m_city.position, 49);
    const float inset = m_layout.px(70);
    const Rect room = m_layout.within(
        place, {inset, inset, place.w - 2 * inset - m_layout.target, place.h - 1.6F * inset});
    const MapRect everywhere{{-10, -10}, {10, 10}};
    const double nearest = std::log2(kLocatorScale * m_layout.scale / 256);
    const Camera inside = frame_points(way, room, 0, {everywhere, -8, nearest});
    const Camera camera = reframed(inside, room, place);
    m_scene.locator_ground.draw(m_scene.stage, frame, m_scene.ground,
                                {camera, place, place, m_layout.scale}, m_scene.pack.values().map,
                                false);
    std::vector<Vec2> points;
    for (const MapPoint& point : way) points.push_back(to_screen(camera, place, point));
    const Vec2 chord = points.back() - points.front();
    const float lift = std::min(length(chord) * 0.1F, m_layout.px(36));
    for (std::size_t i = 0; i < points.size(); ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(points.size() - 1);
      points[i].y -= lift * 4 * t * (1 - t);
    }
    frame.push_clip(place);
    frame.path(points, m_scene.theme.saffron, m_layout.px(11));
    frame.path(points, home_colour(m_scene, m_city), m_layout.px(5));
    draw_end(points.front(), *home);
    draw_end(points.back(), m_city);
    frame.pop_clip();
  }

  void draw_end(Vec2 at, const City& city) {
    const float radius = m_layout.px(m_scene.pack.is_home(city.id) ? 24 : 20);
    draw_pin(m_scene.frame, at, radius,
             {home_colour(m_scene, city), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow});
  }

  // What kind of picture it is, in its lower corner at the end side.
  void draw_tag(const Rect& place, std::string_view word) {
    const ShapedText& shaped =
        m_scene.frame.shape(word, m_scene.state.language, m_scene.style(TypeRole::kCaption));
    const float pad = m_layout.px(14);
    const float width = shaped.size.x + 2 * pad;
    const float height = shaped.size.y + m_layout.px(4);
    const Rect tag = m_layout.within(place, {place.w - width - m_layout.px(20),
                                             place.h - height - m_layout.px(16), width, height});
    m_scene.frame.fill(tag, m_scene.theme.veil(0.86), height / 2);
    m_scene.frame.text(shaped, {tag.x + pad, tag.y + m_layout.px(2)}, m_scene.theme.on_chrome);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const City& m_city;
  const Agreement* m_agreement;
};

}  // namespace

void draw_city_band(const Scene& scene, const City& city, const Agreement* agreement,
                    const Rect& band) {
  CityBand(scene, city, agreement).draw(band);
}

}  // namespace kiosk
