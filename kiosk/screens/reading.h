// Reading: a text longer than its window: it scrolls, fades where there is more, and a thumb
// shows where one is. Panel px; the frame's thread.
#pragma once

#include <cmath>

#include "kiosk/screens/scene.h"

namespace kiosk {

struct Reading {
  Rect outer;   // what is clipped to, and answers to a finger
  Rect window;  // its column, with the thumb at the end side
  const Scroll& scroll;
  const char* zone;
  const char* label;  // key of the word for it
};

// Where the text fades and the thumb stands.
void draw_scroll_marks(const Scene& scene, const Reading& reading, float height);

// `content` draws all of the text from that y on and returns its height.
template <typename Content>
void draw_scrolled(const Scene& scene, const Reading& reading, Content content) {
  Frame& frame = scene.frame;
  const Rect& window = reading.window;
  frame.push_clip(reading.outer);
  // Far below all that is seen nothing is drawn, only measured: where the visitor reads is a
  // share of the whole height.
  const bool silent = frame.silent();
  frame.set_silent(true);
  const float height = content(2 * scene.layout.screen.bottom() + window.h);
  frame.set_silent(silent);
  const float range = std::max(0.0F, height - window.h);
  // What stands in it answers in front of it.
  Zone& zone = frame.add_zone();
  zone.id = reading.zone;
  zone.rect = reading.outer;
  zone.role = ZoneRole::kScroll;
  zone.label = scene.say(reading.label);
  zone.scroll_range = range;
  content(window.y - std::round(reading.scroll.shown(range)));
  frame.pop_clip();
  draw_scroll_marks(scene, reading, height);
}

}  // namespace kiosk
