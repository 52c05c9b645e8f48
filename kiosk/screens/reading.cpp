#include "kiosk/screens/reading.h"

#include <algorithm>

namespace kiosk {

void draw_scroll_marks(const Scene& scene, const Reading& reading, float height) {
  const Rect& window = reading.window;
  const float range = std::max(0.0F, height - window.h);
  if (range <= 0) return;
  Frame& frame = scene.frame;
  const Layout& layout = scene.layout;
  const float offset = reading.scroll.shown(range);
  const float fade = layout.px(72);
  const Colour paper = scene.theme.paper;
  const Rect& outer = reading.outer;
  if (offset < range - 1) {
    frame.fade_down({outer.x, window.bottom() - fade, outer.w, fade}, paper.faded(0), paper);
  }
  if (offset > 1) {
    frame.fade_down({outer.x, window.y, outer.w, fade / 2}, paper, paper.faded(0));
  }
  const float bar = layout.px(8);
  const float top = window.y + layout.px(20);
  const float track_height = window.h - layout.px(30);
  const Rect track = layout.within(window, {window.w - bar, 0, bar, 0});
  frame.fill({track.x, top, bar, track_height}, scene.theme.paper_line, bar / 2);
  const float thumb = std::max(layout.px(60), track_height * window.h / height);
  const float at = (track_height - thumb) * std::min(1.0F, offset / range);
  frame.fill({track.x, top + at, bar, thumb}, scene.theme.first_home, bar / 2);
}

}  // namespace kiosk
