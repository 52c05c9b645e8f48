#include "kiosk/screens/map_screen.h"

#include <algorithm>
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

Rect draw_title(const Scene& scene) {
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  const Rect box = uncovered(scene);
  const Colour dark = scene.theme.chrome;
  if (scene.theme.plain) {
    frame.fill({box.x, 0, box.w, layout.px(150)}, dark);
  } else {
    frame.fade_down({box.x, 0, box.w, layout.px(110)}, dark.faded(0.94), dark.faded(0.74));
    frame.fade_down({box.x, layout.px(110), box.w, layout.px(90)}, dark.faded(0.74), dark.faded(0));
  }
  const float radius = layout.px(42);
  const Rect emblem =
      layout.within(box, {layout.margin, layout.px(80) - radius, 2 * radius, 2 * radius});
  draw_emblem(frame, emblem.centre(), radius, scene.theme);
  const PackValues& values = scene.pack.values();
  const Wording title = scene.resolve(values.title);
  const Wording subtitle = scene.resolve(values.subtitle);
  const float x = layout.margin + 2 * radius + layout.px(26);
  TextStyle style = scene.style(TypeRole::kTitle, title.language);
  style.line_height = title.language == Language::kArabic ? 1.35F : 1.2F;
  const ShapedText& name = frame.shape(title.text, title.language, style);
  const ShapedText& under = frame.shape(subtitle.text, subtitle.language,
                                        scene.style(TypeRole::kSubtitle, subtitle.language));
  const float height = name.size.y + under.size.y - layout.px(6);
  const float top = layout.px(82) - height / 2;
  const Rect first = layout.within(box, {x, top, name.size.x, name.size.y});
  const Rect second =
      layout.within(box, {x, top + name.size.y - layout.px(6), under.size.x, under.size.y});
  frame.text(name, {first.x, first.y}, scene.theme.on_chrome);
  frame.text(under, {second.x, second.y}, scene.theme.saffron);
  return layout.within(box, {0, 0, x + std::max(name.size.x, under.size.x), layout.px(150)});
}

// The zoom buttons' places, from the top: in, out, all.
std::vector<Rect> zoom_places(const Scene& scene) {
  const Layout& layout = scene.layout;
  const Rect box = uncovered(scene);
  const float side = layout.target;
  std::vector<Rect> places;
  const float step = side + layout.px(kBarGap);
  for (int i = 0; i < 3; ++i) {
    const float y =
        layout.bar.y - layout.px(28) - step * static_cast<float>(3 - i) + layout.px(kBarGap);
    places.push_back(layout.within(box, {box.w - layout.margin - side, y, side, side}));
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
  button("zoom:in", "zoom.in", Icon::kPlus, ZoomBy{1}, places[0]);
  button("zoom:out", "zoom.out", Icon::kMinus, ZoomBy{-1}, places[1]);
  button("zoom:home", "zoom.home", Icon::kFrameAll, FrameAll{}, places[2]);
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
  return layout.from_start({layout.margin - pad, layout.bar.y - layout.px(24) - height,
                            star + style.max_width + 3 * pad, height});
}

void draw_finalising(const Scene& scene, const Rect& place) {
  const Layout& layout = scene.layout;
  Frame& frame = scene.frame;
  TextStyle style = scene.style(TypeRole::kCaption);
  style.max_width = layout.px(430) * layout.text;
  style.balanced = true;
  const ShapedText& text = frame.shape(finalising_words(scene), scene.state.language, style);
  const float pad = layout.px(14);
  frame.fill(place, scene.theme.veil(0.62), layout.px(20));
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

}  // namespace

void draw_map_screen(const Scene& scene, MapMarks& marks) {
  const Layout& layout = scene.layout;
  Zone map;
  map.id = "map";
  map.rect = layout.screen;
  map.role = ZoneRole::kMap;
  map.label = scene.say("map.label");
  scene.frame.zone(std::move(map));
  const State& state = scene.state;
  // Under an open panel nothing is seen.
  const bool panel_rests = !state.panel_slide.moving(state.now);
  const Rect box = panel_rests ? uncovered(scene) : layout.screen;
  const GroundView look{state.camera, layout.map_view, box, layout.scale};
  const bool on_its_way = state.flight || state.inertia.active || state.drag == DragTarget::kMap;
  scene.map_ground.draw(scene.stage, scene.frame, scene.ground, look, scene.pack.values().map,
                        on_its_way);
  const bool controls = layout.landscape || scene.state.screen == Screen::kMap;
  // An open shelf needs the room: what is chosen there is framed anyway.
  const bool zooms = state.screen == Screen::kMap && state.shelf == Shelf::kNone;
  const std::vector<Rect> zoom = zoom_places(scene);
  const std::optional<Rect> finalising = finalising_place(scene);
  std::vector<Rect> avoid;
  const Rect scale_bar = scale_bar_place(scene, uncovered(scene));
  if (zooms) avoid = zoom;
  if (zooms) avoid.push_back(scale_bar);
  if (finalising) avoid.push_back(*finalising);
  const Rect title = draw_title(scene);
  avoid.push_back(title);
  marks.draw(scene, avoid);
  const bool clear = finalising && !marks.touches(*finalising);
  if (clear) draw_finalising(scene, *finalising);
  if (!controls) return;
  draw_bar(scene);
  if (!zooms) return;
  draw_zoom(scene, zoom);
  if (!marks.touches(scale_bar)) draw_scale_bar(scene, scale_bar);
}

}  // namespace kiosk
