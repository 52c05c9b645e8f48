#include "kiosk/app/zone.h"

#include <algorithm>

#include "kiosk/base/check.h"

namespace kiosk {

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

const Zone* zone_at(std::span<const Zone> zones, Vec2 point) {
  const auto found = std::find_if(zones.rbegin(), zones.rend(),
                                  [&](const Zone& zone) { return zone.rect.contains(point); });
  return found == zones.rend() ? nullptr : &*found;
}

const Zone* zone_of(std::span<const Zone> zones, std::string_view id) {
  const auto found =
      std::find_if(zones.rbegin(), zones.rend(), [&](const Zone& zone) { return zone.id == id; });
  return found == zones.rend() ? nullptr : &*found;
}

}  // namespace kiosk
