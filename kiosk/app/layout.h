// Layout: where the parts of a screen stand. The one place that knows the reading
// direction, the rotation and the panel's size: screens ask for a place by name, in the
// words start and end, and never for left or right.
//
// `scale` is 1 at 1080 lines; touch targets keep 20 mm on any panel.
// Pure functions of plain values; panel px.
#pragma once

#include "kiosk/app/state.h"
#include "kiosk/base/geometry.h"

namespace kiosk {

struct Layout {
  Rect screen;
  float scale = 1;
  bool landscape = true;
  bool two_rows = false;  // of controls in the bar: where the panel is not much wider than high
  bool right_to_left = false;
  bool reach = false;  // controls stand as low as they can
  float text = 1;      // how much larger than designed the visitor wants texts
  float target = 88;   // the side of the smallest touch target
  float margin = 48;
  Rect header;         // emblem and title
  Rect bar;            // the controls at the bottom, with the shelf above them
  float controls = 0;  // where the bar's own controls begin, below the shelf
  Rect city_panel;     // where the city panel stands when open
  Rect map_view;       // what the camera frames, beside an open panel
  Rect labels;         // where pins and labels may stand: the view without header and controls

  // Wide enough for two groups of controls beside each other at the top of a sheet.
  [[nodiscard]] bool wide() const { return screen.w >= 1.6F * screen.h; }
  [[nodiscard]] float shelf_row() const { return target + px(16); }
  [[nodiscard]] float px(float at_1080) const { return at_1080 * scale; }
  // A rect given from the start side, as it lies on the panel.
  [[nodiscard]] Rect from_start(Rect rect) const { return within(screen, rect); }
  // The same inside a box: `rect.x` counts from the box's start side.
  [[nodiscard]] Rect within(const Rect& box, Rect rect) const {
    const float x = right_to_left ? box.right() - rect.x - rect.w : box.x + rect.x;
    return {x, box.y + rect.y, rect.w, rect.h};
  }
};

// The round buttons above the bar: three to zoom and, where the bar has no room for it, the quiz;
// in so many columns that a seated visitor reaches all of them. One column stands at the reading
// direction's end, more of them at the right, where the map is emptier.
[[nodiscard]] int zoom_buttons(const Layout& layout);
[[nodiscard]] int zoom_columns(const Layout& layout);
[[nodiscard]] bool zoom_at_right(const Layout& layout);
// `city_open`: as it is, or will be once the panel has come to rest.
[[nodiscard]] Layout layout_of(const Panel& panel, Language language, bool city_open,
                               float text_scale = 1, int shelf_rows = 0);
[[nodiscard]] Layout layout_of(const State& state);

}  // namespace kiosk
