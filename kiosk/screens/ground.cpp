#include "kiosk/screens/ground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "kiosk/draw/zellige.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/ground_choice.h"

namespace kiosk {
namespace {

constexpr double kNearFrom = 1500;       // px per Earth radius; see assets/basemap/README.md
constexpr int kPatternSide = 96;         // px
constexpr int kGreatRiverRank = 3;       // drawn wherever they are, but faintly
constexpr int kOurRiverRank = 7;         // drawn where a city lives by them
constexpr double kByTheRiver = 0.075;    // in the map's plane, about 480 km
constexpr float kMergeBelow = 1.6F;      // px between a line's points
constexpr std::uint8_t kSeaBelow = 180;  // of the coast's light, 255 on land
constexpr int kSeaSide = 256;
constexpr MapPoint kSeaLight{-0.38, 0.33};  // of the map's plane: 23 W, 15 N
constexpr double kSeaReach = 1.25;          // Earth radii until it is dark

// A light in the Atlantic off West Africa that fades towards all sides; one texture, because
// a gradient over few vertices shows their edges. It lies on the map and moves with it.
Bitmap sea_picture(const Palette& theme) {
  constexpr int kHalf = kSeaSide / 2;
  Bitmap sea{kSeaSide, kSeaSide, 4,
             std::vector<std::uint8_t>(std::size_t{kSeaSide} * kSeaSide * 4)};
  const auto put = [&](int x, int y, Colour colour) {
    const std::array bytes{colour.r, colour.g, colour.b, std::uint8_t{255}};
    std::ranges::copy(bytes, sea.pixels.begin() + (std::ptrdiff_t{y} * kSeaSide + x) * 4);
  };
  // The four quarters mirror each other; this is part of every start.
  for (int y = 0; y < kHalf; ++y) {
    for (int x = 0; x < kHalf; ++x) {
      const double away = std::min(1.0, std::hypot(x + 0.5, y + 0.5) / kHalf);
      const Colour inner = mix(theme.sea_lit, theme.sea, std::min(1.0, away * 2.2));
      const Colour colour = mix(inner, theme.sea_deep, std::max(0.0, away * 1.5 - 0.5));
      for (const int column : {kHalf + x, kHalf - 1 - x}) {
        put(column, kHalf + y, colour);
        put(column, kHalf - 1 - y, colour);
      }
    }
  }
  return sea;
}

MeshTransform transform_of(const GroundView& look) {
  const double scale = scale_of(look.camera);
  const Vec2 middle = look.view.centre();
  return {scale, -scale, middle.x - look.camera.centre.x * scale,
          middle.y + look.camera.centre.y * scale};
}

// The parts of a map's line that come near a box, in pixels, without points too near each
// other to tell apart. Which points are left out does not hang on the box: a line drawn in
// tiles meets itself at their edges.
class SeenLine {
 public:
  SeenLine(const MeshTransform& transform, const Rect& box)
      : m_transform(transform), m_box(box.grown(kReach)) {}

  template <typename Draw>
  void each_part(const MapLine& line, Draw draw) {
    thin(line);
    std::size_t begin = 0;
    while (begin + 1 < m_points.size()) {
      if (!near(begin)) {
        ++begin;
        continue;
      }
      std::size_t end = begin + 1;
      while (end + 1 < m_points.size() && near(end)) ++end;
      draw(std::span<const Vec2>(m_points).subspan(begin, end - begin + 1));
      begin = end;
    }
  }

 private:
  static constexpr float kReach = 12;  // px: half the widest line, and its mitres

  void thin(const MapLine& line) {
    m_points.clear();
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      const Vec2 point = m_transform.apply(line.points[i].x, line.points[i].y);
      const bool last = i + 1 == line.points.size();
      if (m_points.empty() || length(point - m_points.back()) >= kMergeBelow) {
        m_points.push_back(point);
      } else if (last && m_points.size() > 1) {
        m_points.back() = point;
      }
    }
  }

