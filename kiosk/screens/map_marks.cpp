#include "kiosk/screens/map_marks.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/app/filter.h"
#include "kiosk/app/format.h"
#include "kiosk/base/stopwatch.h"

namespace kiosk {
namespace {

constexpr int kClusterKeys = 1'000'000;
constexpr double kDimmed = 0.35;
constexpr double kBeside = 0.55;     // the others while one city is open
constexpr double kGlideMillis = 80;  // to 1/e of the way left
constexpr float kAtPlace = 0.4F;     // px: near enough
constexpr float kBeyond = 60;        // px around the panel where places still count as seen

Vec2 eased(Vec2 now, Vec2 target, double share) {
  const Vec2 left = target - now;
  if (length(left) < kAtPlace) return target;
  return now + left * static_cast<float>(share);
}

bool holds(const Rect& box, Vec2 point) {
  return point.x >= box.x && point.x <= box.right() && point.y >= box.y && point.y <= box.bottom();
}

}  // namespace

void MapMarks::prepare(const Scene& scene) {
  const float unit = scene.layout.target / 88;
  if (!m_places || m_unit != unit) {
    m_places.emplace(scene.pack, unit);
    m_unit = unit;
    m_level.reset();
    m_matching.clear();
  }
  if (m_matching.empty() || !(m_filter == scene.state.filter)) {
    m_filter = scene.state.filter;
    m_matching.clear();
    for (const MapPlace& place : m_places->all()) {
      m_matching.push_back(matches(scene.pack, *place.city, m_filter));
    }
  }
  if (m_counts_language != scene.state.language) {
    m_counts.clear();
    m_counts_language = scene.state.language;
  }
}

double MapMarks::strength_of(const Scene& scene, const MapPlace& place) const {
  const State& state = scene.state;
  if (!m_matching[static_cast<std::size_t>(m_places->number_of(*place.city))]) return kDimmed;
  if (!panel_open(state)) return 1;
  const City* open = scene.pack.city(state.city);
  if (open == nullptr || place.city == open) return 1;
  const int number = m_places->number_of(*open);
  const bool tied =
      place.is_home ? m_places->place(number).home == place.home : place.home == number;
  return tied ? 1 : kBeside;
}

void MapMarks::add_city(const Scene& scene, int number) {
  const MapPlace& place = m_places->place(number);
  Mark mark;
  mark.key = number;
  mark.place = &place;
  mark.at = place.at;
  mark.true_place = to_screen(scene.state.camera, scene.layout.map_view, place.at);
  mark.home = place.is_home;
  mark.selected = panel_open(scene.state) && scene.state.city == place.city->id;
  mark.strength = strength_of(scene, place);
  // What stands beyond the labels' room is told by a chip at the edge, if at all.
  if (holds(scene.layout.labels, mark.true_place)) {
    const Wording name = scene.resolve(place.city->name);
    TextStyle style =
        scene.style(mark.home ? TypeRole::kHomeLabel : TypeRole::kLabel, name.language);
    style.outline_px = std::round(scene.layout.px(mark.home ? 5 : 4));
    style.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    mark.label = &scene.frame.shape(name.text, name.language, style);
  }
  m_marks.push_back(mark);
}

void MapMarks::add_cluster(const Scene& scene, int number) {
  const Cluster& cluster = m_places->tree().cluster(number);
  Mark mark;
  mark.key = kClusterKeys + number;
  mark.cluster = number;
  mark.at = cluster.centre;
  mark.true_place = to_screen(scene.state.camera, scene.layout.map_view, cluster.centre);
  int meant = 0;
  int first_home = 0;
  int all_of_first = 0;
  for (const int of_tree : m_places->tree().places_of(cluster)) {
    const int place = m_places->partner(of_tree);
    const bool first = m_places->place(place).home_rank == 0;
    all_of_first += first ? 1 : 0;
    if (!m_matching[static_cast<std::size_t>(place)]) continue;
    ++meant;
    first_home += first ? 1 : 0;
  }
  mark.strength = meant == 0 ? kDimmed : panel_open(scene.state) ? kBeside : 1;
  if (meant == 0) first_home = all_of_first;
  mark.count = meant == 0 ? cluster.count : meant;
  mark.mixed = first_home > 0 && first_home < mark.count;
  mark.home_rank = 2 * first_home >= mark.count ? 0 : 1;
  m_marks.push_back(mark);
}

void MapMarks::collect(const Scene& scene) {
  const ClusterTree& tree = m_places->tree();
  m_level = ClusterTree::level_of(scene.state.camera.zoom, m_level);
  ClusterView seen(&m_scratch);
  const Rect around = scene.layout.map_view.grown(kBeyond);
  tree.look(*m_level, visible_map(scene.state.camera, scene.layout.map_view, around), seen);
  // An open city stands by itself, whatever stands around it.
  const City* open = panel_open(scene.state) ? scene.pack.city(scene.state.city) : nullptr;
  const int opened = open == nullptr ? -1 : m_places->in_tree(m_places->number_of(*open));
  if (opened >= 0 && !std::ranges::binary_search(seen.alone, opened)) {
    seen.alone.insert(std::ranges::upper_bound(seen.alone, opened), opened);
  }
  m_marks.clear();
  for (const int home : m_places->homes()) add_city(scene, home);
  for (const int place : seen.alone) add_city(scene, m_places->partner(place));
  for (const int cluster : seen.clusters) add_cluster(scene, cluster);
}

void MapMarks::place_marks(const Scene& scene, std::span<const Rect> avoid,
                           const std::optional<Rect>& note) {
  m_pins.clear();
  for (const Mark& mark : m_marks) {
    PinInput pin;
    pin.key = mark.key;
    pin.place = mark.true_place;
    pin.latitude = mark.at.y;
    pin.target = scene.layout.target;
    // Its rim belongs to it, and so do the rings of a chosen one.
    const float radius = mark.home ? kHomeRadius : mark.cluster >= 0 ? kClusterRadius : kPinRadius;
    pin.radius = scene.layout.px(radius) * (mark.selected ? 2.5F : 1.3F);
    if (mark.label != nullptr) {
      pin.label_size = mark.label->size + Vec2{2 * label_margin(scene), 0};
    }
    pin.home = mark.home;
    if (mark.place != nullptr && mark.place->city->beside) {
      pin.beside = m_places->number_of(*scene.pack.city(*mark.place->city->beside));
    }
    m_pins.push_back(pin);
  }
  DeclutterInput input;
  input.screen = scene.layout.labels;
  input.pins = m_pins;
  m_avoid.assign(avoid.begin(), avoid.end());
  if (note) m_avoid.push_back(*note);
  input.avoid = m_avoid;
  input.right_to_left = scene.layout.right_to_left;
  input.is_sea = [&scene](Vec2 point) {
    return scene.ground.is_sea(to_map(scene.state.camera, scene.layout.map_view, point));
  };
  input.memory = &m_scratch;
  place_pins(input, m_placed, m_placing);
  for (std::size_t i = 0; i < m_marks.size(); ++i) m_marks[i].placement = m_placing[i];
  lay_arcs(scene, true);
  note_lines();
  input.arcs = m_lines;
  // Where a pin has its place already names may have theirs.
  const auto on_note = [&](const PinPlacement& pin) {
    return pin.visible && pin.target.intersects(*note);
  };
  if (note && std::ranges::any_of(m_placing, on_note)) input.avoid = avoid;
  place_labels(input, m_placed, m_placing);
  for (std::size_t i = 0; i < m_marks.size(); ++i) m_marks[i].placement = m_placing[i];
  std::swap(m_placed, m_placing);
}

void MapMarks::note_lines() {
  m_lines.clear();
  for (const Arc& arc : m_arcs) m_lines.push_back(points_of(arc));
}

// A pin that was in a cluster until now comes out of its star.
Vec2 MapMarks::start_of(const Scene& scene, const Mark& mark) const {
  const Vec2 target = mark.placement.pin - mark.true_place;
  if (mark.place == nullptr || mark.home) return target;
  const int in_tree = m_places->in_tree(mark.key);
  for (const Glide& glide : m_glides) {
    if (glide.key < kClusterKeys) continue;
    if (!m_places->tree().holds(glide.key - kClusterKeys, in_tree)) continue;
    const Vec2 star = to_screen(scene.state.camera, scene.layout.map_view, glide.at) + glide.pin;
    return star - mark.true_place;
  }
  return target;
}

void MapMarks::glide(const Scene& scene) {
  const Millis elapsed = m_drawn_at ? scene.state.now - *m_drawn_at : Millis{0};
  m_drawn_at = scene.state.now;
  const double share = 1 - std::exp(-std::max(elapsed.count(), 0.0) / kGlideMillis);
  m_gliding.clear();
  for (Mark& mark : m_marks) {
    if (!mark.placement.visible) {
      // It comes back where it belongs, not from where it once stood.
      mark.pin = mark.true_place;
      continue;
    }
    const Vec2 pin = mark.placement.pin - mark.true_place;
    const Rect& box = mark.placement.label;
    const Vec2 label = Vec2{box.x, box.y} - mark.placement.pin;
    Glide now{mark.key, mark.at, pin, label};
    const auto before = std::ranges::find(m_glides, mark.key, &Glide::key);
    if (before != m_glides.end()) {
      now.pin = eased(before->pin, pin, share);
      now.label = eased(before->label, label, share);
    } else if (!m_glides.empty()) {
      now.pin = start_of(scene, mark);
    }
    if (!(now.pin == pin) || !(now.label == label)) scene.frame.keep_moving();
    mark.pin = mark.true_place + now.pin;
    mark.label_box = {mark.pin.x + now.label.x, mark.pin.y + now.label.y, box.w, box.h};
    m_gliding.push_back(now);
  }
  std::swap(m_glides, m_gliding);
}

bool MapMarks::touches(const Rect& box) const {
  return std::any_of(m_placed.begin(), m_placed.end(), [&](const PinPlacement& placed) {
    return placed.visible && (placed.target.intersects(box) || placed.label.intersects(box));
  });
}

bool MapMarks::is_held(const Scene& scene, std::string_view zone) const {
  const auto& pressed = scene.kit.pressed;
  return std::find(pressed.begin(), pressed.end(), zone) != pressed.end();
}

const std::string& MapMarks::count_of(const Scene& scene, int count) {
  const auto place = static_cast<std::size_t>(count);
  if (m_counts.size() <= place) m_counts.resize(place + 1);
  std::string& written = m_counts[place];
  if (written.empty()) written = format_number(scene.words, scene.state.language, count);
  return written;
}

void MapMarks::place(const Scene& scene, std::span<const Rect> avoid,
                     const std::optional<Rect>& note) {
  const Stopwatch placing(scene.stage.times().layout);
  if (!(m_screen == scene.layout.screen)) forget();
  m_screen = scene.layout.screen;
  m_scratch.reset();
  prepare(scene);
  collect(scene);
  place_marks(scene, avoid, note);
  glide(scene);
  lay_arcs(scene, false);
  note_lines();
  place_edge_chips(scene, m_avoid);
}

void MapMarks::draw(const Scene& scene) {
  draw_arcs(scene);
  draw_light(scene);
  draw_leaders(scene);
  draw_pins(scene);
  draw_clusters(scene);
  draw_labels(scene);
  add_arc_zones(scene);
  add_pin_zones(scene);
  for (std::size_t i = 0; i < m_chip_count; ++i) draw_button(scene.kit, m_chips[i]);
}

}  // namespace kiosk
