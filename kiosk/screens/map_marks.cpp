#include "kiosk/screens/map_marks.h"

#include <algorithm>
#include <cmath>

#include "kiosk/app/filter.h"
#include "kiosk/base/stopwatch.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"

namespace kiosk {
namespace {

constexpr int kArcPoints = 56;
constexpr double kDimmed = 0.35;
constexpr double kGlideMillis = 80;  // to 1/e of the way left
constexpr float kAtPlace = 0.4F;     // px: near enough

Vec2 eased(Vec2 now, Vec2 target, double share) {
  const Vec2 left = target - now;
  if (length(left) < kAtPlace) return target;
  return now + left * static_cast<float>(share);
}

// Up, or to the side where the chord runs straight down.
Vec2 lift_direction(Vec2 chord) {
  const float size = std::max(length(chord), 1.0F);
  const Vec2 normal{chord.y / size, -chord.x / size};
  return normal.y > 0 ? normal * -1 : normal;
}

double strength_of(const Scene& scene, const City& city) {
  const State& state = scene.state;
  const City* home = home_of(scene.pack, city);
  if (!matches(scene.pack, city, state.filter)) return kDimmed;
  if (state.screen != Screen::kCity) return 1;
  const City* open = scene.pack.city(state.city);
  if (open == nullptr || city.id == open->id) return 1;
  const City* open_home = home_of(scene.pack, *open);
  if (open_home != nullptr && city.id == open_home->id) return 1;
  if (scene.pack.is_home(open->id) && home != nullptr && home->id == open->id) return 1;
  return 0.55;
}

}  // namespace

std::string MapMarks::pin_zone(const Mark& mark) {
  return (mark.home ? "home:" : "city:") + mark.city->id.value;
}

std::vector<MapMarks::Mark> MapMarks::marks_of(const Scene& scene) const {
  std::vector<Mark> marks;
  for (const City& city : scene.pack.values().cities) {
    Mark mark;
    mark.city = &city;
    mark.place = to_screen(scene.state.camera, scene.layout.map_view, equal_earth(city.position));
    mark.home = scene.pack.is_home(city.id);
    mark.selected = scene.state.screen == Screen::kCity && scene.state.city == city.id;
    mark.strength = strength_of(scene, city);
    const Wording name = scene.resolve(city.name);
    TextStyle style =
        scene.style(mark.home ? TypeRole::kHomeLabel : TypeRole::kLabel, name.language);
    style.outline_px = std::round(scene.layout.px(mark.home ? 5 : 4));
    style.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    mark.label = &scene.frame.shape(name.text, name.language, style);
    marks.push_back(mark);
  }
  return marks;
}

void MapMarks::place(const Scene& scene, std::vector<Mark>& marks, std::span<const Rect> avoid) {
  std::vector<PinInput> pins;
  const auto key_of = [&](const CityId& id) {
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [&](const Mark& mark) { return mark.city->id == id; });
    return static_cast<int>(found - marks.begin());
  };
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const Mark& mark = marks[i];
    PinInput pin;
    pin.key = static_cast<int>(i);
    pin.place = mark.place;
    pin.latitude = mark.city->position.lat;
    pin.target = scene.layout.target;
    // Its rim belongs to it, and so do the rings of a chosen one.
    pin.radius =
        scene.layout.px(mark.home ? kHomeRadius : kPinRadius) * (mark.selected ? 2.5F : 1.3F);
    pin.label_size = mark.label->size;
    pin.home = mark.home;
    if (mark.city->beside) pin.beside = key_of(*mark.city->beside);
    pins.push_back(pin);
  }
  DeclutterInput input;
  input.screen = scene.layout.labels;
  input.pins = pins;
  input.avoid = avoid;
  input.right_to_left = scene.layout.right_to_left;
  input.is_sea = [&](Vec2 point) {
    return scene.ground.is_sea(to_map(scene.state.camera, scene.layout.map_view, point));
  };
  std::vector<PinPlacement> placed = place_pins(input, m_placed);
  std::vector<std::vector<Vec2>> arcs;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const City* home = home_of(scene.pack, *marks[i].city);
    if (marks[i].home || home == nullptr) continue;
    const auto from = static_cast<std::size_t>(key_of(home->id));
    arcs.push_back(arc(scene, marks[from], placed[from].pin, marks[i], placed[i].pin));
  }
  input.arcs = arcs;
  place_labels(input, m_placed, placed);
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i].placement = placed[i];
  m_placed = std::move(placed);
}

