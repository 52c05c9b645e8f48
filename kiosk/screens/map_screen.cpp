#include "kiosk/screens/map_screen.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/scale_bar.h"

namespace kiosk {
namespace {

// The box of the title and its emblem; drawn if `shown`.
Rect draw_title(const Scene& scene, bool shown) {
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  const Rect box = uncovered(scene);
  const float radius = layout.px(42);
  const PackValues& values = scene.pack.values();
  const Wording title = scene.resolve(values.title);
  const Wording subtitle = scene.resolve(values.subtitle);
  const float x = layout.margin + 2 * radius + layout.px(26);
  TextStyle style = scene.style(TypeRole::kTitle, title.language);
  style.line_height = title.language == Language::kArabic ? 1.35F : 1.2F;
  const float room = box.w - x - layout.px(8);
  if (const float width = frame.shape(title.text, title.language, style).size.x; width > room) {
    style.px = std::floor(style.px * room / width);
  }
  const ShapedText& name = frame.shape(title.text, title.language, style);
  const ShapedText& under = frame.shape(subtitle.text, subtitle.language,
                                        scene.style(TypeRole::kSubtitle, subtitle.language));
  // Beside a panel there may be no room for all of it.
  const bool fits = x + under.size.x <= box.w - layout.px(8);
  const float height = name.size.y + (fits ? under.size.y - layout.px(6) : 0);
  const float top = layout.px(82) - height / 2;
  const Rect first = layout.within(box, {x, top, name.size.x, name.size.y});
  const Rect second =
      layout.within(box, {x, top + name.size.y - layout.px(6), under.size.x, under.size.y});
  const Rect taken = layout.within(
      box, {0, 0, x + std::max(name.size.x, fits ? under.size.x : 0), layout.px(150)});
  if (!shown) return taken;
  const Colour dark = scene.theme.chrome;
  if (scene.theme.plain) {
    frame.fill({box.x, 0, box.w, layout.px(150)}, dark);
  } else {
    // Dark as far down as there are words.
    frame.fade_down({box.x, 0, box.w, layout.px(140)}, dark.faded(0.95), dark.faded(0.88));
    frame.fade_down({box.x, layout.px(140), box.w, layout.px(90)}, dark.faded(0.88), dark.faded(0));
  }
  const Rect emblem =
      layout.within(box, {layout.margin, layout.px(80) - radius, 2 * radius, 2 * radius});
  draw_emblem(frame, emblem.centre(), radius, scene.theme);
  // Held for three seconds it lets staff in; nothing shows that.
  Zone& door = frame.add_zone();
  door.id = "staff:door";
  door.rect = emblem.grown(layout.px(6));
  door.label = title.text;
  door.focusable = false;
  frame.text(name, {first.x, first.y}, scene.theme.on_chrome);
  if (fits) frame.text(under, {second.x, second.y}, scene.theme.saffron);
  return taken;
}

// The places of the column above the bar's end, from the top: the quiz, nearer, farther, all.
std::vector<Rect> zoom_places(const Scene& scene) {
  const Layout& layout = scene.layout;
  const Rect box = uncovered(scene);
  const float side = layout.target;
  std::vector<Rect> places;
  const float step = side + layout.px(kBarGap);
  const int columns = zoom_columns(layout);
  const int count = zoom_buttons(layout);
  const int rows = (count + columns - 1) / columns;
  for (int i = 0; i < count; ++i) {
    const int up = rows - i / columns;
    const int column = columns - 1 - i % columns;
    const float y =
        layout.bar.y - layout.px(28) - step * static_cast<float>(up) + layout.px(kBarGap);
    const float in = layout.margin + step * static_cast<float>(column);
    const float x = zoom_at_right(layout) ? box.right() - in - side : box.x + in;
    places.push_back({x, box.y + y, side, side});
  }
  return places;
}

void draw_zoom(const Scene& scene, const std::vector<Rect>& places) {
  const auto button = [&](const char* id, const char* key, Icon icon, Intent intent,
                          const Rect& rect) {
    Button made;
    made.id = id;
    made.label = scene.say(key);
    made.language = scene.state.language;
    made.show_label = false;
    made.icon = icon;
    made.intent = std::move(intent);
    made.rect = rect;
    draw_button(scene.kit, made);
  };
  const std::size_t first = places.size() - 3;
  const bool quiz = first > 0 && scene.pack.values().features.quiz;
  if (quiz) button("open:quiz", "quiz", Icon::kQuiz, OpenSheet{Sheet::kQuiz}, places[0]);
  button("zoom:in", "zoom.in", Icon::kPlus, ZoomBy{1}, places[first]);
  button("zoom:out", "zoom.out", Icon::kMinus, ZoomBy{-1}, places[first + 1]);
  button("zoom:home", "zoom.home", Icon::kFrameAll, FrameAll{}, places[first + 2]);
}

// "United States · Senegal: agreements being finalised", from the pack's own countries.
std::string finalising_words(const Scene& scene) {
  std::string countries;
  for (const Agreement& agreement : scene.pack.values().agreements) {
    const auto* unnamed = std::get_if<UnnamedPartner>(&agreement.partner);
    if (unnamed == nullptr) continue;
    const auto name = scene.words.country(unnamed->country, scene.state.language);
    if (!name) continue;
    if (!countries.empty()) countries += " · ";
    countries += *name;
  }
  if (countries.empty()) return {};
  return scene.words.format("agreement.in_progress_with", scene.state.language,
                            {{"countries", countries}});
}

float widest_line(const ShapedText& text) {
  float widest = 0;
  for (const TextLine& line : text.lines) widest = std::max(widest, line.width);
  return widest;
}

// The groups that the source does not name: a star without a place, and their sentence.
std::optional<Rect> finalising_place(const Scene& scene) {
  const std::string words = finalising_words(scene);
  if (words.empty() || scene.state.screen != Screen::kMap) return std::nullopt;
  const Layout& layout = scene.layout;
  TextStyle style = scene.style(TypeRole::kCaption);
  style.max_width = layout.px(430) * layout.text;
  style.balanced = true;
  const ShapedText& text = scene.frame.shape(words, scene.state.language, style);
  const float star = layout.px(64);
  const float pad = layout.px(14);
  const float height = text.size.y + 2 * pad;
  const Rect place{layout.margin - pad, layout.bar.y - layout.px(24) - height,
                   star + std::ceil(widest_line(text)) + 3 * pad, height};
  // Opposite the zoom buttons.
  return zoom_at_right(layout) ? place : layout.from_start(place);
}

void draw_finalising(const Scene& scene, const Rect& place) {
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  TextStyle style = scene.style(TypeRole::kCaption);
  style.max_width = layout.px(430) * layout.text;
  style.balanced = true;
  const ShapedText& text = frame.shape(finalising_words(scene), scene.state.language, style);
  const float pad = layout.px(14);
  frame.fill(place, scene.theme.veil(0.82), layout.px(20));
  const float star = layout.px(64);
  const Rect mark = layout.within(place, {pad, (place.h - star) / 2, star, star});
  for (const Vec2& point : star_rim(mark.centre(), star * 0.42F, 0.88F)) {
    frame.disc(point, layout.px(2.4F), scene.theme.saffron);
  }
  for (int i = -1; i <= 1; ++i) {
    frame.disc({mark.centre().x + static_cast<float>(i) * layout.px(9), mark.centre().y},
               layout.px(2.4F), scene.theme.saffron);
  }
  const Rect column = layout.within(place, {star + 2 * pad, pad, style.max_width, text.size.y});
  frame.text(text, {column.x, column.y}, scene.theme.on_chrome);
}

// Would the chrome look the same? The camera and the clocks do not matter to it.
bool same_chrome(const State& a, const State& b) {
  return a.panel == b.panel && a.screen == b.screen && a.language == b.language &&
         a.filter == b.filter && a.shelf == b.shelf && a.shelf_rows == b.shelf_rows &&
         a.access == b.access && a.sheet == b.sheet && a.focus == b.focus && a.pressed == b.pressed;
}

// Upright, an open panel stands where the bar is.
bool shows_bar(const Scene& scene) { return scene.layout.landscape || !panel_open(scene.state); }

// An open shelf needs the room: what is chosen there is framed anyway.
bool shows_zoom(const State& state) { return !panel_open(state) && state.shelf == Shelf::kNone; }

}  // namespace

void MapScreen::measure(const Scene& scene) {
  m_places.title = draw_title(scene, false);
  m_places.zoom = zoom_places(scene);
  m_places.finalising = finalising_place(scene);
  m_places.scale_bar = ScaleBar::place(scene, uncovered(scene));
  m_places.all.clear();
  if (shows_zoom(scene.state)) {
    m_places.all = m_places.zoom;
    m_places.all.push_back(m_places.scale_bar);
  }
  m_places.all.push_back(m_places.title);
}

void MapScreen::draw_chrome(const Scene& scene) const {
  draw_title(scene, true);
  if (!shows_bar(scene)) return;
  draw_bar(scene);
  if (shows_zoom(scene.state)) draw_zoom(scene, m_places.zoom);
}

void MapScreen::draw(const Scene& scene) {
  const State& state = scene.state;
  const Layout& layout = scene.layout;
  Zone& map = scene.frame.add_zone();
  map.id = "map";
  map.rect = layout.screen;
  map.role = ZoneRole::kMap;
  map.label = scene.say("map.label");
  const bool same =
      m_drawn_for && same_chrome(*m_drawn_for, state) && m_bar == layout.bar && m_chrome.drawn();
  if (!same) measure(scene);
  // Under an open panel nothing is seen, nor under the bar.
  const bool panel_rests = !state.panel_slide.moving(state.now);
  Rect box = panel_rests ? uncovered(scene) : layout.screen;
  if (shows_bar(scene)) box.h = std::min(box.h, layout.bar.y - box.y);
  const GroundView look{state.camera, layout.map_view, box, layout.scale};
  const bool on_its_way = state.flight || state.inertia.active || state.drag == DragTarget::kMap;
  scene.map_ground.draw(scene.stage, scene.frame, scene.ground, look, scene.pack.values().map,
                        on_its_way);
  m_marks.place(scene, m_places.all, m_places.finalising);
  m_names.draw(scene, m_marks.taken(), m_marks.lines());
  m_marks.draw(scene);
  if (!same) {
    m_drawn_for = state;
    m_bar = layout.bar;
    m_finalising.forget();
  }
  scene.frame.retained(m_chrome, !same, [&](Frame& frame) { draw_chrome(scene.on(frame)); });
  if (m_places.finalising && !m_marks.touches(*m_places.finalising)) {
    scene.frame.retained(m_finalising, false, [&](Frame& frame) {
      draw_finalising(scene.on(frame), *m_places.finalising);
    });
  }
  if (!shows_zoom(state) || m_marks.touches(m_places.scale_bar)) return;
  m_scale_bar.draw(scene, m_places.scale_bar);
}

void MapScreen::forget() {
  m_chrome.forget();
  m_finalising.forget();
  m_marks.forget();
}

}  // namespace kiosk
