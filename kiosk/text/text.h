// Text: words in, placed glyphs out. Bidi, shaping, line breaking and font
// fallback are Pango's; rasterising is FreeType's, each glyph once, into one atlas.
//
// Who calls it: draw/. Thread: the frame's. Units: panel pixels; y downwards.
// Only the fonts in the given folder are ever used, so that a picture is the
// same on every machine. A style and a text seen before cost one look-up.
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
  kUiBold,   // Noto Sans SemiBold, Noto Kufi Bold
  kBody      // long reading: Noto Sans Regular, Noto Naskh (drawn larger, see text.cpp)
};

enum class TextAlign { kStart, kCentre, kEnd };  // start: left, or right for right-to-left text

struct TextStyle {
  FontRole role = FontRole::kUi;
  float px = 28;              // font size
  float max_width = 0;        // wraps at this width; 0: one line
  int max_lines = 0;          // ends the last line with an ellipsis; 0: no limit
  TextAlign align = TextAlign::kStart;
  float outline_px = 0;       // > 0: outline quads of that radius are made as well
  float letter_spacing = 0;   // px; ignored for Arabic
  float line_height = 0;      // factor of px; 0: the script's own (1.45 Latin, 1.55 Kufi, 1.5 Naskh, Tifinagh)
  friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

// Texture coordinates are 0..1 in the atlas page's size at the time of use: see Atlas.
struct GlyphQuad {
  Rect place;         // relative to the text's top left corner
  std::uint16_t page = 0;
  std::uint16_t u0 = 0, v0 = 0, u1 = 0, v1 = 0;  // atlas pixels
};

struct TextLine {
  float top = 0;
  float baseline = 0;
  float left = 0;   // where its ink box begins and how wide it is
  float width = 0;
  std::uint32_t byte_begin = 0;  // of the text given
  std::uint32_t byte_end = 0;
};

struct ShapedText {
  std::vector<GlyphQuad> outline;  // drawn first, in the outline's colour
  std::vector<GlyphQuad> glyphs;
  std::vector<TextLine> lines;
  Vec2 size;                 // width: the widest line, or max_width if that is given and align is not start-left
  bool right_to_left = false;
  bool truncated = false;    // an ellipsis stands for the rest
  int missing_glyphs = 0;    // characters no font has
};

// One alpha-8 page of glyphs. `dirty` is what changed since take_dirty().
struct AtlasPage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> alpha;
};

class TextEngine {
 public:
  // Fails when the folder lacks a font that a role needs; names the file.
  [[nodiscard]] static Result<std::unique_ptr<TextEngine>> open(const std::filesystem::path& fonts);
  virtual ~TextEngine() = default;

  // The reference stays valid until the next call of forget_unused() (end of a tick).
  [[nodiscard]] virtual const ShapedText& layout(std::string_view utf8, Language language,
                                                 const TextStyle& style) = 0;
  [[nodiscard]] virtual std::span<const AtlasPage> pages() const = 0;
  struct Dirty { std::uint16_t page; int x, y, w, h; };
  [[nodiscard]] virtual std::vector<Dirty> take_dirty() = 0;
  // Drops layouts not asked for in the last few hundred calls; glyphs stay.
  virtual void forget_unused() = 0;
};

}  // namespace kiosk
