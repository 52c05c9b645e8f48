// Zone: a place on the panel that answers. At once the touch target, the stop of the
// keyboard's focus, what is spoken and what tests tap; a thing that can be touched and
// has no zone cannot exist. Screens record zones while they draw, from back to front.
//
// Rects in panel px. Plain values of one frame; the frame's thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/intent.h"
#include "kiosk/base/geometry.h"

namespace kiosk {

enum class ZoneRole {
  kButton,
  kMap,     // takes drags and pinches
  kScroll,  // takes drags up and down
  kSurface  // takes nothing, but hides what lies behind it
};

[[nodiscard]] std::string_view name(ZoneRole role);

struct Zone {
  std::string id;
  Rect rect;
  ZoneRole role = ZoneRole::kButton;
  std::string label;  // spoken, and shown to nobody
  bool enabled = true;
  bool selected = false;
  bool focusable = true;         // false: another zone of the same meaning is
  std::optional<Intent> intent;  // what a tap on it means
  float scroll_range = 0;        // kScroll: px of text beyond its height
  bool again_in_text = false;    // a shortcut: the same is also offered where a finger scrolls to
  bool in_list = false;          // a finger that slides on it scrolls the list it stands in
  std::vector<Vec2> path;        // not empty: it answers along this line alone, ...
  float reach = 0;               // ... that many px to both sides; rect is the box around it
};

// The zones of one picture. Room once made is used again by the next picture.
class ZoneList {
 public:
  void clear() { m_count = 0; }
  // One more, as a new zone is.
  [[nodiscard]] Zone& next();
  [[nodiscard]] std::span<const Zone> all() const { return std::span(m_zones).first(m_count); }

 private:
  std::vector<Zone> m_zones;
  std::size_t m_count = 0;
};

// The frontmost zone there; nullptr where nothing answers. Of lines that lie next to each other
// the nearest.
[[nodiscard]] const Zone* zone_at(std::span<const Zone> zones, Vec2 point);
// Where to touch it so that it answers; its middle if something covers it everywhere.
[[nodiscard]] Vec2 touch_point(std::span<const Zone> zones, const Zone& zone);
// nullptr when there is none of that id; of several, the frontmost.
[[nodiscard]] const Zone* zone_of(std::span<const Zone> zones, std::string_view id);

}  // namespace kiosk
