#include "kiosk/app/zone.h"

#include <algorithm>

#include "kiosk/base/check.h"

namespace kiosk {

namespace {

float distance_to(std::span<const Vec2> path, Vec2 point) {
  float nearest = length(point - path.front());
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Vec2 way = path[i] - path[i - 1];
    const Vec2 there = point - path[i - 1];
    const float whole = way.x * way.x + way.y * way.y;
    const float along = whole > 0 ? (there.x * way.x + there.y * way.y) / whole : 0;
    nearest = std::min(nearest, length(there - way * std::clamp(along, 0.0F, 1.0F)));
  }
  return nearest;
}

}  // namespace

std::string_view name(ZoneRole role) {
  switch (role) {
    case ZoneRole::kButton:
      return "button";
    case ZoneRole::kMap:
      return "map";
    case ZoneRole::kScroll:
      return "scroll";
    case ZoneRole::kSurface:
      return "surface";
  }
  KIOSK_CHECK(false);  // a role without a name
  return {};
}

Zone& ZoneList::next() {
  if (m_count == m_zones.size()) m_zones.emplace_back();
  Zone& zone = m_zones[m_count++];
  zone.id.clear();
  zone.rect = {};
  zone.role = ZoneRole::kButton;
  zone.label.clear();
  zone.enabled = true;
  zone.selected = false;
  zone.focusable = true;
  zone.intent.reset();
  zone.scroll_range = 0;
  zone.again_in_text = false;
  zone.in_list = false;
  zone.path.clear();
  zone.reach = 0;
  return zone;
}

const Zone* zone_at(std::span<const Zone> zones, Vec2 point) {
  const Zone* line = nullptr;
  float nearest = 0;
  for (auto zone = zones.rbegin(); zone != zones.rend(); ++zone) {
    if (zone->path.empty()) {
      // Lines are together: the first zone behind them ends the search among them.
      if (line != nullptr) return line;
      if (zone->rect.contains(point)) return &*zone;
      continue;
    }
    if (!zone->rect.contains(point)) continue;
    const float away = distance_to(zone->path, point);
    if (away > zone->reach || (line != nullptr && away >= nearest)) continue;
    line = &*zone;
    nearest = away;
  }
  return line;
}

Vec2 touch_point(std::span<const Zone> zones, const Zone& zone) {
  if (zone.path.empty()) return zone.rect.centre();
  const std::size_t count = zone.path.size();
  const std::size_t middle = count / 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = (middle + (i % 2 == 0 ? i / 2 : count - (i + 1) / 2)) % count;
    if (zone_at(zones, zone.path[at]) == &zone) return zone.path[at];
  }
  return zone.path[middle];
}

const Zone* zone_of(std::span<const Zone> zones, std::string_view id) {
  const auto found =
      std::find_if(zones.rbegin(), zones.rend(), [&](const Zone& zone) { return zone.id == id; });
  return found == zones.rend() ? nullptr : &*found;
}

}  // namespace kiosk
