#include "kiosk/screens/attract_screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/gallery.h"
#include "kiosk/base/easing.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/map/declutter.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_text.h"

namespace kiosk {
namespace {

constexpr double kNight = 0.74;      // how much of the map's light is taken
constexpr double kFadeShare = 0.09;  // of a scene's time, at both ends
constexpr float kNearer = 0.05F;     // of a picture's size, while it comes
constexpr double kTurning = 0.22;    // of it, until the map has made room on the other side
constexpr Millis kUnfolding{2600};
constexpr double kToldArc = 0.4;
constexpr float kPinRoom = 34;        // px at 1080 lines: no other pin is nearer
constexpr float kHomeRoom = 50;
constexpr float kWordsDark = 0.2F;    // of the panel's width, from where on the map shows through
constexpr float kUprightDark = 0.3F;  // the same of an upright panel's height

// Comes and goes with the scene.
double presence(const AttractMoment& moment) {
  const double wait = moment.turned ? kTurning : 0;
  const double in = ease_out_cubic((moment.share - wait) / kFadeShare);
  const double out = ease_out_cubic((1 - moment.share) / kFadeShare);
  return std::min(in, out);
}

// A place that share of the way along a line, and the number of the point before it.
std::pair<std::size_t, Vec2> place_along(std::span<const Vec2> points, double share) {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(points.size() - 1);
  const std::size_t before = std::min(static_cast<std::size_t>(place), points.size() - 2);
  const auto rest = static_cast<float>(place - static_cast<double>(before));
  return {before, points[before] + (points[before + 1] - points[before]) * rest};
}

// Everything on it that is read, in a column at the reading direction's start.
class Words {
 public:
  Words(const Scene& scene, const AttractMoment& moment)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_moment(moment) {
    // Whole pixels, and the same for all of a scene: what stands still is not drawn anew.
    const Millis begun = scene.state.attract->since - moment.length * moment.share;
    const Vec2 shift = attract_shift(m_layout, begun);
    const Rect& all = m_layout.screen;
    const float margin = m_layout.px(m_layout.landscape ? 96 : 60);
    const float width = m_layout.landscape ? all.w * 0.46F - margin : all.w - 2 * margin;
    m_column = m_layout.from_start({margin, 0, width, all.h});
    m_column.x += std::round(shift.x);
    m_column.y += std::round(shift.y);
    m_opacity = scene.state.waking.at(scene.state.now);
    if (!scene.state.waking.moving(scene.state.now)) m_opacity = 1;
  }

  void draw() {
    const float foot =
        m_layout.screen.h - m_layout.px(m_layout.landscape ? 84 : 90) - m_layout.target;
    m_frame.set_opacity(m_opacity);
    draw_languages({m_column.x, foot + m_column.y, m_column.w, m_layout.target});
    const float touch = draw_touch(foot + m_column.y - m_layout.px(44));
    m_frame.set_opacity(m_opacity * presence(m_moment));
    const float top = m_column.y + m_layout.px(m_layout.landscape ? 110 : 96);
    if (m_moment.scene == AttractScene::kTitle) draw_title(top);
    if (m_moment.scene == AttractScene::kPartner) draw_partner(top, touch - m_layout.px(30));
    m_frame.set_opacity(1);
  }

 private:
  // A line or more from the column's start; its height comes back.
  float write(const Wording& words, TextStyle style, float y, Colour colour) {
    style.max_width = m_column.w;
    style.prose = false;
    const ShapedText& shaped = m_frame.shape(words.text, words.language, style);
    // A name in another script stands at this column's start too.
    const bool one_line = shaped.lines.size() <= 1;
    if (one_line) {
      name_at_start(m_scene, shaped, m_column, y, colour);
    } else {
      m_frame.text(shaped, {m_column.x, y}, colour);
    }
    return shaped.size.y;
  }

