#include "kiosk/screens/ground_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "kiosk/draw/zellige.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/ground_choice.h"
#include "kiosk/screens/river_names.h"
#include "kiosk/text/letter_case.h"

namespace kiosk {
namespace {

// Where a country's name may stand, in its own widths and heights from the place the map gives.
constexpr std::array<Vec2, 9> kOffsets{{{0, 0},
                                        {0, -1.4F},
                                        {0, 1.4F},
                                        {-0.6F, 0},
                                        {0.6F, 0},
                                        {0, -3},
                                        {0, 3},
                                        {-0.7F, -2.2F},
                                        {0.7F, -2.2F}}};
constexpr double kRiversFrom = 1500;  // px per Earth radius at 1080 lines
constexpr double kApart = 0.012;      // in the map's plane, about 75 km, between a river's places
constexpr double kBeside = 20;        // px from the water to the middle of its name

// Open sea, away from what is shown: where the rosette may lie, in order of liking.
constexpr std::array<LonLat, 7> kRosettePlaces{
    {{-27, -6}, {-30, 8}, {66, -6}, {62, 10}, {-32, 24}, {-34, 38}, {88, 4}}};

// Does the line come into the box? Both its ends are near in comparison with the box.
bool crosses(std::span<const Vec2> line, const Rect& box) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Vec2 a = line[i - 1];
    const Vec2 b = line[i];
    const Rect around{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x) + 0.1F,
                      std::abs(a.y - b.y) + 0.1F};
    if (!around.intersects(box)) continue;
    // Corners on both sides of the line: it passes between them.
    const auto side = [&](float x, float y) {
      return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) > 0;
    };
    const bool first = side(box.x, box.y);
    if (side(box.right(), box.y) != first || side(box.x, box.bottom()) != first ||
        side(box.right(), box.bottom()) != first) {
      return true;
    }
  }
  return false;
}

}  // namespace

void GroundNames::prepare(const Scene& scene) {
  if (m_language == scene.state.language) return;
  m_language = scene.state.language;
  m_countries.clear();
  m_rivers.clear();
  for (const std::string& code : partner_countries(scene.pack.values())) {
    const auto name = scene.words.country(code, *m_language);
    const CountryFill* country = scene.ground.fill_of(code);
    if (country != nullptr && name) m_countries.push_back({country, capitals(*name), 0, false});
  }
  for (const std::string_view key : kRiverKeys) {
    RiverName river;
    river.written = scene.say(key);
    for (const MapLine& line : scene.ground.basemap().near.rivers) {
      if (!names_river(key, line.name)) continue;
      for (const MeshVertex& vertex : line.points) {
        const MapPoint point{vertex.x, vertex.y};
        const bool apart = std::ranges::none_of(river.places, [&](const MapPoint& other) {
          return std::hypot(other.x - point.x, other.y - point.y) < kApart;
        });
        if (apart) river.places.push_back(point);
      }
    }
    m_rivers.push_back(std::move(river));
  }
}

bool GroundNames::is_free(const Scene& scene, const Rect& box) const {
  const Rect clear = box.grown(scene.layout.px(4));
  const Rect& room = scene.layout.labels;
  const bool inside = clear.x >= room.x && clear.y >= room.y && clear.right() <= room.right() &&
                      clear.bottom() <= room.bottom();
  return inside &&
         std::ranges::none_of(m_taken,
                              [&](const Rect& other) { return other.intersects(clear); }) &&
         std::ranges::none_of(m_lines, [&](auto line) { return crosses(line, clear); });
}

// Inside the country, as far as its corners and its middle tell.
bool GroundNames::fits(const Scene& scene, const CountryFill& country, const Rect& box) const {
  const Vec2 middle = box.centre();
  for (const Vec2 at : {middle, Vec2{box.x, box.y}, Vec2{box.right(), box.y},
                        Vec2{box.x, box.bottom()}, Vec2{box.right(), box.bottom()}}) {
    const MapPoint place = to_map(scene.state.camera, scene.layout.map_view, at);
    if (!lies_in(country, place)) return false;
  }
  return true;
}

