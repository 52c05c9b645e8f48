// Ground tiles: the ground drawn once, in square tiles of one scale, and moved about as
// pictures while the map moves. Drawing it anew in each frame costs ten times as much on a
// board without GL. A tile that comes into sight is drawn then; one that is about to, a
// little before.
//
// Tiles hang on a grid of the map, which begins where the first picture does, at whole pixels: at
// rest what is seen depends on the camera alone, but for the last bit of a colour at a tile's edge.
// While the scale changes the nearest tiles are stretched, and the right ones take their place a
// few a frame. What comes into sight sooner than it can be drawn is shown by a coarse level of the
// whole map, which is drawn while the map first moves, a tile a frame. Owns textures of the stage,
// half as many again as the panel shows, and the coarse ones. Thread: the frame's.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "kiosk/draw/stage.h"
#include "kiosk/screens/ground.h"

namespace kiosk {

class GroundTiles {
 public:
  // `side`: px of a tile. Small ones waste less at the edges of a small picture.
  explicit GroundTiles(int side) : m_side(side) {}

  // `moving`: the camera is on its way, so that a near picture is better than a late one.
  void draw(Stage& stage, Frame& frame, const Ground& ground, const GroundView& look,
            const MapSettings& settings, bool moving);
  // The display has lost its textures, or the ground looks different now.
  void forget();
  // The map stands still: gives back the textures that the last frame did not show.
  void put_away(Stage& stage);

 private:
  struct Key {
    double zoom = 0;
    std::int32_t column = 0;
    std::int32_t row = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Tile {
    platform::TextureId texture;
    std::uint64_t used = 0;  // the last frame that showed it
  };
  // Columns and rows, ends excluded.
  struct Span {
    std::int32_t left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] std::size_t count() const {
      return static_cast<std::size_t>(right - left) * static_cast<std::size_t>(bottom - top);
    }
  };
  // A level's grid as a camera sees it.
  struct Grid {
    double zoom = 0;
    double stretch = 1;
    double side = 0;      // px of the panel
    double x = 0, y = 0;  // of the corner of tile 0, 0 on the panel
    [[nodiscard]] Rect place(std::int32_t column, std::int32_t row) const;
    [[nodiscard]] Span span(const Rect& box) const;
  };

  // Where tile 0, 0 of each level begins, in its px; whole ones.
  struct Origin {
    double x = 0, y = 0;
  };

  [[nodiscard]] Grid grid_of(double zoom, const GroundView& look) const;
  [[nodiscard]] Origin origin_of(double zoom) const;
  [[nodiscard]] Origin origin_at(Vec2 corner, double zoom, const GroundView& look) const;
  void choose_level(const GroundView& look, bool moving);
  [[nodiscard]] Tile* find(const Key& key);
  [[nodiscard]] bool covered(const Rect& place, const Grid& by);
  void show(Frame& frame, Tile& tile, const Rect& place, const Rect& box) const;
  // A tile that is not drawn yet, its place on the panel, and the level that shows it meanwhile.
  struct Missing {
    Key key;
    Rect place;
    std::optional<double> level;
  };
  void find_levels();
  [[nodiscard]] std::optional<double> stand_in(const Rect& place, const GroundView& look);
  void show_stand_in(Frame& frame, const Missing& missing, const GroundView& look);
  void make_coarse(Stage& stage, const Ground& ground, const GroundView& look,
                   const MapSettings& settings);
  void make(Stage& stage, const Ground& ground, const GroundView& look, const MapSettings& settings,
            const Key& key);
  [[nodiscard]] int make_ahead(Stage& stage, const Ground& ground, const GroundView& look,
                               const MapSettings& settings, int most);
  [[nodiscard]] platform::TextureId spare_texture(Stage& stage);

  int m_side;
  Origin m_origin;
  std::map<Key, Tile> m_tiles;
  std::vector<platform::TextureId> m_spare;
  std::optional<double> m_zoom;    // of the tiles that are wanted
  std::optional<Camera> m_camera;  // of the last frame: where the map moves to
  bool m_moving = false;           // it was on its way in the last frame
  std::vector<Key> m_coarse;       // the coarse level's, drawn or not
  std::optional<double> m_coarse_zoom;
  Origin m_coarse_origin;
  // Of one frame: other levels of which there are tiles, the nearest first; what they show.
  std::vector<double> m_levels;
  std::vector<Missing> m_missing;
  float m_scale = 0;
  std::uint64_t m_frame = 0;
  std::size_t m_shown = 0;  // tiles in sight
};

}  // namespace kiosk
