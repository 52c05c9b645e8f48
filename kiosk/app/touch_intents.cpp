#include "kiosk/app/touch_intents.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

namespace kiosk {
namespace {

constexpr float kKeyStep = 160;  // px a stroke of an arrow key moves the map or the text

// The frontmost: a sheet's list before the panel's behind it.
const Zone* scroll_zone(std::span<const Zone> zones) {
  const auto zone = std::find_if(zones.rbegin(), zones.rend(), [](const Zone& candidate) {
    return candidate.role == ZoneRole::kScroll;
  });
  return zone == zones.rend() ? nullptr : &*zone;
}

class Route {
 public:
  Route(std::span<const Zone> zones, const State& state, std::vector<Intent>& out)
      : m_zones(zones), m_state(state), m_out(out) {}

  void operator()(const Pressed& pressed) {
    m_out.emplace_back(Touched{true, pressed.at});
    const Zone* zone = zone_at(m_zones, pressed.at);
    // The panel lights up, and that is all.
    if (dark(m_state)) return m_out.push_back(PressZone{pressed.contact, "dark", pressed.at});
    if (m_state.attract) {
      // The first touch wakes, at once, and means nothing more.
      const bool leads = zone != nullptr && zone->intent;
      m_out.push_back(leads ? *zone->intent : Intent{Wake{}});
      m_out.emplace_back(PressZone{pressed.contact, "attract", pressed.at});
      return;
    }
    if (zone != nullptr && zone->role == ZoneRole::kButton && zone->enabled) {
      m_out.emplace_back(PressZone{pressed.contact, zone->id, pressed.at});
    }
  }
  void operator()(const Released& released) { m_out.emplace_back(ReleaseZone{released.contact}); }
  void operator()(const Tap& tap) { activate(tap.at); }

  void operator()(const DoubleTap& tap) {
    const Zone* zone = zone_at(m_zones, tap.at);
    if (zone != nullptr && zone->role == ZoneRole::kMap) m_out.emplace_back(ZoomAt{tap.at, 1});
    if (zone != nullptr && zone->id == "picture") m_out.emplace_back(ZoomPicture{tap.at});
  }

  void operator()(const TwoFingerTap& tap) {
    const Zone* zone = zone_at(m_zones, tap.at);
    if (zone != nullptr && zone->role == ZoneRole::kMap) {
      m_out.emplace_back(ZoomAt{tap.at, -1});
    } else {
      activate(tap.at);
    }
  }

  // A slow finger means the same as a quick one; only the first report of a press counts.
  void operator()(const LongPress& press) {
    if (!says_somebody_is_there()) return;
    const auto held = std::find_if(m_state.pressed.begin(), m_state.pressed.end(),
                                   [&](const PressedZone& zone) { return zone.at == press.at; });
    // The staff's door opens to a still longer one.
    if (held == m_state.pressed.end() || held->zone == "staff:door") return;
    activate(press.at);
    m_out.emplace_back(ReleaseZone{held->contact});
  }

  void operator()(const DragStart& drag) {
    if (nobody_is_there()) return;
    const Zone* zone = zone_at(m_zones, drag.at);
    DragTarget target = DragTarget::kMap;
    const bool in_room = m_state.staff && m_state.staff->page != StaffPage::kPreview;
    const bool on_sheet = m_state.sheet != Sheet::kNone || in_room;
    if (zone == nullptr || zone->role == ZoneRole::kSurface || on_sheet) {
      target = DragTarget::kNothing;
    }
    if (zone != nullptr && scrolls(*zone)) target = DragTarget::kPanel;
    if (m_state.sheet == Sheet::kGallery) target = DragTarget::kPicture;
    if (m_state.seconds_left || woke(drag.at)) target = DragTarget::kNothing;
    m_out.emplace_back(Grab{target});
  }

  void operator()(const Transform& transform) {
    if (!says_somebody_is_there()) return;
    if (m_state.drag == DragTarget::kMap) {
      m_out.emplace_back(MoveMap{transform.centre, transform.moved, transform.scale});
    } else if (m_state.drag == DragTarget::kPicture) {
      m_out.emplace_back(MovePicture{transform.centre, transform.moved, transform.scale});
    } else if (m_state.drag == DragTarget::kPanel) {
      m_out.emplace_back(ScrollPanel{-transform.moved.y, scroll_range()});
    }
  }

  void operator()(const DragEnd& drag) { m_out.emplace_back(LetGo{drag.velocity, scroll_range()}); }

 private:
  void activate(Vec2 at) {
    const Zone* zone = meant(at);
    if (!says_somebody_is_there()) return;
    if (zone != nullptr && zone->enabled && zone->intent) m_out.push_back(*zone->intent);
  }

  // Once all is as at the start again, a finger that lies there since before is nobody: whoever
  // goes by holding the button down has gone. The next one that comes down wakes.
  [[nodiscard]] bool nobody_is_there() const { return m_state.attract || dark(m_state); }
  bool says_somebody_is_there() {
    if (nobody_is_there()) return false;
    m_out.emplace_back(Touched{});
    return true;
  }

  // The touch that woke the panel goes on.
  [[nodiscard]] bool woke(Vec2 at) const {
    const auto there = [&](const PressedZone& zone) {
      return zone.at == at && zone.zone == "attract";
    };
    return std::ranges::any_of(m_state.pressed, there) ||
           (m_state.lifted && there(*m_state.lifted));
  }

  // What the finger came down on, even if it has slid away since: panels move, fingers
  // mean what they saw. For touches that pressed nothing, what lies there now.
  [[nodiscard]] const Zone* meant(Vec2 at) const {
    for (const PressedZone& pressed : m_state.pressed) {
      if (pressed.at == at) return zone_of(m_zones, pressed.zone);
    }
    if (m_state.lifted && m_state.lifted->at == at) return zone_of(m_zones, m_state.lifted->zone);
    return zone_at(m_zones, at);
  }

