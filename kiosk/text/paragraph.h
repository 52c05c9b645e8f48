// Paragraph: a text broken into lines by Pango, cut with an ellipsis where it has too many.
//
// Who calls it: text_engine.cpp. Thread: the frame's. Widths in panel pixels, those in
// Pango's structures in 1/1024 pixel.
#pragma once

#include <fontconfig/fontconfig.h>
#include <pango/pango.h>

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"
#include "kiosk/text/prose.h"
#include "kiosk/text/text.h"

namespace kiosk {

struct GObjectDeleter {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using LayoutHandle = std::unique_ptr<PangoLayout, GObjectDeleter>;

struct FontMapDeleter {
  void operator()(PangoFontMap* fonts) const;
};

struct Paragraph {
  LayoutHandle lines;
  bool truncated = false;
  std::size_t kept_bytes = 0;  // of the prose; all of them unless truncated
  Prose prose{{}};             // what was laid out
  [[nodiscard]] std::size_t given_byte(int laid_out) const;
};

// Was a word, wider than the column, broken between any letters?
[[nodiscard]] bool has_torn_word(PangoLayout* layout, const char* text);

class Paragrapher {
 public:
  [[nodiscard]] static Result<Paragrapher> open(FcConfig* fonts, Hyphenator hyphenator = {});

  // utf8 is valid UTF-8 without NUL.
  [[nodiscard]] Paragraph set(const std::string& utf8, Language language, const TextStyle& style);

 private:
  [[nodiscard]] LayoutHandle lay_out(const std::string& utf8, Language language,
                                     const TextStyle& style);
  [[nodiscard]] Paragraph cut(const std::string& utf8, LayoutHandle too_long, Language language,
                              const TextStyle& style);
  [[nodiscard]] Paragraph fitted(const std::string& utf8, Language language,
                                 const TextStyle& style);

  Hyphenator m_hyphenator;
  std::unique_ptr<PangoFontMap, FontMapDeleter> m_fonts;
  std::unique_ptr<PangoContext, GObjectDeleter> m_context;
};

}  // namespace kiosk
