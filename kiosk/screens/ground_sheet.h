// Ground sheet: the ground drawn once, somewhat larger than its place, and then moved about
// as one picture while the map moves. Drawing the ground anew in each frame costs ten
// times as much on a board without GL.
//
// At rest the picture is always the ground's own, drawn for that very camera: what is seen
// depends on the state alone. While moving it may lie half a pixel off, and be stretched
// a little. Owns one texture of the stage. Thread: the frame's.
#pragma once

#include <optional>

#include "kiosk/draw/stage.h"
#include "kiosk/screens/ground.h"

namespace kiosk {

class GroundSheet {
 public:
  // `margin`: how much is drawn beyond the box on each side, as a share of it.
  explicit GroundSheet(float margin) : m_margin(margin) {}

  // `moving`: the camera is on its way, so that a near picture is better than a late one.
  void draw(Stage& stage, Frame& frame, const Ground& ground, const GroundView& look,
            const MapSettings& settings, bool moving);
  // The display has lost its textures, or the ground looks different now.
  void forget() { m_drawn.reset(); }

 private:
  // What the sheet holds; a view of its own, whose box begins at its corner.
  [[nodiscard]] GroundView sheet_view(const GroundView& look) const;
  // Where the sheet lies on the panel when seen by that camera.
  [[nodiscard]] Rect place_of(const GroundView& look) const;
  [[nodiscard]] bool serves(const GroundView& look, bool moving) const;

  float m_margin;
  platform::TextureId m_texture;
  Vec2 m_size;
  std::optional<GroundView> m_drawn;
};

}  // namespace kiosk
