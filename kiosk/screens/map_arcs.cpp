// The arcs of map_marks.h: laid along great circles, drawn, and where they answer to touch.
#include <algorithm>
#include <cmath>

#include "kiosk/base/easing.h"
#include "kiosk/screens/map_marks.h"

namespace kiosk {
namespace {

constexpr double kDimmedArc = 0.35;
constexpr Millis kLightWay{2600};        // from home to partner
constexpr Millis kLightWatch{26000};     // after the last touch, ten arcs' turns
constexpr Millis kLightStep{100.0 / 3};  // between two of its places: nothing else is drawn anew
constexpr float kAround = 1.9F;          // times a pin's radius: so far from it an arc passes
constexpr float kMostAround = 110;       // px at 1080 lines
constexpr float kReach = 0.3F;           // of a target, to both sides of an arc

// Up, or to the side where the chord runs straight down.
Vec2 lift_direction(Vec2 chord) {
  const float size = std::max(length(chord), 1.0F);
  const Vec2 normal{chord.y / size, -chord.x / size};
  return normal.y > 0 ? normal * -1 : normal;
}

// Every how many points of a way: short arcs look as round with fewer.
std::size_t stride_of(float chord) {
  if (chord > 1000) return 1;
  if (chord > 180) return 2;
  return chord > 80 ? 4 : 7;
}

// Of a way, where its point is.
float share_of(std::size_t point, std::size_t count) {
  return static_cast<float>(point) / static_cast<float>(count - 1);
}

// By how much of its lift, so far along: 1 in the middle, 0 at both ends.
float raised(float share) { return 4 * share * (1 - share); }

Rect box_of(std::span<const Vec2> points) {
  Vec2 low = points.front();
  Vec2 high = low;
  for (const Vec2& point : points) {
    low = {std::min(low.x, point.x), std::min(low.y, point.y)};
    high = {std::max(high.x, point.x), std::max(high.y, point.y)};
  }
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

}  // namespace

// Homes are the first marks, in the order of the places' list of them.
Vec2 MapMarks::home_shift(int home, bool settled) const {
  const auto homes = m_places->homes();
  const auto found = std::find(homes.begin(), homes.end(), home);
  const Mark& mark = m_marks[static_cast<std::size_t>(found - homes.begin())];
  return (settled ? mark.placement.pin : mark.pin) - mark.true_place;
}

// How much higher an arc is led past the pins of a fan, which stand where it would go: through one
// of them it would seem to end there. Without a leap as they move: what only just passes on the
// inner side is not led around, and what comes nearer from there the more so.
float MapMarks::clearance(const Scene& scene, const Arc& arc, bool settled, Vec2 up) const {
  const std::span<const Vec2> points = points_of(arc);
  const float room = scene.layout.px(kPinRadius * kAround);
  float most = 0;
  for (const Mark& mark : m_marks) {
    const PinPlacement& placed = mark.placement;
    const bool its_own = mark.place != nullptr && mark.place == arc.to;
    if (!placed.visible || !placed.leader || its_own) continue;
    const Vec2 pin = settled ? placed.pin : mark.pin;
    // The nearest of its places, of those where a lift lifts.
    const std::size_t end = points.size() / 8;
    const auto nearest =
        std::min_element(points.begin() + static_cast<std::ptrdiff_t>(end),
                         points.end() - static_cast<std::ptrdiff_t>(end),
                         [&](Vec2 a, Vec2 b) { return length(a - pin) < length(b - pin); });
    const Vec2 from = *nearest - pin;
    if (length(from) > 2 * room) continue;
    const float outwards = from.x * up.x + from.y * up.y;
    if (std::abs(outwards) >= room) continue;
    const auto led = static_cast<float>(smoothstep((outwards + room) / (0.6F * room)));
    const auto at = static_cast<std::size_t>(nearest - points.begin());
    most = std::max(most, (room - outwards) * led / raised(share_of(at, points.size())));
  }
  return std::min(most, scene.layout.px(kMostAround));
}

void MapMarks::lay_arc(const Scene& scene, Arc arc, std::span<const MapPoint> way, int home, End to,
                       bool settled) {
  if (way.empty()) return;
  const Rect& view = scene.layout.map_view;
  const Vec2 start = home_shift(home, settled);
  const auto on_panel = [&](MapPoint point) { return to_screen(scene.state.camera, view, point); };
  const Vec2 chord = on_panel(to.at) + to.shift - on_panel(way.front()) - start;
  const float reach = length(chord);
  const float most = scene.layout.px(150);
  float lift = std::min(reach * 0.16F, most);
  if (reach > scene.layout.px(900)) lift = most / 4;
  const Vec2 up = lift_direction(chord);
  arc.first = m_points.size();
  for (std::size_t i = 0; i < way.size(); i += stride_of(reach)) {
    const float t = static_cast<float>(i) / static_cast<float>(way.size() - 1);
    // The ends are where the pins stand, which is not always their true place.
    m_points.push_back(on_panel(way[i]) + start * (1 - t) + to.shift * t + up * (lift * raised(t)));
  }
  arc.count = m_points.size() - arc.first;
  if (!box_of(points_of(arc)).grown(1).intersects(scene.layout.screen)) {
    m_points.resize(arc.first);
    return;
  }
  if (const float more = clearance(scene, arc, settled, up); more > 0) {
    for (std::size_t i = 0; i < arc.count; ++i) {
      Vec2& point = m_points[arc.first + i];
      point = point + up * (more * raised(share_of(i, arc.count)));
    }
  }
  m_arcs.push_back(arc);
}

// One arc from each home that any of its places is tied to.
void MapMarks::lay_cluster_arcs(const Scene& scene, int number, End to, double strength,
                                bool settled) {
  const Cluster& cluster = m_places->tree().cluster(number);
  for (const int home : m_places->homes()) {
    const auto places = m_places->tree().places_of(cluster);
    const bool any = std::any_of(places.begin(), places.end(), [&](int of_tree) {
      const int place = m_places->partner(of_tree);
      return m_places->place(place).home == home &&
             (strength < 1 || m_matching[static_cast<std::size_t>(place)]);
    });
    if (!any) continue;
    Arc arc;
    arc.home_rank = m_places->place(home).home_rank;
    arc.strength = strength;
    lay_arc(scene, arc, m_places->way_to_cluster(home, number), home, to, settled);
  }
}

// `settled`: to where the pins will stand; else to where they are drawn on their way there.
void MapMarks::lay_arcs(const Scene& scene, bool settled) {
  m_arcs.clear();
  m_points.clear();
  for (const Mark& mark : m_marks) {
    const End to{mark.at, (settled ? mark.placement.pin : mark.pin) - mark.true_place};
    if (mark.place == nullptr) {
      lay_cluster_arcs(scene, mark.cluster, to, mark.strength, settled);
      continue;
    }
    if (mark.home || mark.place->home < 0) continue;
    if (m_places->many() && !mark.placement.visible) continue;
    Arc arc;
    arc.to = mark.place;
    arc.home_rank = mark.place->home_rank;
    arc.strength = mark.strength;
    arc.selected = mark.selected;
    if (mark.place->agreement != nullptr) {
      m_zone.assign("arc:").append(mark.place->agreement->id.value);
      arc.held = is_held(scene, m_zone);
    }
    lay_arc(scene, arc, m_places->way_to(mark.key), mark.place->home, to, settled);
  }
}

void MapMarks::draw_arc(const Scene& scene, const Arc& arc) const {
  const std::span<const Vec2> points = points_of(arc);
  const Colour colour = mark_colour(scene.theme, false, arc.home_rank);
  const bool chosen = arc.selected || arc.held;
  const double strength = arc.strength < 1 ? kDimmedArc : 1;
  if (scene.theme.plain) {
    // Colour is not all that tells the homes apart.
    const Colour plain = mix(scene.theme.land_middle, colour, strength);
    const float width = scene.layout.px(chosen ? 8 : 5);
    if (arc.home_rank > 0) {
      scene.frame.dashed_path(points, plain, width, scene.layout.px(18));
    } else {
      scene.frame.path(points, plain, width);
    }
    return;
  }
  const Colour around =
      chosen ? scene.theme.saffron.faded(0.9) : scene.theme.paper.faded(0.35 * strength);
  scene.frame.path(points, around, scene.layout.px(chosen ? 11 : 7));
  scene.frame.path(points, colour.faded(strength), scene.layout.px(chosen ? 5 : 3.4F));
}

void MapMarks::draw_arcs(const Scene& scene) const {
  // The chosen one's arc last, over the others.
  for (const bool chosen : {false, true}) {
    for (const Arc& arc : m_arcs) {
      if ((arc.selected || arc.held) == chosen) draw_arc(scene, arc);
    }
  }
}

// One light that travels from home to partner, the arcs taking turns; only of those that are
// chosen. After a while without a touch it rests, and nothing is drawn any more.
void MapMarks::draw_light(const Scene& scene) const {
  const State& state = scene.state;
  const bool awake = state.attended && state.now < state.last_touch + kLightWatch;
  if (!awake || state.access.reduced_motion || state.drag != DragTarget::kNothing) return;
  const bool chosen = std::ranges::any_of(m_arcs, &Arc::selected);
  const auto lit = [&](const Arc& arc) { return chosen ? arc.selected : arc.strength >= 1; };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(m_arcs, lit));
  if (count == 0) return;
  // A tick that comes at a step's own moment, but for rounding, is that step's.
  const double steps = std::floor((state.now - state.last_touch) / kLightStep + 1e-6);
  scene.frame.draw_again_at(state.last_touch + kLightStep * (steps + 1));
  const double turns = kLightStep * steps / kLightWay;
  const auto turn = static_cast<std::size_t>(turns);
  std::size_t left = turn % count;
  const Arc* arc = nullptr;
  for (const Arc& candidate : m_arcs) {
    if (!lit(candidate)) continue;
    arc = &candidate;
    if (left-- == 0) break;
  }
  const std::span<const Vec2> way = points_of(*arc);
  const double along = ease_in_out_cubic(turns - static_cast<double>(turn));
  const double at = along * static_cast<double>(way.size() - 1);
  const auto piece = std::min(static_cast<std::size_t>(at), way.size() - 2);
  const Vec2 place = way[piece] + (way[piece + 1] - way[piece]) *
                                      static_cast<float>(at - static_cast<double>(piece));
  // It comes out of the home's pin and goes into the partner's.
  const double strength = std::min(1.0, std::min(along, 1 - along) * 12);
  scene.frame.disc(place, scene.layout.px(13), scene.theme.saffron.faded(0.28 * strength));
  scene.frame.disc(place, scene.layout.px(7), scene.theme.paper.faded(strength));
  scene.frame.disc(place, scene.layout.px(5), scene.theme.saffron.faded(strength));
}

// All together, so that of two that run close to each other the nearer one answers.
void MapMarks::add_arc_zones(const Scene& scene) const {
  const float reach = scene.layout.target * kReach;
  for (const Arc& arc : m_arcs) {
    if (arc.to == nullptr || arc.to->agreement == nullptr) continue;
    const std::span<const Vec2> points = points_of(arc);
    const Rect shown = box_of(points).grown(reach).intersection(scene.layout.map_view);
    if (shown.w <= 0 || shown.h <= 0) continue;
    Zone& zone = scene.frame.add_zone();
    zone.id.append("arc:").append(arc.to->agreement->id.value);
    zone.label = scene.resolve(m_places->place(arc.to->home).city->name).text;
    zone.label.append(" – ").append(scene.resolve(arc.to->city->name).text);
    zone.focusable = false;  // the panel of its city tells the same
    zone.selected = arc.selected;
    zone.intent = OpenAgreement{arc.to->city->id};
    zone.reach = reach;
    zone.rect = shown;
    const std::size_t stride = std::max<std::size_t>(1, (points.size() - 1) / 14);
    for (std::size_t i = 0; i < points.size(); i += stride) zone.path.push_back(points[i]);
  }
}

}  // namespace kiosk
