#include "kiosk/screens/ground_tiles.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace kiosk {
namespace {

// How far tiles may be stretched or shrunk while the map moves.
constexpr double kMostStretch = 1.5;
constexpr double kMostShrink = 0.75;
// While the scale changes, the next level is chosen ahead of it, so that it lasts longer.
constexpr double kAhead = 0.25;

// How many tiles may be drawn in one frame while others can stand in for them: one to two
// milliseconds each on a board without GL, beside a picture that is stretched to the whole panel.
constexpr int kMostMoving = 2;
constexpr int kMostAtRest = 4;

// The coarse level: so much smaller than the whole map in the view, and so far beyond what visitors
// can move in, as shares of that.
constexpr double kCoarser = 1.25;
constexpr double kBeyond = 0.15;

}  // namespace

// Whole pixels: neighbours share their edges, whatever the stretch.
Rect GroundTiles::Grid::place(std::int32_t column, std::int32_t row) const {
  const double left = std::round(x + column * side);
  const double top = std::round(y + row * side);
  return {static_cast<float>(left), static_cast<float>(top),
          static_cast<float>(std::round(x + (column + 1) * side) - left),
          static_cast<float>(std::round(y + (row + 1) * side) - top)};
}

GroundTiles::Span GroundTiles::Grid::span(const Rect& box) const {
  const auto from = [this](double edge, double origin) {
    return static_cast<std::int32_t>(std::floor((edge - origin) / side));
  };
  return {from(box.x, x), from(box.y, y), from(box.right() - 0.5, x) + 1,
          from(box.bottom() - 0.5, y) + 1};
}

GroundTiles::Grid GroundTiles::grid_of(double zoom, const GroundView& look) const {
  Grid grid;
  grid.zoom = zoom;
  grid.stretch = std::exp2(look.camera.zoom - zoom);
  grid.side = m_side * grid.stretch;
  const double scale = scale_of(look.camera);
  const Vec2 middle = look.view.centre();
  grid.x = middle.x - look.camera.centre.x * scale;
  grid.y = middle.y + look.camera.centre.y * scale;
  if (grid.stretch == 1) {
    grid.x = std::round(grid.x);
    grid.y = std::round(grid.y);
  }
  const Origin origin = origin_of(zoom);
  grid.x += origin.x * grid.stretch;
  grid.y += origin.y * grid.stretch;
  return grid;
}

GroundTiles::Origin GroundTiles::origin_of(double zoom) const {
  return zoom == m_coarse_zoom ? m_coarse_origin : m_origin;
}

// As few tiles as can be fill what begins at that corner: the first picture, for which a visitor
// waits longest, and the coarse level, which stays.
GroundTiles::Origin GroundTiles::origin_at(Vec2 corner, double zoom, const GroundView& look) const {
  const Grid grid = grid_of(zoom, look);
  const Origin origin = origin_of(zoom);
  return {origin.x + std::floor(std::fmod(corner.x - grid.x, m_side)),
          origin.y + std::floor(std::fmod(corner.y - grid.y, m_side))};
}

void GroundTiles::forget() {
  for (const auto& [key, tile] : m_tiles) m_spare.push_back(tile.texture);
  m_tiles.clear();
  m_zoom.reset();
  m_coarse.clear();
  m_coarse_zoom.reset();
  m_camera.reset();
}

void GroundTiles::put_away(Stage& stage) {
  for (const platform::TextureId texture : m_spare) stage.release(texture);
  m_spare.clear();
  std::erase_if(m_tiles, [&](const auto& entry) {
    const bool unseen = entry.second.used != m_frame;
    if (unseen) stage.release(entry.second.texture);
    return unseen;
  });
}

void GroundTiles::choose_level(const GroundView& look, bool moving) {
  const double zoom = look.camera.zoom;
  double wanted = zoom;
  if (moving && m_zoom) {
    const double stretch = std::exp2(zoom - *m_zoom);
    const bool serves = stretch <= kMostStretch && stretch >= kMostShrink;
    const double change = m_camera ? zoom - m_camera->zoom : 0;
    const double ahead = change > 0 ? kAhead : change < 0 ? -kAhead : 0;
    wanted = serves ? *m_zoom : zoom + ahead;
  }
  m_zoom = wanted;
}

GroundTiles::Tile* GroundTiles::find(const Key& key) {
  const auto found = m_tiles.find(key);
  if (found == m_tiles.end()) return nullptr;
  found->second.used = m_frame;
  return &found->second;
}

