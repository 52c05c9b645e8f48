// Text: words in, placed glyphs out. Bidi, shaping, line breaking and font
// fallback are Pango's; rasterising is FreeType's, each glyph once, into one atlas.
//
// Who calls it: draw/. Thread: the frame's. Units: panel pixels; y downwards.
// Only the fonts in the given folder are ever used, so that a picture is the
// same on every machine. A style and a text seen before cost one look-up.
//
// A character is drawn by the face of its script, whatever the language: a city's name
// in its own script stands in a French sentence at the right size and weight. The
// language sets the direction, the line height and the face of bare digits and signs;
// give the language the text is in. Names of another direction want isolates around them.
// Sizes should come from a small set: glyphs stay in the atlas once drawn.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/base/result.h"

namespace kiosk {

enum class FontRole {
  kDisplay,  // titles and city names: Noto Serif Display Bold, Noto Kufi Bold
  kUi,       // Noto Sans Regular, Noto Kufi Regular
  kUiBold,   // Noto Sans SemiBold, Noto Kufi SemiBold
  kBody      // long reading: Noto Sans Regular, Noto Naskh Regular
};

enum class TextAlign { kStart, kCentre, kEnd };  // start: left, or right for right-to-left text

struct TextStyle {
  FontRole role = FontRole::kUi;
  float px = 28;        // font size
  float max_width = 0;  // wraps at this width; 0: only at line feeds
  int max_lines = 0;    // ends the last of them with an ellipsis; 0: no limit
  TextAlign align = TextAlign::kStart;
  float outline_px = 0;      // > 0: outline quads of that radius are made as well
  float letter_spacing = 0;  // px; ignored for Arabic
  float line_height = 0;     // factor of px; 0: the script's (Latin 1.45, Kufi 1.55, others 1.5)
  bool prose = false;        // long reading: see prose.h
  bool balanced = false;     // lines of about one length, where it takes more than one
  friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

// Whole pixels in place and atlas alike, one transparent pixel around the ink: at a whole
// text origin and scale 1 each texel meets its pixel.
struct GlyphQuad {
  Rect place;  // relative to the text's top left corner
  std::uint16_t page = 0;
  std::uint16_t u0 = 0, v0 = 0, u1 = 0, v1 = 0;  // page pixels; divide by the page's size
};

// Lines follow each other at an even pitch, whatever faces are in them.
struct TextLine {
  float top = 0;
  float baseline = 0;
  float left = 0;  // where its ink begins and how wide it is, without the outline
  float width = 0;
  std::uint32_t byte_begin = 0;  // of the text given
  std::uint32_t byte_end = 0;
};

struct ShapedText {
  std::vector<GlyphQuad> outline;  // drawn first, in the outline's colour
  std::vector<GlyphQuad> glyphs;
  std::vector<TextLine> lines;
  Vec2 size;  // width: max_width where lines are placed within it, else the widest line
  bool right_to_left = false;
  bool truncated = false;  // an ellipsis stands for the rest
  bool torn = false;       // a word wider than max_width was broken between any letters
  int missing_glyphs = 0;  // characters no font has; they leave a gap
};

// One alpha-8 page of glyphs, width * height bytes. Pages are added, never resized, and
// what a page holds never moves.
struct AtlasPage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> alpha;
};

// The middle of four times four opaque texels on page 0, for solid shapes in the same texture.
inline constexpr Vec2 kAtlasWhite{5, 5};

class TextEngine {
 public:
  // Fails when the folder lacks a font that a role needs, or it is damaged; names the file.
  // `hyphenation`: the folder of Hyphen's patterns; empty: words are never divided.
  [[nodiscard]] static Result<std::unique_ptr<TextEngine>> open(
      const std::filesystem::path& fonts, const std::filesystem::path& hyphenation = {});
  virtual ~TextEngine() = default;

  // The reference stays valid until the next call of forget_unused() (end of a tick).
  // Malformed UTF-8 is drawn as U+FFFD.
  [[nodiscard]] virtual const ShapedText& layout(std::string_view utf8, Language language,
                                                 const TextStyle& style) = 0;
  // Valid until the next layout().
  [[nodiscard]] virtual std::span<const AtlasPage> pages() const = 0;
  struct Dirty {
    std::uint16_t page;
    int x, y, w, h;
  };
  // What changed since the last call, at most one box a page; a page not seen before is new
  // as a whole. Take it after the tick's last layout(), before drawing.
  [[nodiscard]] virtual std::vector<Dirty> take_dirty() = 0;
  // Call it once a tick: drops layouts not asked for in the last 600 ticks; glyphs stay.
  virtual void forget_unused() = 0;
};

}  // namespace kiosk