  // Does the piece from that point to the next come near the box?
  [[nodiscard]] bool near(std::size_t i) const {
    const Vec2 a = m_points[i];
    const Vec2 b = m_points[i + 1];
    return std::min(a.x, b.x) <= m_box.right() && std::max(a.x, b.x) >= m_box.x &&
           std::min(a.y, b.y) <= m_box.bottom() && std::max(a.y, b.y) >= m_box.y;
  }

  const MeshTransform& m_transform;
  Rect m_box;
  std::vector<Vec2> m_points;
};

// A river is ours along its whole course where any of it passes a city. Nameless pieces
// stand for themselves.
std::vector<bool> ours(const std::vector<MapLine>& rivers, const std::vector<MapPoint>& cities) {
  const auto passes = [](const MapLine& river, MapPoint city) {
    const MapRect& box = river.bounds;
    if (city.x < box.min.x - kByTheRiver || city.x > box.max.x + kByTheRiver ||
        city.y < box.min.y - kByTheRiver || city.y > box.max.y + kByTheRiver) {
      return false;
    }
    return std::ranges::any_of(river.points, [&](MeshVertex point) {
      return std::hypot(point.x - city.x, point.y - city.y) < kByTheRiver;
    });
  };
  const auto passes_a_city = [&](const MapLine& river) {
    return std::ranges::any_of(cities, [&](MapPoint city) { return passes(river, city); });
  };
  std::set<std::string> names;
  for (const MapLine& river : rivers) {
    if (!river.name.empty() && passes_a_city(river)) names.insert(river.name);
  }
  std::vector<bool> found;
  found.reserve(rivers.size());
  for (const MapLine& river : rivers) {
    const bool near = river.name.empty() ? passes_a_city(river) : names.contains(river.name);
    found.push_back(near && river.rank <= kOurRiverRank);
  }
  return found;
}

}  // namespace

Result<Ground> Ground::open(const std::filesystem::path& assets, const Pack& pack, Stage& stage,
                            const Palette& theme, GroundPicturesAhead* ahead) {
  std::optional<GroundPicturesAhead> own;
  if (ahead == nullptr) ahead = &own.emplace(assets);
  Ground ground;
  ground.m_pattern = stage.texture(pattern_tile(kPatternSide));
  ground.dress(stage, theme);
  Result<Basemap> basemap = open_basemap(assets / "basemap");
  if (!basemap) return tl::unexpected(basemap.error());
  ground.m_basemap = std::move(*basemap);
  if (const auto found = ground.find_fills(assets, pack.values()); !found) {
    return tl::unexpected(found.error());
  }
  std::vector<MapPoint> cities;
  for (const City& city : pack.values().cities) cities.push_back(equal_earth(city.position));
  ground.m_ours_wide = ours(ground.m_basemap.wide.rivers, cities);
  ground.m_ours_near = ours(ground.m_basemap.near.rivers, cities);
  Result<GroundPictures> pictures = ahead->take();
  if (!pictures) return tl::unexpected(pictures.error());
  ground.m_relief = stage.texture(std::move(pictures->relief));
  ground.m_glow = stage.texture(pictures->glow);
  ground.m_glow_coverage = std::move(pictures->glow);
  return ground;
}

// The file of all territories is opened only for packs that need one of them.
Result<void> Ground::find_fills(const std::filesystem::path& assets, const PackValues& values) {
  m_tinted = tinted_territories(values);
  std::vector<std::string> wanted = partner_countries(values);
  wanted.insert(wanted.end(), m_tinted.begin(), m_tinted.end());
  std::erase_if(wanted, [this](const std::string& code) { return fill_of(code) != nullptr; });
  if (wanted.empty()) return {};
  Result<std::vector<CountryFill>> all = open_territories(assets / "basemap");
  if (!all) return tl::unexpected(all.error());
  for (CountryFill& fill : *all) {
    if (std::ranges::find(wanted, fill.country) == wanted.end()) continue;
    m_territories.push_back(std::move(fill));
  }
  return {};
}