  void draw_title(float y) {
    const float radius = m_layout.px(46);
    const Rect mark = m_layout.within(m_column, {0, y - m_column.y, 2 * radius, 2 * radius});
    draw_emblem(m_frame, mark.centre(), radius, m_scene.theme);
    const Wording under = m_scene.resolve(m_scene.pack.values().subtitle);
    TextStyle small = m_scene.style(TypeRole::kSubtitle, under.language);
    small.px = std::round(small.px * 1.15F);
    small.role = FontRole::kUiBold;
    small.max_width = m_column.w - 2 * radius - m_layout.px(24);
    small.prose = false;
    const ShapedText& line = m_frame.shape(under.text, under.language, small);
    const Rect beside =
        m_layout.within(m_column, {2 * radius + m_layout.px(24), 0, small.max_width, line.size.y});
    m_frame.text(line, {beside.x, mark.centre().y - line.size.y / 2}, m_scene.theme.saffron);
    const Wording title = m_scene.resolve(m_scene.pack.values().title);
    TextStyle large = m_scene.style(TypeRole::kTitle, title.language);
    large.px = std::round(large.px * (m_layout.landscape ? 1.95F : 1.7F));
    large.line_height = title.language == Language::kArabic ? 1.4F : 1.15F;
    large.balanced = true;
    large.max_width = m_column.w;
    // A long word rather grows less than it is torn.
    for (int i = 0; i < 6 && m_frame.shape(title.text, title.language, large).torn; ++i) {
      large.px = std::round(large.px * 0.88F);
    }
    const float below = mark.bottom() + m_layout.px(40);
    const float height = write(title, large, below, m_scene.theme.on_chrome);
    const Localized& line_of_site = m_scene.pack.values().attract_line;
    if (!line_of_site.get(m_scene.state.language)) return;
    TextStyle site = m_scene.style(TypeRole::kHeading);
    site.line_height = m_scene.state.language == Language::kArabic ? 1.4F : 1.25F;
    write(m_scene.resolve(line_of_site), site, below + height + m_layout.px(28),
          m_scene.theme.saffron);
  }

  void draw_partner(float top, float floor) {
    const City* city = m_scene.pack.city(m_moment.partner);
    if (city == nullptr) return;
    const Wording name = m_scene.resolve(city->name);
    TextStyle large = m_scene.style(TypeRole::kCityName, name.language);
    large.px = std::round(large.px * 1.3F);
    large.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    TextStyle own = m_scene.style(TypeRole::kHeading);
    own.px = std::round(own.px * 1.15F);
    TextStyle small = m_scene.style(TypeRole::kSubtitle);
    const std::string native = native_line(m_scene, *city);
    const std::string ties = ties_of(*city);
    large.max_width = own.max_width = small.max_width = m_column.w;
    own.prose = small.prose = false;
    float words = m_frame.shape(name.text, name.language, large).size.y;
    if (!native.empty()) words += m_frame.shape(native, m_scene.state.language, own).size.y;
    words += m_frame.shape(ties, m_scene.state.language, small).size.y;
    const float gap = m_layout.px(26);
    const float room = floor - top - words - gap;
    const float height =
        std::min(room, std::round(m_column.w * (m_layout.landscape ? 0.62F : 0.5F)));
    const bool pictured = has_pictures(*city) && height > m_layout.px(120);
    // Below the words in every second scene: no bright sky rests in one place.
    const bool below = m_moment.turn % 2 == 0;
    const float picture = below ? top + words + gap : top;
    if (pictured) draw_picture(*city, {m_column.x, picture, m_column.w, height});
    float y = pictured && !below ? top + height + gap : top;
    y += write(name, large, y, m_scene.theme.on_chrome);
    if (!native.empty()) {
      y += write({native, m_scene.state.language}, own, y, m_scene.theme.saffron);
    }
    write({ties, m_scene.state.language}, small, y, m_scene.theme.on_chrome_soft);
  }

  // "Niger · twinned with Smara"
  [[nodiscard]] std::string ties_of(const City& city) const {
    const Language language = m_scene.state.language;
    std::string words(m_scene.words.country(city.country, language).value_or(""));
    const City* home = home_of(m_scene.pack, city);
    if (home == nullptr) return words;
    if (!words.empty()) words += " · ";
    return words + m_scene.words.format("twinned_with", language,
                                        {{"home", m_scene.resolve(home->name).text}});
  }

  // It comes a little after the name, and nearer as it comes.
  void draw_picture(const City& city, const Rect& place) {
    const double before = m_frame.opacity();
    const double late =
        ease_in_out_cubic((m_moment.share - (m_moment.turned ? kTurning : 0.06)) / 0.16);
    m_frame.set_opacity(before * late);
    const auto built = std::ranges::find_if(
        city.photos, [](const Photo& photo) { return photo.built.has_value(); });
    const auto nearer = static_cast<float>(late) * kNearer;
    m_scene.pictures.draw(m_scene.stage, m_frame, *built,
                          {.place = place,
                           .tile = home_colour(m_scene, city),
                           .tile_line = m_scene.theme.paper.faded(0.35),
                           .radius = m_layout.px(28),
                           .nearer = nearer,
                           .made_for = {place.w * (1 + kNearer), place.h * (1 + kNearer)}});
    m_frame.outline(place, m_scene.theme.saffron.faded(0.7), m_layout.px(2), m_layout.px(28));
    m_frame.set_opacity(before);
  }