  // A finger that slides on what stands in a scrolled list means the list.
  [[nodiscard]] bool scrolls(const Zone& zone) const {
    const Zone* list = scroll_zone(m_zones);
    return list != nullptr && (zone.role == ZoneRole::kScroll || zone.in_list);
  }

  [[nodiscard]] float scroll_range() const {
    const Zone* list = scroll_zone(m_zones);
    return list == nullptr ? 0 : list->scroll_range;
  }

  std::span<const Zone> m_zones;
  const State& m_state;
  std::vector<Intent>& m_out;
};

// Part by part (the map, a bar, a panel, a card), each from the top, line by line as one reads.
void in_reading_order(std::span<const Zone> zones, std::vector<const Zone*>& stops,
                      bool right_to_left) {
  struct Stop {
    const Zone* zone;
    std::size_t part;
    float line;
  };
  std::vector<Stop> placed;
  for (const Zone* stop : stops) {
    const auto own = static_cast<std::size_t>(stop - zones.data());
    std::size_t part = 0;
    for (std::size_t i = own; i > 0 && part == 0; --i) {
      const Zone& behind = zones[i - 1];
      const bool holds = behind.role == ZoneRole::kSurface || behind.role == ZoneRole::kScroll;
      if (holds && behind.rect.contains(stop->rect.centre())) part = i;
    }
    placed.push_back({stop, part, stop->rect.centre().y});
  }
  std::ranges::stable_sort(placed, {},
                           [](const Stop& stop) { return std::pair(stop.part, stop.line); });
  // Those whose middles lie about as high stand on one line.
  for (std::size_t i = 1; i < placed.size(); ++i) {
    const Stop& before = placed[i - 1];
    Stop& stop = placed[i];
    const float height = std::min(before.zone->rect.h, stop.zone->rect.h);
    const bool same = stop.part == before.part && stop.line - before.line < height * 0.45F;
    if (same) stop.line = before.line;
  }
  std::ranges::stable_sort(placed, {}, [&](const Stop& stop) {
    const float x = stop.zone->rect.centre().x;
    return std::tuple(stop.part, stop.line, right_to_left ? -x : x);
  });
  std::ranges::transform(placed, stops.begin(), [](const Stop& stop) { return stop.zone; });
}

void step_focus(std::span<const Zone> zones, const State& state, int step,
                std::vector<Intent>& out) {
  std::vector<const Zone*> stops;
  for (const Zone& zone : zones) {
    if (zone.role != ZoneRole::kButton || !zone.enabled || !zone.focusable) continue;
    // What lies behind a sheet or a panel is not there for the keyboard either.
    if (zone_at(zones, zone.rect.centre()) == &zone) stops.push_back(&zone);
  }
  if (stops.empty()) return;
  in_reading_order(zones, stops, direction(state.language) == Direction::kRightToLeft);
  const auto here = std::find_if(stops.begin(), stops.end(),
                                 [&](const Zone* stop) { return stop->id == state.focus; });
  const int count = static_cast<int>(stops.size());
  const int index =
      here == stops.end() ? (step > 0 ? -1 : 0) : static_cast<int>(here - stops.begin());
  out.emplace_back(
      FocusZone{stops.at(static_cast<std::size_t>((index + step + count) % count))->id});
}

void arrow(Vec2 towards, std::span<const Zone> zones, const State& state,
           std::vector<Intent>& out) {
  const Zone* list = scroll_zone(zones);
  if (list != nullptr && towards.y != 0) {
    out.emplace_back(ScrollPanel{towards.y * kKeyStep, list->scroll_range});
    return;
  }
  if (state.sheet == Sheet::kGallery && towards.x != 0) {
    const bool right_to_left = direction(state.language) == Direction::kRightToLeft;
    out.emplace_back(StepPicture{(towards.x > 0) != right_to_left ? 1 : -1});
    return;
  }
  if (state.sheet != Sheet::kNone) return;
  const Vec2 centre = state.panel.size * 0.5F;
  out.emplace_back(MoveMap{centre, towards * -kKeyStep, 1});
}

}  // namespace

void touch_intents(const Gesture& gesture, std::span<const Zone> zones, const State& state,
                   std::vector<Intent>& out) {
  std::visit(Route(zones, state, out), gesture);
}

void key_intents(KeyStroke key, std::span<const Zone> zones, const State& state,
                 std::vector<Intent>& out) {
  out.emplace_back(Touched{false});
  if (dark(state)) return;
  // The first key wakes or keeps the visitor, and means nothing more.
  if (state.attract || state.seconds_left) {
    out.push_back(state.attract ? Intent{Wake{}} : Intent{Stay{}});
    return;
  }
  switch (key) {
    case KeyStroke::kNext:
      return step_focus(zones, state, 1, out);
    case KeyStroke::kPrevious:
      return step_focus(zones, state, -1, out);
    case KeyStroke::kActivate: {
      const Zone* zone = state.focus.empty() ? nullptr : zone_of(zones, state.focus);
      if (zone != nullptr && zone->enabled && zone->intent) out.push_back(*zone->intent);
      return;
    }
    case KeyStroke::kBack:
      out.emplace_back(CloseCity{});  // or the sheet over it
      return;
    case KeyStroke::kLeft:
      return arrow({-1, 0}, zones, state, out);
    case KeyStroke::kRight:
      return arrow({1, 0}, zones, state, out);
    case KeyStroke::kUp:
      return arrow({0, -1}, zones, state, out);
    case KeyStroke::kDown:
      return arrow({0, 1}, zones, state, out);
  }
}

}  // namespace kiosk
