// Map screen: the map with all partners, the title, and the bar of filters and languages.
// Beside an open panel it shows the same map in what room is left.
//
// Keeps its chrome as a layer: it changes with what a visitor chooses, not with the camera.
// Thread: the frame's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/draw/layer.h"
#include "kiosk/screens/ground_names.h"
#include "kiosk/screens/map_marks.h"
#include "kiosk/screens/scale_bar.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

class MapScreen {
 public:
  void draw(const Scene& scene);
  // Pictures that the chrome looks at are lost, or the theme is another one.
  void forget();

 private:
  // Where the chrome's parts stand that labels keep off.
  struct Places {
    Rect title;
    std::vector<Rect> zoom;  // from the top: in, out, all
    std::optional<Rect> finalising;
    Rect scale_bar;
    std::vector<Rect> all;  // but for `finalising`, which is shown where marks leave it room
  };

  void measure(const Scene& scene);
  void draw_chrome(const Scene& scene) const;

  MapMarks m_marks;
  GroundNames m_names;
  ScaleBar m_scale_bar;
  Layer m_chrome;
  Layer m_finalising;
  Places m_places;
  std::optional<State> m_drawn_for;  // what the chrome was drawn from
  Rect m_bar;
};

}  // namespace kiosk