const CountryFill* Ground::fill_of(std::string_view country) const {
  for (const std::vector<CountryFill>* fills : {&m_basemap.countries, &m_territories}) {
    const auto found = std::ranges::find(*fills, country, &CountryFill::country);
    if (found != fills->end()) return &*found;
  }
  return nullptr;
}

void Ground::dress(Stage& stage, const Palette& theme) {
  if (m_theme != nullptr) {
    stage.release(m_sea);
    stage.release(m_land);
  }
  m_theme = &theme;
  m_sea = stage.texture(sea_picture(theme));
  m_land = stage.gradient(std::array{theme.land_north, theme.land_middle, theme.land_south});
}

bool Ground::is_sea(MapPoint point) const {
  const MapRect& bounds = m_basemap.glow.bounds;
  const double u = (point.x - bounds.min.x) / (bounds.max.x - bounds.min.x);
  const double v = (bounds.max.y - point.y) / (bounds.max.y - bounds.min.y);
  if (u < 0 || v < 0 || u >= 1 || v >= 1) return false;
  const auto x = static_cast<std::size_t>(u * m_glow_coverage.width);
  const auto y = static_cast<std::size_t>(v * m_glow_coverage.height);
  return m_glow_coverage.pixels[y * static_cast<std::size_t>(m_glow_coverage.width) + x] <
         kSeaBelow;
}

void Ground::draw_pattern(Frame& frame, const Rect& box, Vec2 origin, Colour colour) const {
  if (colour.a == 0) return;
  const auto side = static_cast<float>(kPatternSide);
  const float left = std::floor((box.x - origin.x) / side) * side + std::round(origin.x);
  const float top = std::floor((box.y - origin.y) / side) * side + std::round(origin.y);
  frame.push_clip(box);
  for (float y = top; y < box.bottom(); y += side) {
    for (float x = left; x < box.right(); x += side) {
      frame.picture(m_pattern, {x, y, side, side}, {0, 0, 1, 1}, colour);
    }
  }
  frame.pop_clip();
}

void Ground::draw_texture(Frame& frame, const GroundView& look, platform::TextureId texture,
                          const MapRect& bounds, Colour tint) const {
  const Vec2 from = to_screen(look.camera, look.view, {bounds.min.x, bounds.max.y});
  const Vec2 to = to_screen(look.camera, look.view, {bounds.max.x, bounds.min.y});
  const Rect whole{from.x, from.y, to.x - from.x, to.y - from.y};
  const Rect shown = whole.intersection(look.box);
  if (shown.w <= 0 || shown.h <= 0) return;
  frame.picture(texture, shown,
                {(shown.x - whole.x) / whole.w, (shown.y - whole.y) / whole.h, shown.w / whole.w,
                 shown.h / whole.h},
                tint);
}

void Ground::draw_sea(Frame& frame, const GroundView& look) const {
  frame.fill(look.box, m_theme->sea_deep);
  if (m_theme->plain) return;
  draw_texture(frame, look, m_sea,
               {{kSeaLight.x - kSeaReach, kSeaLight.y - kSeaReach},
                {kSeaLight.x + kSeaReach, kSeaLight.y + kSeaReach}},
               kUntinted);
  const MeshTransform transform = transform_of(look);
  // The pattern moves with the sea, but keeps its size.
  const auto side = static_cast<double>(kPatternSide);
  const Vec2 origin{static_cast<float>(std::fmod(transform.offset_x, side)),
                    static_cast<float>(std::fmod(transform.offset_y, side))};
  draw_pattern(frame, look.box, origin, m_theme->sea_pattern);
  const double fade = std::clamp((2400 * look.scale - scale_of(look.camera)) / 1400, 0.25, 1.0);
  draw_texture(frame, look, m_glow, m_basemap.glow.bounds, m_theme->glow.faded(fade));
}