  // How to begin, in this language and two more; its upper edge comes back.
  float draw_touch(float floor) {
    std::vector<Language> others;
    for (const PackLanguage& offered : m_scene.pack.values().languages) {
      if (offered.language != m_scene.state.language) others.push_back(offered.language);
    }
    TextStyle big = m_scene.style(TypeRole::kHeading);
    big.px = std::round(big.px * 1.1F);
    big.max_width = m_column.w - m_layout.px(130);
    big.prose = false;
    const ShapedText& first =
        m_frame.shape(m_scene.say("touch_to_explore"), m_scene.state.language, big);
    const float line = m_layout.px(44);
    const float second = others.empty() ? 0 : line;
    const float top = floor - std::max(first.size.y + second * 2, m_layout.px(110));
    const Rect star = m_layout.within(m_column, {0, 0, m_layout.px(104), m_layout.px(104)});
    const Vec2 centre{star.centre().x, (top + floor) / 2};
    draw_star(centre);
    const Rect words = m_layout.within(m_column, {m_layout.px(130), 0, big.max_width, 0});
    const double before = m_frame.opacity();
    m_frame.set_opacity(before * std::clamp(presence(m_moment), 0.0, 1.0));
    // The large line above the small ones or below them, in turns: it too would burn in.
    const std::size_t shown = std::min<std::size_t>(2, others.size());
    const bool last = m_moment.turn % 2 == 0;
    float y = last ? top + static_cast<float>(shown) * line : top;
    m_frame.text(first, {words.x, y}, m_scene.theme.on_chrome);
    y = last ? top : top + first.size.y;
    for (std::size_t i = 0; i < shown; ++i) {
      const Language language =
          others[(static_cast<std::size_t>(m_moment.turn) + i) % others.size()];
      TextStyle small = m_scene.style(TypeRole::kControl, language);
      small.prose = false;
      small.line_height = 1.45F;
      const ShapedText& other =
          m_frame.shape(m_scene.words.text("touch_to_explore", language), language, small);
      name_at_start(m_scene, other, words, y, m_scene.theme.on_chrome_soft);
      y += line;
    }
    m_frame.set_opacity(before);
    return top;
  }

  // Full in every second scene, a rim in the others: a full one in one place for an hour would
  // burn in.
  void draw_star(Vec2 centre) {
    const auto rim = star_rim(centre, m_layout.px(54));
    const double shown = std::clamp(presence(m_moment), 0.0, 1.0);
    const double full = m_moment.turn % 2 == 1 ? shown : 0;
    const double before = m_frame.opacity();
    m_frame.set_opacity(before * full);
    m_frame.star_shape(centre, rim, m_scene.theme.saffron);
    draw_icon(m_frame, Icon::kTouch, centre, m_layout.px(46), m_scene.theme.on_saffron, false);
    m_frame.set_opacity(before * (1 - full));
    m_frame.path(rim, m_scene.theme.saffron, m_layout.px(4), true);
    draw_icon(m_frame, Icon::kTouch, centre, m_layout.px(46), m_scene.theme.saffron, false);
    m_frame.set_opacity(before);
  }

  void draw_languages(const Rect& row) {
    std::vector<Button> buttons;
    float width = 0;
    for (const bool short_names : {false, true}) {
      buttons.clear();
      width = -m_layout.px(kBarGap);
      for (const Language language : kLanguages) {
        if (!m_scene.pack.offers(language)) continue;
        const std::string key(code(language));
        Button button;
        button.id = "lang:" + key;
        button.label =
            m_scene.words.text((short_names ? "language.short." : "language.") + key, language);
        button.language = language;
        button.selected = language == m_scene.state.language;
        button.intent = Wake{language};
        button.rect.h = row.h;
        button.rect.w = button_width(m_scene.kit, button);
        width += button.rect.w + m_layout.px(kBarGap);
        buttons.push_back(std::move(button));
      }
      const float free = m_layout.landscape ? m_layout.screen.w * 0.62F : row.w;
      if (width <= free) break;
    }
    float x = 0;
    for (Button& button : buttons) {
      button.rect = m_layout.within(row, {x, 0, button.rect.w, row.h});
      x += button.rect.w + m_layout.px(kBarGap);
      draw_button(m_scene.kit, button);
    }
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const AttractMoment& m_moment;
  Rect m_column;
  double m_opacity = 1;
};

}  // namespace

void draw_waking(const Scene& scene, double strength) {
  if (strength <= 0) return;
  scene.frame.fill(scene.layout.screen, scene.theme.night.faded(kNight * strength));
}

// Nobody touches these pins, so they need no more room than they are seen in. The camera glides
// without zooming, mostly, and how pins stand to each other does not change by that.
void AttractScreen::place_pins(const Scene& scene) {
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
  kiosk::place_pins(input, {}, placed);
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
  place_pins(scene);
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
  Words(scene, moment).draw();
}

}  // namespace kiosk