bool GroundTiles::covered(const Rect& place, const Grid& by) {
  const Span span = by.span(place);
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      if (!m_tiles.contains({by.zoom, column, row})) return false;
    }
  }
  return true;
}

void GroundTiles::show(Frame& frame, Tile& tile, const Rect& place, const Rect& box) const {
  const Rect shown = place.intersection(box);
  if (shown.w <= 0 || shown.h <= 0) return;
  frame.picture(tile.texture, shown,
                {(shown.x - place.x) / place.w, (shown.y - place.y) / place.h, shown.w / place.w,
                 shown.h / place.h},
                kUntinted);
}

void GroundTiles::find_levels() {
  m_levels.clear();
  for (auto tile = m_tiles.begin(); tile != m_tiles.end();) {
    const double zoom = tile->first.zoom;
    if (zoom != *m_zoom) m_levels.push_back(zoom);
    while (tile != m_tiles.end() && tile->first.zoom == zoom) ++tile;
  }
  std::ranges::sort(m_levels, std::ranges::less{},
                    [this](double zoom) { return std::abs(zoom - *m_zoom); });
}

std::optional<double> GroundTiles::stand_in(const Rect& place, const GroundView& look) {
  for (const double zoom : m_levels) {
    const Grid grid = grid_of(zoom, look);
    if (!covered(place, grid)) continue;
    // From now on it is in use: what is drawn next takes no texture from it.
    const Span span = grid.span(place);
    for (std::int32_t row = span.top; row < span.bottom; ++row) {
      for (std::int32_t column = span.left; column < span.right; ++column) {
        (void)find({zoom, column, row});
      }
    }
    return zoom;
  }
  return std::nullopt;
}

void GroundTiles::show_stand_in(Frame& frame, const Missing& missing, const GroundView& look) {
  const Grid grid = grid_of(*missing.level, look);
  const Span span = grid.span(missing.place);
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      if (Tile* tile = find({grid.zoom, column, row})) {
        show(frame, *tile, grid.place(column, row), missing.place);
      }
    }
  }
}

