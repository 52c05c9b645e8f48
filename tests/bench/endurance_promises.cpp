#include "tests/bench/endurance_promises.h"

#include <cmath>
#include <set>
#include <string_view>

#include "kiosk/app/update.h"

namespace kiosk::test {

std::string left_behind(const State& state, const Pack& pack) {
  State fresh = start_state(pack, state.panel, pack.values().default_language, state.now);
  fresh.last_touch = state.last_touch;
  fresh.attract = state.attract;
  fresh.waking = state.waking;
  fresh.camera = state.camera;
  fresh.quiz.number = state.quiz.number;
  fresh.staff_pin = state.staff_pin;
  fresh.pressed = state.pressed;  // a finger that lies there is no setting
  fresh.lifted = state.lifted;
  fresh.drag = state.drag;
  if (state == fresh) return {};
  if (state.access != fresh.access) return "reading comfort is not as at the start";
  if (state.language != fresh.language) return "the language is not the first";
  if (state.sheet != fresh.sheet || state.screen != fresh.screen) return "a page is still open";
  return "the state is not as at the start";
}

std::string impossible(const State& state, const Pack& pack, std::size_t fingers) {
  if (!std::isfinite(state.camera.centre.x + state.camera.centre.y + state.camera.zoom)) {
    return "the camera is no number";
  }
  if (!std::isfinite(state.scroll.offset + state.sheet_scroll.offset + state.scroll.velocity +
                     state.sheet_scroll.velocity + state.gallery.offset)) {
    return "a scrolled place is no number";
  }
  if (fingers == 0 && !state.pressed.empty()) return "something is pressed by no finger";
  if (fingers == 0 && state.drag != DragTarget::kNothing)
    return "something is dragged by no finger";
  if (state.attract && (state.attended || state.seconds_left || state.staff)) {
    return "it plays to nobody while somebody is there";
  }
  const IdleTimes& idle = pack.values().idle;
  if (state.seconds_left &&
      (*state.seconds_left < 1 || Millis{1000.0 * *state.seconds_left} > idle.countdown)) {
    return "the countdown is out of its range";
  }
  if (state.screen != Screen::kMap && pack.city(state.city) == nullptr) {
    return "a city is open that is not in the pack";
  }
  return {};
}

std::string wrong_zone(std::span<const Zone> zones, Vec2 panel, bool moves) {
  std::set<std::string_view> seen;
  for (const Zone& zone : zones) {
    const Rect& rect = zone.rect;
    if (zone.id.empty()) return "a zone has no name";
    if (zone.id == "scrim") seen.clear();
    if (!seen.insert(zone.id).second && !moves) {
      return "two zones are called " + zone.id + ", one at " + std::to_string(zone.rect.x) + " " +
             std::to_string(zone.rect.y);
    }
    if (!std::isfinite(rect.x + rect.y + rect.w + rect.h)) return zone.id + " is nowhere";
    const bool only_spoken = zone.role == ZoneRole::kSurface && rect.w == 0 && rect.h == 0;
    if (only_spoken) continue;
    const bool seen_on_panel =
        rect.x < panel.x && rect.y < panel.y && rect.x + rect.w > 0 && rect.y + rect.h > 0;
    if (!seen_on_panel && !moves) {
      return "the zone " + zone.id + " is beyond the panel: " + std::to_string(rect.x) + " " +
             std::to_string(rect.y) + " " + std::to_string(rect.w) + " " + std::to_string(rect.h);
    }
  }
  return {};
}

}  // namespace kiosk::test
