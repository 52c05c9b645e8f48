// TextLog: which texts were drawn where, for the audit (kiosk/audit.h). Nothing is logged
// unless a log is given to the stage.
//
// Panel px. The frame's thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/draw/colour.h"
#include "kiosk/text/text.h"

namespace kiosk {

struct DrawnText {
  std::string text;
  Language language = Language::kFrench;
  Rect ink;                      // of all its lines
  Rect clip;                     // what of the panel could be drawn on
  std::size_t zones_before = 0;  // how many zones there were when it was drawn
  bool truncated = false;
  bool torn = false;
  int missing_glyphs = 0;
  float px = 0;  // the face's size; 0: not known
  Colour ink_colour;
  Colour outline{0, 0, 0, 0};  // around the letters; alpha 0: none
};

class TextLog {
 public:
  void shaped(const ShapedText& text, std::string_view utf8, Language language, float px);
  struct Inks {
    Colour letters;
    Colour outline;
  };
  void drawn(const ShapedText& text, Vec2 at, const Rect& clip, std::size_t zones_before,
             const Inks& inks);
  [[nodiscard]] const std::vector<DrawnText>& texts() const { return m_texts; }
  void clear();

 private:
  struct Words {
    std::string text;
    Language language;
    float px;
  };
  std::map<const ShapedText*, Words> m_words;  // layouts stay where they are within a frame
  std::vector<DrawnText> m_texts;
};

}  // namespace kiosk
