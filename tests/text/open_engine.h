// An engine with the exhibition's own fonts, and what the tests of it share.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "kiosk/base/check.h"
#include "kiosk/text/text.h"

namespace kiosk {

inline std::filesystem::path font_folder() {
  return std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "fonts";
}

inline std::filesystem::path pattern_folder() {
  return std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "hyphenation";
}

inline std::unique_ptr<TextEngine> open_engine(const std::filesystem::path& patterns = {}) {
  Result<std::unique_ptr<TextEngine>> engine = TextEngine::open(font_folder(), patterns);
  KIOSK_CHECK(engine.has_value());
  return std::move(*engine);
}

// The same glyph may differ by a column, for it is drawn at four quarter pixels.
inline bool same_shape(const GlyphQuad& a, const GlyphQuad& b) {
  return a.place.h == b.place.h && std::abs(a.place.w - b.place.w) <= 1;
}

// The sum of the alpha a text lays on the panel.
inline long ink_of(const TextEngine& engine, const ShapedText& text) {
  long ink = 0;
  for (const GlyphQuad& quad : text.glyphs) {
    const AtlasPage& page = engine.pages()[quad.page];
    for (int y = quad.v0; y < quad.v1; ++y) {
      for (int x = quad.u0; x < quad.u1; ++x) {
        ink += page.alpha[static_cast<std::size_t>(y * page.width + x)];
      }
    }
  }
  return ink;
}

}  // namespace kiosk
