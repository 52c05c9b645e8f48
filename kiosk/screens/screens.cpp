#include "kiosk/screens/screens.h"

#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/access_sheet.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_panel.h"
#include "kiosk/screens/scene.h"
#include "kiosk/screens/search_sheet.h"

namespace kiosk {

Result<std::unique_ptr<Screens>> Screens::open(const std::filesystem::path& assets,
                                               const Pack& pack, const Strings& words, Stage& stage,
                                               PictureLoading loading) {
  Result<Ground> ground = Ground::open(assets, pack, stage, day_palette());
  if (!ground) return tl::unexpected(ground.error());
  Result<Flags> flags = Flags::open(assets / "flags", pack, stage);
  if (!flags) return tl::unexpected(flags.error());
  return std::unique_ptr<Screens>(
      new Screens(pack, words, std::move(*ground), std::move(*flags), loading));
}

void Screens::forget_pictures() {
  m_map.forget();
  m_panel.forget();
  m_map_ground.forget();
  m_locator_ground.forget();
}

void Screens::draw(const State& state, Stage& stage, Frame& frame) {
  const Palette& theme = state.access.contrast ? contrast_palette() : day_palette();
  if (m_theme != &theme) {
    m_ground.dress(stage, theme);
    forget_pictures();
    m_theme = &theme;
  }
  const Layout layout = layout_of(state);
  m_pressed.clear();
  for (const PressedZone& zone : state.pressed) m_pressed.push_back(zone.zone);
  const Kit kit{frame,     theme,      layout.scale, layout.text, layout.right_to_left,
                m_pressed, state.focus};
  Scene scene{state,        m_pack,           m_words,    theme,  m_ground, m_flags, stage,
              m_map_ground, m_locator_ground, m_pictures, layout, frame,    kit};
  // How many rows the shelf takes is known once its words are set in this language.
  if (const int rows = shelf_rows_now(scene); rows > 0 && rows != state.shelf_rows) {
    scene.layout = layout_of(state.panel, state.language, false, state.access.text_scale, rows);
  }
  // Every screen, from back to front; the built-in card (card.h) stands in for all of them.
  // The search and the list cover them: nothing behind it answers, and once it is there nothing is
  // seen.
  const bool covered = state.sheet == Sheet::kSearch || state.sheet == Sheet::kList;
  frame.set_silent(covered);
  if (!covered || state.sheet_slide.moving(state.now)) {
    m_map.draw(scene);
    draw_panel(scene);
  }
  frame.set_silent(false);
  prepare_pressed(scene);
  draw_sheet(scene);
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
  const bool fresh = !m_panel_drawn_for || !same(*m_panel_drawn_for);
  if (fresh) m_panel_drawn_for = state;
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

void Screens::draw_sheet(const Scene& scene) {
  const State& state = scene.state;
  const double strength = state.sheet_slide.at(state.now);
  if (strength <= 0) return;
  // One that is going shows itself a little longer, and takes no touch any more.
  scene.frame.set_silent(state.sheet == Sheet::kNone);
  switch (state.sheet == Sheet::kNone ? state.fading_sheet : state.sheet) {
    case Sheet::kSearch:
      draw_search_sheet(scene, m_index, strength);
      break;
    case Sheet::kList:
      m_list.draw(scene, strength);
      break;
    case Sheet::kAccess:
      draw_access_sheet(scene, strength);
      break;
    case Sheet::kNone:
      break;
  }
  scene.frame.set_silent(false);
}

}  // namespace kiosk