void Ground::draw_land(Frame& frame, const GroundView& look, const MapSettings& settings) const {
  const bool near = scale_of(look.camera) > kNearFrom;
  const DetailLevel& level = near ? m_basemap.near : m_basemap.wide;
  const MeshTransform transform = transform_of(look);
  const MapRect seen = visible_map(look.camera, look.view, look.box);
  const HeightGradient gradient{m_land, to_screen(look.camera, look.view, equal_earth({0, 48})).y,
                                to_screen(look.camera, look.view, equal_earth({0, -12})).y};
  for (const MeshChunk& chunk : level.land) {
    if (!chunk.bounds.intersects(seen)) continue;
    frame.mesh(std::span(chunk.vertices), std::span(chunk.indices), transform, gradient);
  }
  for (const std::string& code : m_tinted) {
    const CountryFill* country = fill_of(code);
    if (country == nullptr) continue;
    for (const MeshChunk& chunk : country->chunks) {
      if (!chunk.bounds.intersects(seen)) continue;
      frame.mesh(std::span(chunk.vertices), std::span(chunk.indices), transform, m_theme->tint);
    }
  }
  if (!m_theme->plain) {
    draw_texture(frame, look, m_relief, m_basemap.relief.bounds, m_theme->relief);
  }
  for (const MeshChunk& chunk : level.lakes) {
    if (!chunk.bounds.intersects(seen)) continue;
    frame.mesh(std::span(chunk.vertices), std::span(chunk.indices), transform, m_theme->river);
  }
  draw_rivers(frame, look);
  draw_borders(frame, look, settings);
  SeenLine line(transform, look.box);
  for (const MapLine& coast : level.coast) {
    if (!coast.bounds.intersects(seen)) continue;
    line.each_part(coast, [&](std::span<const Vec2> part) {
      frame.path(part, m_theme->coast, 1.4F * look.scale);
    });
  }
}

void Ground::draw_rivers(Frame& frame, const GroundView& look) const {
  const bool near = scale_of(look.camera) > kNearFrom;
  const std::vector<MapLine>& rivers = near ? m_basemap.near.rivers : m_basemap.wide.rivers;
  const std::vector<bool>& by_our_cities = near ? m_ours_near : m_ours_wide;
  const MeshTransform transform = transform_of(look);
  const MapRect seen = visible_map(look.camera, look.view, look.box);
  SeenLine line(transform, look.box);
  for (std::size_t i = 0; i < rivers.size(); ++i) {
    const MapLine& river = rivers[i];
    const bool ours = by_our_cities[i];
    if (!river.bounds.intersects(seen) || (!ours && river.rank > kGreatRiverRank)) continue;
    const float width = (ours ? (river.rank <= 4 ? 2.6F : 1.8F) : 1.4F) * look.scale;
    line.each_part(river, [&](std::span<const Vec2> part) {
      frame.path(part, m_theme->river.faded(ours ? 1 : 0.55), width);
    });
  }
}

void Ground::draw_borders(Frame& frame, const GroundView& look, const MapSettings& settings) const {
  const MeshTransform transform = transform_of(look);
  const MapRect seen = visible_map(look.camera, look.view, look.box);
  SeenLine line(transform, look.box);
  for (const MapLine& border : m_basemap.borders) {
    const BorderStyle style = border_style(settings, border.first, border.second);
    if (style == BorderStyle::kHidden || !border.bounds.intersects(seen)) continue;
    line.each_part(border, [&](std::span<const Vec2> part) {
      if (style == BorderStyle::kSolid) {
        frame.path(part, m_theme->border, 1.4F * look.scale);
      } else {
        frame.dashed_path(part, m_theme->border, 1.4F * look.scale, 7 * look.scale);
      }
    });
  }
}

void Ground::draw(Frame& frame, const GroundView& look, const MapSettings& settings) const {
  frame.push_clip(look.box);
  draw_sea(frame, look);
  draw_land(frame, look, settings);
  frame.pop_clip();
}

}  // namespace kiosk
