// Which face speaks for a script in a role, how large beside Latin, how far apart its lines.
//
// Who calls it: paragraph.cpp, text_engine.cpp. Pure; any thread.
// The scales even out what the eye sees: Kufi's letters fill more of the em than
// Latin ones, Naskh's fewer.
#pragma once

#include <pango/pango.h>

#include "kiosk/base/language.h"
#include "kiosk/text/text.h"

namespace kiosk {

struct FontChoice {
  const char* families;  // the first that has the character draws it
  PangoWeight weight;
  float scale;        // of the style's px
  float spacing = 0;  // between letters, as a factor of px
};

[[nodiscard]] FontChoice choose_font(FontRole role, PangoScript script);

// Digits in running Naskh are the Latin face's: Naskh's own have serifs and, at its scale, stand
// taller than any letter beside them.
[[nodiscard]] bool takes_latin_digits(FontRole role, PangoScript script);

// For text without any letters: digits alone, punctuation alone.
[[nodiscard]] PangoScript script_of(Language language);

// The line's height as a factor of px where the style gives none.
[[nodiscard]] float line_height_of(FontRole role, Language language);

// How far the baseline lies below the middle of its line, as a factor of px. One value for
// all languages would be simpler, but Naskh's letters hang lower than half a capital.
[[nodiscard]] float baseline_drop(FontRole role, Language language);

}  // namespace kiosk
