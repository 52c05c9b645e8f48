// Audit rules: what can be measured of one drawn screen, apart from whether its words fit: can
// each thing that answers be named, reached by a seated visitor and by the keyboard, told from
// its neighbour; is each text large enough, and does it stand out from what is behind it.
//
// Pure functions of plain values, so that each has a broken twin in tests. Panel px.
// Sources: WCAG 2.2, 1.4.3 and 1.4.6 for contrast; contracts of the design for millimetres.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/app/state.h"
#include "kiosk/app/zone.h"
#include "kiosk/draw/text_log.h"

namespace kiosk {

struct RuleFinding {
  std::string subject;  // a zone's id, or a text
  std::string what;     // a clause without a full stop
};

// A picture of the panel, rows from the top, bytes R, G, B, A.
struct PanelPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;
};

// Every button, list and map has words that can be spoken.
[[nodiscard]] std::vector<RuleFinding> without_label(std::span<const Zone> zones);
// Two buttons that stand apart do so by at least 2 mm.
[[nodiscard]] std::vector<RuleFinding> too_close(std::span<const Zone> zones, float px_per_mm);
// All that the controls do can be done from the lower 60 % of the panel; with `lowered` from its
// lower 40 %, but for keyboards and cards, which reach up to 60 %. What stands on a map, in a
// text or in a list is no control.
[[nodiscard]] std::vector<RuleFinding> out_of_reach(std::span<const Zone> zones,
                                                    const State& state);
// The keyboard comes to every button that is seen, once, and never goes up within a part.
[[nodiscard]] std::vector<RuleFinding> out_of_focus(std::span<const Zone> zones,
                                                    const State& state);
// Capital letters of 6 mm at the largest text size, 4 mm at the smallest.
[[nodiscard]] std::vector<RuleFinding> too_small(std::span<const DrawnText> texts,
                                                 const State& state);
// 4.5 to 1, in high contrast 7 to 1, against the picture without its texts.
[[nodiscard]] std::vector<RuleFinding> too_faint(std::span<const DrawnText> texts,
                                                 const PanelPicture& behind, bool high_contrast);

// 1 to 21; of opaque colours.
[[nodiscard]] double contrast_of(Colour a, Colour b);

}  // namespace kiosk
