#include "kiosk/screens/ground_tiles.h"

#include <algorithm>
#include <cmath>

namespace kiosk {
namespace {

// How far tiles may be stretched or shrunk while the map moves.
constexpr double kMostStretch = 1.5;
constexpr double kMostShrink = 0.75;
// While the scale changes, the next level is chosen ahead of it, so that it lasts longer.
constexpr double kAhead = 0.25;

// How many tiles may be drawn in one frame while others can stand in for them: about a
// millisecond each on a board without GL.
constexpr int kMostMoving = 3;
constexpr int kMostAtRest = 8;

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
  return grid;
}

void GroundTiles::forget() {
  for (const auto& [key, tile] : m_tiles) m_spare.push_back(tile.texture);
  m_tiles.clear();
  m_zoom.reset();
  m_previous.reset();
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
  if (m_zoom == wanted) return;
  m_previous = m_zoom;
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

void GroundTiles::show_previous(Frame& frame, const GroundView& look) {
  if (!m_previous) return;
  const Grid grid = grid_of(*m_previous, look);
  const Span span = grid.span(look.box);
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      if (Tile* tile = find({grid.zoom, column, row})) {
        show(frame, *tile, grid.place(column, row), look.box);
      }
    }
  }
}

// One that nothing shows any more, else a new one.
platform::TextureId GroundTiles::spare_texture(Stage& stage) {
  if (m_tiles.size() > m_shown + m_shown / 2) {
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
  view.camera.centre = {(key.column + 0.5) * m_side / scale, -(key.row + 0.5) * m_side / scale};
  view.view = view.box = {0, 0, side, side};
  stage.draw_into(texture, {side, side}, [&](Frame& tile) { ground.draw(tile, view, settings); });
  m_tiles[key] = {texture, m_frame};
}

// The row or column that the map moves towards.
void GroundTiles::make_ahead(Stage& stage, const Ground& ground, const GroundView& look,
                             const MapSettings& settings, int most) {
  if (!m_camera || m_camera->zoom != look.camera.zoom) return;
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
}

void GroundTiles::draw(Stage& stage, Frame& frame, const Ground& ground, const GroundView& look,
                       const MapSettings& settings, bool moving) {
  ++m_frame;
  if (m_scale != look.scale) forget();
  m_scale = look.scale;
  choose_level(look, moving);
  const Grid grid = grid_of(*m_zoom, look);
  const Span span = grid.span(look.box);
  m_shown = span.count();
  int left = moving ? kMostMoving : kMostAtRest;
  std::vector<Key> missing;
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      const Key key{grid.zoom, column, row};
      if (find(key) != nullptr) continue;
      const bool can_wait = m_previous && covered(grid.place(column, row).intersection(look.box),
                                                  grid_of(*m_previous, look));
      if (can_wait && left <= 0) {
        missing.push_back(key);
        continue;
      }
      make(stage, ground, look, settings, key);
      --left;
    }
  }
  if (!missing.empty()) {
    show_previous(frame, look);
    frame.keep_moving();
  }
  for (std::int32_t row = span.top; row < span.bottom; ++row) {
    for (std::int32_t column = span.left; column < span.right; ++column) {
      if (Tile* tile = find({grid.zoom, column, row})) {
        show(frame, *tile, grid.place(column, row), look.box);
      }
    }
  }
  if (moving && missing.empty()) make_ahead(stage, ground, look, settings, left);
  m_camera = look.camera;
}

}  // namespace kiosk
