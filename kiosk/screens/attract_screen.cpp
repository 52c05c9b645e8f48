#include "kiosk/screens/attract_screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "kiosk/base/easing.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/map/declutter.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/screens/attract_words.h"
#include "kiosk/screens/city_text.h"

namespace kiosk {
namespace {

constexpr double kNight = 0.74;  // how much of the map's light is taken
constexpr Millis kUnfolding{2600};
constexpr double kToldArc = 0.4;
constexpr float kPinRoom = 34;  // px at 1080 lines: no other pin is nearer
constexpr float kHomeRoom = 50;
constexpr float kWordsDark = 0.2F;    // of the panel's width, from where on the map shows through
constexpr float kUprightDark = 0.3F;  // the same of an upright panel's height

// A place that share of the way along a line, and the number of the point before it.
std::pair<std::size_t, Vec2> place_along(std::span<const Vec2> points, double share) {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(points.size() - 1);
  const std::size_t before = std::min(static_cast<std::size_t>(place), points.size() - 2);
  const auto rest = static_cast<float>(place - static_cast<double>(before));
  return {before, points[before] + (points[before + 1] - points[before]) * rest};
}

}  // namespace

void draw_waking(const Scene& scene, double strength) {
  if (strength <= 0) return;
  scene.frame.fill(scene.layout.screen, scene.theme.night.faded(kNight * strength));
}

// Nobody touches these pins, so they need no more room than they are seen in. The camera glides
// without zooming, mostly, and how pins stand to each other does not change by that.
void AttractScreen::stand_apart(const Scene& scene) {
  const double zoom = scene.state.camera.zoom;
  if (m_zoom == zoom && m_stands.size() == m_places->all().size()) return;
  m_zoom = zoom;
  constexpr float kFar = 1e5F;
  std::vector<PinInput> pins;
  for (const MapPlace& place : m_places->all()) {
    PinInput pin;
    pin.key = static_cast<int>(pins.size());
    pin.place = to_screen(scene.state.camera, scene.layout.screen, place.at);
    pin.latitude = place.at.y;
    pin.target = scene.layout.px(place.is_home ? kHomeRoom : kPinRoom);
    pin.radius = scene.layout.px(13);
    pin.home = place.is_home;
    if (place.city->beside) {
      pin.beside = m_places->number_of(*scene.pack.city(*place.city->beside));
    }
    pins.push_back(pin);
  }
  DeclutterInput input;
  input.screen = {-kFar, -kFar, 2 * kFar, 2 * kFar};
  input.pins = pins;
  input.right_to_left = scene.layout.right_to_left;
  std::vector<PinPlacement> placed;
  place_pins(input, {}, placed);
  m_stands.clear();
  for (std::size_t i = 0; i < placed.size(); ++i) {
    m_stands.push_back({placed[i].pin - pins[i].place, placed[i].leader});
  }
}

Vec2 AttractScreen::pin_of(const Scene& scene, int number) const {
  const Vec2 at = to_screen(scene.state.camera, scene.layout.screen, m_places->place(number).at);
  return at + m_stands[static_cast<std::size_t>(number)].off;
}

std::vector<Vec2> AttractScreen::course_of(const Scene& scene, int number) {
  std::vector<Vec2> points;
  for (const MapPoint& point : m_places->way_to(number)) {
    points.push_back(to_screen(scene.state.camera, scene.layout.screen, point));
  }
  if (points.size() < 2) return {};
  // From its home's star to its own.
  const Vec2 begin = pin_of(scene, m_places->place(number).home) - points.front();
  const Vec2 end = pin_of(scene, number) - points.back();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(points.size() - 1);
    points[i] = points[i] + begin * (1 - t) + end * t;
  }
  const Vec2 chord = points.back() - points.front();
  const float lift = std::min(length(chord) * 0.16F, scene.layout.px(150));
  const float size = std::max(length(chord), 1.0F);
  Vec2 up{chord.y / size, -chord.x / size};
  if (up.y > 0) up = up * -1;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(points.size() - 1);
    points[i] = points[i] + up * (lift * 4 * t * (1 - t));
  }
  return points;
}

