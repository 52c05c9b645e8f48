#include "kiosk/screens/screens.h"

#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/access_sheet.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_panel.h"
#include "kiosk/screens/club_sheet.h"
#include "kiosk/screens/gallery_sheet.h"
#include "kiosk/screens/idle_card.h"
#include "kiosk/screens/quiz_sheet.h"
#include "kiosk/screens/scene.h"
#include "kiosk/screens/search_sheet.h"
#include "kiosk/screens/staff_screen.h"
#include "kiosk/screens/take_away_sheet.h"

namespace kiosk {

Result<std::unique_ptr<Screens>> Screens::open(const std::filesystem::path& assets,
                                               const Pack& pack, const Strings& words, Stage& stage,
                                               PictureLoading loading, MayOpen may_open,
                                               GroundPicturesAhead* ahead) {
  Result<Ground> ground = Ground::open(assets, pack, stage, day_palette(), ahead);
  if (!ground) return tl::unexpected(ground.error());
  return std::unique_ptr<Screens>(new Screens(pack, words, std::move(*ground),
                                              Flags(assets / "flags", pack, loading), loading,
                                              std::move(may_open)));
}

namespace {

bool in_staff_room(const State& state) {
  return state.staff && state.staff->page != StaffPage::kPreview;
}

bool covers_all(Sheet sheet) {
  return sheet != Sheet::kNone && sheet != Sheet::kAccess && sheet != Sheet::kTakeAway;
}

// Nothing to see; a touch anywhere lights it.
void draw_dark(const State& state, Frame& frame) {
  const Rect all{0, 0, state.panel.size.x, state.panel.size.y};
  frame.fill(all, Colour(0, 0, 0));
  Zone& zone = frame.add_zone();
  zone.id = "dark";
  zone.rect = all;
  zone.role = ZoneRole::kSurface;
}

}  // namespace

void Screens::forget_pictures() {
  m_map.forget();
  m_panel.forget();
  m_map_ground.forget();
  m_locator_ground.forget();
}

void Screens::put_away(const State& state, Stage& stage) {
  // A finger on a city has its pictures fetched; lights may run along the arcs.
  const bool map_alone = !state.attract && !state.staff && state.sheet == Sheet::kNone &&
                         state.sheet_slide.at(state.now) <= 0 &&
                         state.panel_slide.at(state.now) <= 0 && state.pressed.empty();
  const bool still = !state.flight && !state.inertia.active && state.drag != DragTarget::kMap;
  if (!map_alone || !still || dark(state)) return;
  m_pictures.put_away(stage);
  m_flags.put_away(stage);
  m_map_ground.put_away(stage);
  m_locator_ground.put_away(stage);
}

void Screens::draw(const State& state, Stage& stage, Frame& frame) {
  m_pictures.begin(stage);
  m_flags.begin();
  if (dark(state)) return draw_dark(state, frame);
  const Palette& theme =
      state.access.contrast && !in_staff_room(state) ? contrast_palette() : day_palette();
  if (m_theme != &theme) {
    m_ground.dress(stage, theme);
    forget_pictures();
    m_theme = &theme;
  }
  // While nobody is there it speaks every language in turn.
  std::optional<State> speaking;
  AttractMoment moment;
  if (state.attract) {
    moment = attract_moment(m_pack, state.attract->since);
    speaking = state;
    speaking->language = moment.language;
  }
  if (in_staff_room(state)) {
    speaking = state;
    speaking->language = staff_language(state.language);
    speaking->access = {};
    speaking->access.reach = state.access.reach;
  }
  const State& shown = speaking ? *speaking : state;
  const Layout layout = layout_of(shown);
  m_pressed.clear();
  for (const PressedZone& zone : state.pressed) m_pressed.push_back(zone.zone);
  const Kit kit{frame,     theme,      layout.scale, layout.text, layout.right_to_left,
                m_pressed, state.focus};
  Scene scene{shown,
              m_pack,
              m_words,
              theme,
              m_ground,
              m_flags,
              stage,
              m_map_ground,
              m_locator_ground,
              m_pictures,
              m_voices.contains(shown.language),
              layout,
              frame,
              kit};
  if (in_staff_room(state)) return draw_staff_screen(scene, m_staff_news);
  if (state.attract) return m_attract.draw(scene, moment);
  draw_visit(scene);
  if (state.staff) draw_preview_bar(scene);
}

// Every screen, from back to front; the built-in card (card.h) stands in for all of them.
void Screens::draw_visit(Scene& scene) {
  const State& state = scene.state;
  Frame& frame = scene.frame;
  // How many rows the shelf takes is known once its words are set in this language.
  if (const int rows = shelf_rows_now(scene); rows > 0 && rows != state.shelf_rows) {
    scene.layout = layout_of(state.panel, state.language, false, state.access.text_scale, rows);
    scene.layout.reach = state.access.reach;
  }
  // Most sheets cover all: nothing behind answers, and once one is there nothing is seen.
  const bool covered = covers_all(state.sheet) || covers_all(state.sheet_below);
  frame.set_silent(covered || state.seconds_left.has_value());
  if (!covered || state.sheet_slide.moving(state.now)) {
    m_map.draw(scene);
    draw_panel(scene);
  }
  frame.set_silent(false);
  draw_waking(scene, state.waking.at(state.now));
  prepare_pressed(scene);
  draw_sheets(scene);
  if (state.seconds_left) draw_idle_card(scene);
}

// A panel at rest is the same picture, whatever the map beside it does.
void Screens::draw_panel(const Scene& scene) {
  const State& state = scene.state;
  const double open = state.panel_slide.at(state.now);
  if (open <= 0) return;
  const auto same = [&](const State& before) {
    return before.panel == state.panel && before.screen == state.screen &&
           before.city == state.city && before.language == state.language &&
           before.access == state.access && before.scroll == state.scroll &&
           before.sheet == state.sheet && before.focus == state.focus &&
           before.pressed == state.pressed;
  };
  const bool rests = open >= 1 && !state.panel_slide.moving(state.now);
  if (!rests) {
    m_panel.forget();
    return draw_city_panel(scene, open);
  }
  // A gallery looked through meanwhile may have taken the place of the panel's own pictures.
  const std::uint64_t given_up = scene.pictures.given_up();
  const bool fresh =
      !m_panel_drawn_for || m_panel_drawn_after != given_up || !same(*m_panel_drawn_for);
  if (fresh) m_panel_drawn_for = state;
  m_panel_drawn_after = given_up;
  scene.frame.retained(m_panel, fresh,
                       [&](Frame& frame) { draw_city_panel(scene.on(frame), open); });
}

void Screens::prepare_pressed(const Scene& scene) {
  for (const PressedZone& pressed : scene.state.pressed) {
    const std::size_t colon = pressed.zone.find(':');
    if (colon == std::string::npos) continue;
    const City* city = scene.pack.city(CityId{pressed.zone.substr(colon + 1)});
    if (city != nullptr) prepare_city_panel(scene, *city);
  }
}

void Screens::draw_sheets(const Scene& scene) {
  const State& state = scene.state;
  Frame& frame = scene.frame;
  const double strength = state.sheet_slide.at(state.now);
  if (strength <= 0) return;
  // One that is going, or lies under another, is seen and takes no touch.
  const bool asked = state.seconds_left.has_value();
  if (state.sheet_below != Sheet::kNone) {
    frame.set_silent(true);
    draw_sheet(scene, state.sheet_below, 1);
  }
  frame.set_silent(asked || state.sheet == Sheet::kNone);
  draw_sheet(scene, state.sheet == Sheet::kNone ? state.fading_sheet : state.sheet, strength);
  frame.set_silent(false);
}

void Screens::draw_sheet(const Scene& scene, Sheet sheet, double strength) {
  switch (sheet) {
    case Sheet::kSearch:
      return draw_search_sheet(scene, m_index, strength);
    case Sheet::kList:
      return m_list.draw(scene, strength);
    case Sheet::kAccess:
      return draw_access_sheet(scene, strength);
    case Sheet::kGallery:
      return draw_gallery_sheet(scene, strength);
    case Sheet::kClub:
      return draw_club_sheet(scene, strength);
    case Sheet::kTakeAway:
      return draw_take_away_sheet(scene, strength);
    case Sheet::kQuiz:
      return draw_quiz_sheet(scene, strength);
    case Sheet::kNone:
      break;
  }
}

}  // namespace kiosk