// Where it stood before; else in the first place that is free.
void GroundNames::draw_countries(const Scene& scene) {
  for (CountryName& name : m_countries) {
    TextStyle style = scene.style(TypeRole::kCountryName);
    style.outline_px = std::round(scene.layout.px(3));
    const ShapedText& shaped = scene.frame.shape(name.written, *m_language, style);
    const bool stood = std::exchange(name.shown, false);
    if (shaped.size.x > name.country->label_width * scale_of(scene.state.camera)) continue;
    const Vec2 middle = to_screen(scene.state.camera, scene.layout.map_view, name.country->label);
    for (std::size_t i = 0; i <= kOffsets.size() && !name.shown; ++i) {
      if (i == 0 && !stood) continue;
      const std::size_t tried = i == 0 ? name.stood : i - 1;
      const Vec2 away = kOffsets[tried];
      const Rect box{middle.x + (away.x - 0.5F) * shaped.size.x,
                     middle.y + (away.y - 0.5F) * shaped.size.y, shaped.size.x, shaped.size.y};
      const bool given = tried == 0;  // the map's own place needs no proof
      if (!is_free(scene, box) || (!given && !fits(scene, *name.country, box))) continue;
      name.stood = tried;
      name.shown = true;
      scene.frame.text(shaped, {box.x, box.y}, scene.theme.country_name, scene.theme.label_halo);
      m_taken.push_back(box);
    }
  }
}

// Beside the water, where it stood before, or else as near to the middle of the view as is free.
void GroundNames::draw_river(const Scene& scene, RiverName& river) {
  TextStyle style = scene.style(TypeRole::kCaption);
  style.prose = false;
  style.outline_px = std::round(scene.layout.px(3));
  const ShapedText& shaped = scene.frame.shape(river.written, *m_language, style);
  const Vec2 middle = scene.layout.labels.centre();
  const auto box_at = [&](const MapPoint& place) {
    const Vec2 water = to_screen(scene.state.camera, scene.layout.map_view, place);
    const auto up = static_cast<float>(kBeside) * scene.layout.scale;
    return Rect{water.x - shaped.size.x / 2, water.y - up - shaped.size.y / 2, shaped.size.x,
                shaped.size.y};
  };
  if (!river.stood || !is_free(scene, box_at(river.places[*river.stood]))) {
    river.stood.reset();
    float nearest = 0;
    for (std::size_t i = 0; i < river.places.size(); ++i) {
      const Rect box = box_at(river.places[i]);
      const float away = length(box.centre() - middle);
      if ((river.stood && away >= nearest) || !is_free(scene, box)) continue;
      river.stood = i;
      nearest = away;
    }
  }
  if (!river.stood) return;
  const Rect box = box_at(river.places[*river.stood]);
  scene.frame.text(shaped, {box.x, box.y}, scene.theme.river_name, scene.theme.label_halo);
  m_taken.push_back(box);
}

void GroundNames::draw_rivers(const Scene& scene) {
  if (scale_of(scene.state.camera) < kRiversFrom * scene.layout.scale) return;
  for (RiverName& river : m_rivers) {
    if (!river.places.empty()) draw_river(scene, river);
  }
}

// North is its longer ray; the words say what the map keeps true.
void GroundNames::draw_rosette(const Scene& scene) {
  if (panel_open(scene.state)) return;
  const Layout& layout = scene.layout;
  TextStyle style = scene.style(TypeRole::kCaption);
  style.prose = false;
  style.max_width = layout.px(320) * layout.text;
  style.align = TextAlign::kCentre;
  style.balanced = true;
  const ShapedText& words = scene.frame.shape(scene.say("projection"), *m_language, style);
  const float radius = layout.px(34);
  const Vec2 size{std::max(words.size.x, 2 * radius), 2.6F * radius + layout.px(6) + words.size.y};
  for (const LonLat& place : kRosettePlaces) {
    const Vec2 at = to_screen(scene.state.camera, layout.map_view, equal_earth(place));
    const Rect box{at.x - size.x / 2, at.y - radius * 1.5F, size.x, size.y};
    const auto sea = [&](float x, float y) {
      return scene.ground.is_sea(to_map(scene.state.camera, layout.map_view, {x, y}));
    };
    const bool empty = sea(box.x, box.y) && sea(box.right(), box.y) && sea(box.x, box.bottom()) &&
                       sea(box.right(), box.bottom());
    if (!empty || !is_free(scene, box.grown(layout.px(20)))) continue;
    const Colour line = scene.theme.rosette;
    const auto rim = star_rim(at, radius, 0.62F);
    scene.frame.path(rim, line, layout.px(2), true);
    const float ray = radius * 1.5F;
    const std::array north{Vec2{at.x, at.y - ray}, Vec2{at.x + radius * 0.2F, at.y},
                           Vec2{at.x, at.y + radius * 0.3F}, Vec2{at.x - radius * 0.2F, at.y}};
    scene.frame.star_shape(at, north, line);
    scene.frame.text(words, {at.x - words.size.x / 2, box.bottom() - words.size.y}, line);
    return;
  }
}

void GroundNames::draw(const Scene& scene, std::span<const Rect> taken,
                       std::span<const std::span<const Vec2>> lines) {
  prepare(scene);
  m_lines = lines;
  m_taken.assign(taken.begin(), taken.end());
  draw_countries(scene);
  draw_rivers(scene);
  draw_rosette(scene);
}

}  // namespace kiosk