void AttractScreen::draw_arc(const Scene& scene, int number, double drawn, double strength) {
  if (drawn <= 0 || strength <= 0) return;
  std::vector<Vec2> points = course_of(scene, number);
  if (points.empty()) return;
  if (drawn < 1) {
    const auto [whole, last] = place_along(points, drawn);
    points.resize(whole + 1);
    points.push_back(last);
  }
  const Colour colour = m_places->place(number).home_rank == 0 ? scene.theme.first_home_lit
                                                               : scene.theme.second_home_lit;
  Frame& frame = scene.frame;
  frame.path(points, scene.theme.chrome.faded(0.6 * strength), scene.layout.px(9));
  frame.path(points, colour.faded(strength), scene.layout.px(4));
}

// At the end of an arc that unfolds, then travelling along it from its home.
void AttractScreen::draw_light(const Scene& scene, int number, double along, double strength) {
  const std::vector<Vec2> points = course_of(scene, number);
  if (points.empty() || strength <= 0) return;
  const Vec2 at = place_along(points, along).second;
  scene.frame.disc(at, scene.layout.px(16), scene.theme.saffron.faded(0.3 * strength));
  scene.frame.disc(at, scene.layout.px(6), scene.theme.saffron.faded(strength));
}

// The arcs of partners that have a place, in the pack's order.
std::vector<int> AttractScreen::arcs_of(const Scene& scene) const {
  std::vector<int> arcs;
  for (const Agreement& agreement : scene.pack.values().agreements) {
    const CityId* partner = agreement.partner_city();
    const City* city = partner == nullptr ? nullptr : scene.pack.city(*partner);
    if (city == nullptr) continue;
    const int number = m_places->number_of(*city);
    if (m_places->place(number).home >= 0) arcs.push_back(number);
  }
  return arcs;
}

// Those that were told in this round stay, fainter. A light travels on one of them: the map stands
// still, and is yet alive.
void AttractScreen::draw_arcs(const Scene& scene, const AttractMoment& moment) {
  if (moment.scene == AttractScene::kMapAlone) return;
  const std::vector<int> arcs = arcs_of(scene);
  if (arcs.empty()) return;
  const bool still = scene.state.access.reduced_motion;
  const double ways = moment.share * (moment.length / kUnfolding);
  const double along = ways - std::floor(ways);
  const double shown = std::min({presence(moment), along * 8, (1 - along) * 8});
  if (moment.scene == AttractScene::kTitle) {
    for (const int number : arcs) draw_arc(scene, number, 1, kToldArc * seen(scene, number));
    const auto turn = static_cast<std::size_t>(moment.turn) + static_cast<std::size_t>(ways);
    if (!still) draw_light(scene, arcs[turn % arcs.size()], along, shown);
    return;
  }
  int current = -1;
  for (const int number : arcs) {
    const bool tells = m_places->place(number).city->id == moment.partner;
    if (tells) current = number;
    if (current < 0) draw_arc(scene, number, 1, kToldArc * seen(scene, number));
  }
  if (current < 0) return;
  const double drawn = still ? 1 : ease_in_out_cubic(ways);
  draw_arc(scene, current, drawn, 1);
  if (!still) draw_light(scene, current, drawn < 1 ? drawn : along, drawn < 1 ? 1 : shown);
}

// Where words lie over the map nothing else does: 1 beside them, 0 below them.
double AttractScreen::seen(const Scene& scene, int number) const {
  const Layout& layout = scene.layout;
  const Vec2 at = pin_of(scene, number);
  const float across = layout.right_to_left ? layout.screen.w - at.x : at.x;
  const float share = layout.landscape ? across / layout.screen.w : at.y / layout.screen.h;
  return smoothstep((share - 0.4) / 0.08);
}

