#include "kiosk/text/glyph_source.h"

#include FT_GLYPH_H
#include FT_OUTLINE_H

#include <cmath>
#include <cstring>

namespace kiosk {

namespace {

// Tifinagh and N'Ko have no bold: this much of the em, half of it on each side.
constexpr double kEmbolden = 0.045;

struct GlyphDeleter {
  void operator()(FT_Glyph glyph) const { FT_Done_Glyph(glyph); }
};
using Glyph = std::unique_ptr<FT_GlyphRec_, GlyphDeleter>;

GlyphBitmap copy_of(FT_BitmapGlyph glyph) {
  const FT_Bitmap& from = glyph->bitmap;
  GlyphBitmap to{
      glyph->left, glyph->top, static_cast<int>(from.width), static_cast<int>(from.rows), {}};
  to.alpha.resize(static_cast<std::size_t>(from.width) * from.rows);
  for (unsigned row = 0; row < from.rows; ++row) {
    std::memcpy(to.alpha.data() + static_cast<std::size_t>(row) * from.width,
                from.buffer + static_cast<std::ptrdiff_t>(row) * from.pitch, from.width);
  }
  return to;
}

}  // namespace

Result<GlyphSource> GlyphSource::open() {
  GlyphSource made;
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return fail("FreeType cannot start");
  made.m_library.reset(library);
  FT_Stroker stroker = nullptr;
  if (FT_Stroker_New(library, &stroker) != 0) return fail("FreeType has no stroker");
  made.m_stroker.reset(stroker);
  return made;
}

Result<std::uint16_t> GlyphSource::face(const std::string& file) {
  if (const auto known = m_face_numbers.find(file); known != m_face_numbers.end()) {
    return known->second;
  }
  FT_Face opened = nullptr;
  if (FT_New_Face(m_library.get(), file.c_str(), 0, &opened) != 0) {
    return fail(file + ": FreeType cannot open it");
  }
  const auto number = static_cast<std::uint16_t>(m_faces.size());
  m_faces.emplace_back(opened);
  m_face_numbers.emplace(file, number);
  return number;
}

GlyphBitmap GlyphSource::draw(const GlyphKey& key) {
  FT_Face face = m_faces.at(key.face).get();
  if (FT_Set_Char_Size(face, 0, key.size, 72, 72) != 0) return {};
  if (FT_Load_Glyph(face, key.glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return {};
  if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) return {};
  FT_Outline* shape = &face->glyph->outline;
  if (key.emboldened) {
    const FT_Pos strength = std::lround(kEmbolden * key.size);
    FT_Outline_Embolden(shape, strength);
    // FreeType grows to the right and up only.
    FT_Outline_Translate(shape, -strength / 2, -strength / 2);
  }
  FT_Outline_Translate(shape, key.quarter * 16, 0);

  FT_Glyph taken = nullptr;
  if (FT_Get_Glyph(face->glyph, &taken) != 0) return {};
  Glyph glyph(taken);
  if (key.outline > 0) {
    FT_Stroker_Set(m_stroker.get(), key.outline, FT_STROKER_LINECAP_ROUND,
                   FT_STROKER_LINEJOIN_ROUND, 0);
    FT_Glyph grown = glyph.get();
    if (FT_Glyph_StrokeBorder(&grown, m_stroker.get(), 0, 0) != 0) return {};
    glyph.reset(grown);
  }
  FT_Glyph drawn = glyph.get();
  if (FT_Glyph_To_Bitmap(&drawn, FT_RENDER_MODE_NORMAL, nullptr, 0) != 0) return {};
  const Glyph bitmap(drawn);
  return copy_of(reinterpret_cast<FT_BitmapGlyph>(bitmap.get()));
}

}  // namespace kiosk
