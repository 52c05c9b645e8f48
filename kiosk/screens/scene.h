// Scene: what a screen is drawn from. State and Pack say what, Layout says where, Theme
// how, Frame takes it. Made anew for each frame by screens.cpp; the frame's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/layout.h"
#include "kiosk/app/state.h"
#include "kiosk/draw/kit.h"
#include "kiosk/draw/stage.h"
#include "kiosk/draw/theme.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "kiosk/screens/flags.h"
#include "kiosk/screens/ground.h"
#include "kiosk/screens/ground_tiles.h"
#include "kiosk/screens/picture_shelf.h"

namespace kiosk {

struct Scene {
  const State& state;
  const Pack& pack;
  const Strings& words;
  const Palette& theme;
  const Ground& ground;
  Flags& flags;
  Stage& stage;
  GroundTiles& map_ground;
  GroundTiles& locator_ground;
  PictureShelf& pictures;
  bool speaks;  // is there a voice for the language?
  Layout layout;
  Frame& frame;
  Kit kit;

  [[nodiscard]] Wording resolve(const Localized& text) const {
    return pack.resolve(text, state.language);
  }
  [[nodiscard]] std::string_view say(std::string_view key) const {
    return words.text(key, state.language);
  }
  [[nodiscard]] TextStyle style(TypeRole role, Language language) const {
    TextStyle made = type_style(role, language, layout.scale, layout.text);
    // Thin strokes are the first thing that weak eyes lose.
    if (theme.plain && made.role == FontRole::kDisplay) made.role = FontRole::kUiBold;
    return made;
  }
  [[nodiscard]] TextStyle style(TypeRole role) const { return style(role, state.language); }
  // The same scene, drawn on another frame.
  [[nodiscard]] Scene on(Frame& other) const;
};

// A name of one line at the start of a column, even if it reads the other way.
void name_at_start(const Scene& scene, const ShapedText& name, const Rect& column, float y,
                   Colour colour);
// The colours of pins and arcs: of a home, of partners by their home's place in the pack's list.
[[nodiscard]] Colour mark_colour(const Palette& theme, bool home, int home_rank);
// The same, for a city.
[[nodiscard]] Colour home_colour(const Scene& scene, const City& city);
// The home that a partner is twinned with; the city itself if it is a home; nullptr: none.
[[nodiscard]] const City* home_of(const Pack& pack, const City& city);

}  // namespace kiosk