void AttractScreen::draw_pins(const Scene& scene, const AttractMoment& moment) const {
  Frame& frame = scene.frame;
  const auto pin = [&](int number, float radius) {
    const MapPlace& place = m_places->place(number);
    const Vec2 at = pin_of(scene, number);
    if (m_stands[static_cast<std::size_t>(number)].leader) {
      const std::array line{at, to_screen(scene.state.camera, scene.layout.screen, place.at)};
      frame.path(line, scene.theme.paper.faded(0.5), scene.layout.px(2));
    }
    draw_pin(frame, at, radius,
             {mark_colour(scene.theme, place.is_home, place.home_rank), scene.theme.paper,
              scene.theme.paper, scene.theme.shadow});
  };
  int told = -1;
  const auto count = static_cast<int>(m_places->all().size());
  for (int number = 0; number < count; ++number) {
    const MapPlace& place = m_places->place(number);
    if (place.city->id == moment.partner) told = number;
    if (place.is_home || number == told) continue;
    frame.set_opacity(seen(scene, number));
    pin(number, scene.layout.px(13));
  }
  for (const int home : m_places->homes()) {
    frame.set_opacity(seen(scene, home));
    frame.disc(pin_of(scene, home), scene.layout.px(44), scene.theme.saffron.faded(0.16));
    pin(home, scene.layout.px(20));
  }
  frame.set_opacity(1);
  if (told < 0) return;
  const double shown = presence(moment);
  const Vec2 at = pin_of(scene, told);
  frame.ring(at, scene.layout.px(40), scene.theme.saffron.faded(0.45 * shown), scene.layout.px(3));
  frame.ring(at, scene.layout.px(30), scene.theme.saffron.faded(shown), scene.layout.px(4));
  pin(told, scene.layout.px(18));
}

void AttractScreen::draw_map(const Scene& scene, const AttractMoment& moment) {
  const Layout& layout = scene.layout;
  const GroundView look{scene.state.camera, layout.screen, layout.screen, layout.scale};
  scene.map_ground.draw(scene.stage, scene.frame, scene.ground, look, scene.pack.values().map,
                        !attract_map_rests(moment));
  const double night =
      scene.state.waking.moving(scene.state.now) ? scene.state.waking.at(scene.state.now) : 1;
  draw_waking(scene, night);
  if (!m_places) m_places.emplace(scene.pack, layout.target);
  stand_apart(scene);
  draw_arcs(scene, moment);
  draw_pins(scene, moment);
  const Colour dark = scene.theme.chrome;
  const Rect& all = layout.screen;
  if (layout.landscape) {
    const double strong = 0.92 * night;
    scene.frame.fill(layout.from_start({0, 0, all.w * kWordsDark, all.h}), dark.faded(strong));
    const Rect side =
        layout.from_start({all.w * kWordsDark, 0, all.w * (0.62F - kWordsDark), all.h});
    scene.frame.fade_across(side, dark.faded(layout.right_to_left ? 0 : strong),
                            dark.faded(layout.right_to_left ? strong : 0));
  } else {
    scene.frame.fill({0, 0, all.w, all.h * kUprightDark}, dark.faded(0.97 * night));
    scene.frame.fade_down({0, all.h * kUprightDark, all.w, all.h * (0.58F - kUprightDark)},
                          dark.faded(0.97 * night), dark.faded(0));
  }
  const float foot = layout.px(layout.landscape ? 200 : 460);
  scene.frame.fade_down({0, all.h - foot, all.w, foot}, dark.faded(0), dark.faded(0.9 * night));
}

void AttractScreen::draw(const Scene& scene, const AttractMoment& moment) {
  draw_map(scene, moment);
  Zone& all = scene.frame.add_zone();
  all.id = "attract";
  all.rect = scene.layout.screen;
  all.label = scene.say("touch_to_explore");
  all.focusable = false;  // any key wakes
  all.intent = Wake{};
  draw_attract_words(scene, moment);
}

}  // namespace kiosk
