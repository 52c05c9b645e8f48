// Palette: every colour and type size of the exhibition, by what it is for. No other file
// of the program names a colour.
//
// The numbers are the design's, px at 1080 lines; screens multiply by Layout::scale.
// Plain values; any thread.
#pragma once

#include "kiosk/base/language.h"
#include "kiosk/draw/colour.h"
#include "kiosk/text/text.h"

namespace kiosk {

struct Palette {
  // The map, from the bottom up.
  Colour sea_deep, sea, sea_lit;  // the corners, the middle, the light in it
  Colour sea_pattern;
  Colour glow;  // the light along the coast
  Colour land_north, land_middle, land_south;
  Colour tint;    // over a partner's country
  Colour relief;  // multiplied with the relief's shade
  Colour river, coast;
  Colour country_name, river_name;
  Colour night;    // over the map while nobody is there
  Colour rosette;  // in the open sea
  Colour border;

  // What stands on it.
  Colour paper, paper_line, rule;  // panels, their lines
  Colour ink, ink_soft;            // text on paper
  Colour label_halo;
  Colour first_home, first_home_deep, second_home, second_home_deep;  // partners' pins and arcs
  Colour first_home_lit, second_home_lit;  // the same over a darkened map
  Colour saffron, saffron_deep;            // the homes, and what is chosen
  Colour shadow;

  // Bars and buttons.
  Colour chrome, chrome_button, chrome_pressed, chrome_line;
  Colour on_chrome, on_chrome_soft;
  Colour frieze;
  Colour focus;
  Colour code_light, code_dark;  // of a code that cameras read
  Colour on_saffron, on_strong;  // words on what is chosen, on the button that leads on

  // High contrast: no relief, no pattern, nothing to see through, lines around all there is.
  bool plain = false;
  // What lies over the map and lets a share of it through, where the palette allows that.
  [[nodiscard]] Colour veil(double share) const { return plain ? chrome : chrome.faded(share); }
};

[[nodiscard]] const Palette& day_palette();
// Black, white and two tints: 7 to 1 for every text.
[[nodiscard]] const Palette& contrast_palette();

enum class TypeRole {
  kTitle,
  kSubtitle,
  kCityName,
  kHeading,
  kNumber,
  kBody,
  kLabel,
  kHomeLabel,
  kControl,
  kCaption,
  kCountryName
};

// `scale` as in Layout; `text` is what the visitor wants of it: large type grows less, for it
// is large already. Sizes come out as whole pixels, so that the atlas stays small.
[[nodiscard]] TextStyle type_style(TypeRole role, Language language, float scale, float text = 1);

}  // namespace kiosk
