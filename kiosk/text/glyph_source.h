// GlyphSource: one glyph of one face as an alpha bitmap, by FreeType, without hinting.
//
// Who calls it: text_engine.cpp, once a glyph. Thread: the frame's. Sizes in 26.6
// fixed pixels, as FreeType has them. Faces are opened from the files that Pango's
// fonts came from, so glyph numbers agree.
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_STROKER_H

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

struct GlyphKey {
  std::uint16_t face = 0;
  bool emboldened = false;
  std::uint8_t quarter = 0;  // shifted right by so many quarter pixels
  std::uint32_t glyph = 0;
  std::int32_t size = 0;
  std::int32_t outline = 0;  // > 0: grown by that radius on all sides, corners round
  friend auto operator<=>(const GlyphKey&, const GlyphKey&) = default;
};

struct GlyphBitmap {
  int left = 0;  // from the pen to its first column
  int top = 0;   // from the baseline up to its first row
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> alpha;
};

class GlyphSource {
 public:
  [[nodiscard]] static Result<GlyphSource> open();

  // The number of the face in that file; opens it at the first call.
  [[nodiscard]] Result<std::uint16_t> face(const std::string& file);

  // Empty for a glyph without ink.
  [[nodiscard]] GlyphBitmap draw(const GlyphKey& key);

 private:
  struct Closer {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
    void operator()(FT_Face face) const { FT_Done_Face(face); }
    void operator()(FT_Stroker stroker) const { FT_Stroker_Done(stroker); }
  };
  // Declared in this order because the library must be closed last.
  std::unique_ptr<FT_LibraryRec_, Closer> m_library;
  std::unique_ptr<FT_StrokerRec_, Closer> m_stroker;
  std::vector<std::unique_ptr<FT_FaceRec_, Closer>> m_faces;
  std::map<std::string, std::uint16_t> m_face_numbers;
};

}  // namespace kiosk