// One that nothing shows any more, else a new one.
platform::TextureId GroundTiles::spare_texture(Stage& stage) {
  if (m_tiles.size() > m_coarse.size() + m_shown + m_shown / 2) {
    const auto oldest = std::min_element(
        m_tiles.begin(), m_tiles.end(),
        [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    if (oldest->second.used + 1 < m_frame) {
      m_spare.push_back(oldest->second.texture);
      m_tiles.erase(oldest);
    }
  }
  if (m_spare.empty()) return stage.target({m_side, m_side});
  const platform::TextureId texture = m_spare.back();
  m_spare.pop_back();
  return texture;
}

void GroundTiles::make(Stage& stage, const Ground& ground, const GroundView& look,
                       const MapSettings& settings, const Key& key) {
  const platform::TextureId texture = spare_texture(stage);
  GroundView view = look;
  view.camera.zoom = key.zoom;
  const double scale = scale_of(view.camera);
  const auto side = static_cast<float>(m_side);
  const Origin origin = origin_of(key.zoom);
  view.camera.centre = {((key.column + 0.5) * m_side + origin.x) / scale,
                        -((key.row + 0.5) * m_side + origin.y) / scale};
  view.view = view.box = {0, 0, side, side};
  stage.draw_into(texture, {side, side}, [&](Frame& tile) { ground.draw(tile, view, settings); });
  m_tiles[key] = {texture, m_frame};
}

// A tile of the coarse level, which stands in for whatever comes into sight sooner than it can be
// drawn: a map that shrinks under two fingers shows more in each frame than a frame has time for.
void GroundTiles::make_coarse(Stage& stage, const Ground& ground, const GroundView& look,
                              const MapSettings& settings) {
  if (m_coarse.empty()) {
    const CameraLimits limits = limits_for(settings.south_west, settings.north_east, look.view);
    GroundView whole = look;
    whole.camera = {limits.bounds.centre(), limits.min_zoom - kCoarser};
    const double scale = scale_of(whole.camera);
    const MapRect& bounds = limits.bounds;
    const Vec2 half{static_cast<float>((bounds.max.x - bounds.min.x) * scale * (0.5 + kBeyond)),
                    static_cast<float>((bounds.max.y - bounds.min.y) * scale * (0.5 + kBeyond))};
    const Vec2 middle = whole.view.centre();
    const Rect all{middle.x - half.x, middle.y - half.y, 2 * half.x, 2 * half.y};
    m_coarse_origin = origin_at({all.x, all.y}, whole.camera.zoom, whole);
    m_coarse_zoom = whole.camera.zoom;
    const Span span = grid_of(whole.camera.zoom, whole).span(all);
    for (std::int32_t row = span.top; row < span.bottom; ++row) {
      for (std::int32_t column = span.left; column < span.right; ++column) {
        m_coarse.push_back({whole.camera.zoom, column, row});
      }
    }
  }
  const auto next =
      std::ranges::find_if(m_coarse, [this](const Key& key) { return !m_tiles.contains(key); });
  if (next != m_coarse.end()) make(stage, ground, look, settings, *next);
}

// The row or column that the map moves towards. Comes back with how many more may be drawn.
int GroundTiles::make_ahead(Stage& stage, const Ground& ground, const GroundView& look,
                            const MapSettings& settings, int most) {
  if (!m_camera || m_camera->zoom != look.camera.zoom) return most;
  const double scale = scale_of(look.camera);
  const double right = (look.camera.centre.x - m_camera->centre.x) * scale;
  const double down = (m_camera->centre.y - look.camera.centre.y) * scale;
  const Span seen = grid_of(*m_zoom, look).span(look.box);
  const auto want = [&](std::int32_t column, std::int32_t row) {
    const Key key{*m_zoom, column, row};
    if (most <= 0 || m_tiles.contains(key)) return;
    make(stage, ground, look, settings, key);
    --most;
  };
  if (std::abs(right) >= 1) {
    const std::int32_t column = right > 0 ? seen.right : seen.left - 1;
    for (std::int32_t row = seen.top; row < seen.bottom; ++row) want(column, row);
  }
  if (std::abs(down) >= 1) {
    const std::int32_t row = down > 0 ? seen.bottom : seen.top - 1;
    for (std::int32_t column = seen.left; column < seen.right; ++column) want(column, row);
  }
  return most;
}

void GroundTiles::draw(Stage& stage, Frame& frame, const Ground& ground, const GroundView& look,
                       const MapSettings& settings, bool moving) {
  ++m_frame;
  if (m_scale != look.scale) forget();
  m_scale = look.scale;
  choose_level(look, moving);
  if (m_tiles.empty()) m_origin = origin_at({look.box.x, look.box.y}, *m_zoom, look);
  const Grid grid = grid_of(*m_zoom, look);
  const Span span = grid.span(look.box);
  m_shown = span.count();
  // The first picture of a movement answers a finger: what something can stand in for waits.
  const bool sets_out = moving && !m_moving;
  m_moving = moving;
  int left = sets_out ? 0 : moving ? kMostMoving : kMostAtRest;
  for (const Key& key : m_coarse) (void)find(key);  // never the oldest
  m_missing.clear();
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      const Key key{grid.zoom, column, row};
      if (find(key) == nullptr) {
        m_missing.push_back({key, grid.place(column, row).intersection(look.box), {}});
      }
    }
  }
  if (!m_missing.empty()) find_levels();
  // What nothing can stand in for comes first.
  for (Missing& missing : m_missing) {
    missing.level = stand_in(missing.place, look);
    if (missing.level) continue;
    make(stage, ground, look, settings, missing.key);
    --left;
  }
  std::erase_if(m_missing, [&](const Missing& missing) { return !missing.level; });
  const std::size_t now = std::min(m_missing.size(), static_cast<std::size_t>(std::max(left, 0)));
  for (const Missing& missing : std::span(m_missing).first(now)) {
    make(stage, ground, look, settings, missing.key);
    --left;
  }
  m_missing.erase(m_missing.begin(), m_missing.begin() + static_cast<std::ptrdiff_t>(now));
  for (const Missing& missing : m_missing) show_stand_in(frame, missing, look);
  if (!m_missing.empty()) frame.keep_moving();
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      if (Tile* tile = find({grid.zoom, column, row})) {
        show(frame, *tile, grid.place(column, row), look.box);
      }
    }
  }
  if (moving && !sets_out && m_missing.empty()) {
    left = make_ahead(stage, ground, look, settings, left);
    if (left > 0) make_coarse(stage, ground, look, settings);
  }
  m_camera = look.camera;
}

}  // namespace kiosk