void MapMarks::glide(const Scene& scene, std::vector<Mark>& marks) {
  const Millis elapsed = m_drawn_at ? scene.state.now - *m_drawn_at : Millis{0};
  m_drawn_at = scene.state.now;
  const double share = 1 - std::exp(-std::max(elapsed.count(), 0.0) / kGlideMillis);
  std::vector<Glide> glides;
  for (Mark& mark : marks) {
    const Vec2 pin = mark.placement.pin - mark.place;
    const Rect& box = mark.placement.label;
    const Vec2 label = Vec2{box.x, box.y} - mark.placement.pin;
    Glide now{mark.placement.key, pin, label};
    const auto before = std::find_if(m_glides.begin(), m_glides.end(), [&](const Glide& glide) {
      return glide.key == mark.placement.key;
    });
    if (before != m_glides.end()) {
      now.pin = eased(before->pin, pin, share);
      now.label = eased(before->label, label, share);
    }
    if (!(now.pin == pin) || !(now.label == label)) scene.frame.keep_moving();
    mark.pin = mark.place + now.pin;
    mark.label_box = {mark.pin.x + now.label.x, mark.pin.y + now.label.y, box.w, box.h};
    glides.push_back(now);
  }
  m_glides = std::move(glides);
}

std::vector<Vec2> MapMarks::arc(const Scene& scene, const Mark& from, Vec2 from_pin, const Mark& to,
                                Vec2 to_pin) const {
  const std::vector<MapPoint> path =
      great_circle_path(from.city->position, to.city->position, kArcPoints);
  const Vec2 chord = to_pin - from_pin;
  const float way = length(chord);
  const float most = scene.layout.px(150);
  float lift = std::min(way * 0.16F, most);
  if (way > scene.layout.px(900)) lift = most / 4;
  const Vec2 up = lift_direction(chord) * lift;
  std::vector<Vec2> points;
  points.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const float t = static_cast<float>(i) / (kArcPoints - 1);
    const Vec2 on_ground = to_screen(scene.state.camera, scene.layout.map_view, path[i]);
    // The ends are where the pins stand, which is not always their true place.
    const Vec2 shift = (from_pin - from.place) * (1 - t) + (to_pin - to.place) * t;
    points.push_back(on_ground + shift + up * (4 * t * (1 - t)));
  }
  return points;
}

bool MapMarks::touches(const Rect& box) const {
  return std::any_of(m_placed.begin(), m_placed.end(), [&](const PinPlacement& placed) {
    return placed.visible && (placed.target.intersects(box) || placed.label.intersects(box));
  });
}

void MapMarks::draw(const Scene& scene, std::span<const Rect> avoid) {
  if (!(m_screen == scene.layout.screen)) forget();
  m_screen = scene.layout.screen;
  std::vector<Mark> marks = marks_of(scene);
  {
    const Stopwatch placing(scene.stage.times().layout);
    place(scene, marks, avoid);
  }
  glide(scene, marks);
  const std::vector<Button> chips = edge_chips(scene, marks, avoid);
  std::vector<Rect> taken(avoid.begin(), avoid.end());
  for (const Button& chip : chips) taken.push_back(chip.rect);
  draw_country_names(scene, marks, taken);
  draw_arcs(scene, marks);
  draw_light(scene, marks);
  draw_leaders(scene, marks);
  draw_pins(scene, marks);
  draw_labels(scene, marks);
  for (const Button& chip : chips) draw_button(scene.kit, chip);
}

}  // namespace kiosk
