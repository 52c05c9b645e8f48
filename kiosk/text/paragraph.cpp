#include "kiosk/text/paragraph.h"

#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kiosk/base/isolate.h"
#include "kiosk/text/font_choice.h"

namespace kiosk {

namespace {

constexpr std::string_view kEllipsis = "\u2026";
constexpr std::string_view kIsolatePrefix = "\xE2\x81";  // U+2066 to U+2069: E2 81 A6 to A9

struct ScriptIterDeleter {
  void operator()(PangoScriptIter* iter) const { pango_script_iter_free(iter); }
};
struct DescriptionDeleter {
  void operator()(PangoFontDescription* d) const { pango_font_description_free(d); }
};
using Description = std::unique_ptr<PangoFontDescription, DescriptionDeleter>;

int pango_units(float px) { return static_cast<int>(std::lround(px * PANGO_SCALE)); }

Description describe(const FontChoice& choice, float px) {
  Description description(pango_font_description_new());
  pango_font_description_set_family_static(description.get(), choice.families);
  pango_font_description_set_weight(description.get(), choice.weight);
  pango_font_description_set_absolute_size(description.get(), pango_units(px * choice.scale));
  return description;
}

void add_attribute(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin,
                   std::size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

// Joined letters must stay joined.
bool may_be_spaced(PangoScript script) {
  return script != PANGO_SCRIPT_ARABIC && script != PANGO_SCRIPT_NKO;
}

struct Stretch {
  std::string_view text;
  std::size_t begin;  // byte in the whole text
  PangoScript script;
};

void add_fonts(PangoAttrList* list, const Stretch& stretch, const TextStyle& style) {
  const std::size_t end = stretch.begin + stretch.text.size();
  const FontChoice choice = choose_font(style.role, stretch.script);
  const Description font = describe(choice, style.px);
  add_attribute(list, pango_attr_font_desc_new(font.get()), stretch.begin, end);
  const float spacing = choice.spacing * style.px + style.letter_spacing;
  if (spacing != 0 && may_be_spaced(stretch.script)) {
    add_attribute(list, pango_attr_letter_spacing_new(pango_units(spacing)), stretch.begin, end);
  }
  if (!takes_latin_digits(style.role, stretch.script)) return;
  const Description digits = describe(choose_font(style.role, PANGO_SCRIPT_LATIN), style.px);
  constexpr std::string_view kDigits = "0123456789";
  for (std::size_t at = stretch.text.find_first_of(kDigits); at != std::string_view::npos;) {
    const std::size_t after =
        std::min(stretch.text.find_first_not_of(kDigits, at), stretch.text.size());
    add_attribute(list, pango_attr_font_desc_new(digits.get()), stretch.begin + at,
                  stretch.begin + after);
    at = stretch.text.find_first_of(kDigits, after);
  }
}

// A script at a time instead of one family list for all: each script has its own size, and
// an Arabic face's own Latin letters must not come before the Latin face's.
PangoAttrList* attributes_of(const std::string& utf8, Language language, const TextStyle& style) {
  PangoAttrList* list = pango_attr_list_new();
  const char* text = utf8.data();
  const std::unique_ptr<PangoScriptIter, ScriptIterDeleter> iter(
      pango_script_iter_new(text, static_cast<int>(utf8.size())));
  do {
    const char* begin = nullptr;
    const char* end = nullptr;
    PangoScript script = PANGO_SCRIPT_COMMON;
    pango_script_iter_get_range(iter.get(), &begin, &end, &script);
    if (script == PANGO_SCRIPT_COMMON || script == PANGO_SCRIPT_INHERITED) {
      script = script_of(language);
    }
    const std::string_view stretch(begin, static_cast<std::size_t>(end - begin));
    add_fonts(list, {stretch, static_cast<std::size_t>(begin - text), script}, style);
  } while (pango_script_iter_next(iter.get()) != FALSE);
  return list;
}

struct Cuts {
  std::vector<std::size_t> at_words;    // after a word
  std::vector<std::size_t> at_letters;  // between letters, never inside one
};

// Byte offsets in (from, to], ascending.
Cuts cuts_between(const std::string& utf8, PangoLayout* layout, std::size_t from, std::size_t to) {
  int count = 0;
  const PangoLogAttr* attributes = pango_layout_get_log_attrs_readonly(layout, &count);
  Cuts cuts;
  const char* at = utf8.data();
  for (int i = 0; i < count; ++i) {
    const auto offset = static_cast<std::size_t>(at - utf8.data());
    if (offset > to) break;
    if (offset > from) {
      if (attributes[i].is_word_end != 0) cuts.at_words.push_back(offset);
      if (attributes[i].is_cursor_position != 0) cuts.at_letters.push_back(offset);
    }
    if (offset < utf8.size()) at = g_utf8_next_char(at);
  }
  return cuts;
}

// The ellipsis must stand in the paragraph's direction, so open isolates are closed first.
std::string with_ellipsis(std::string_view kept) {
  std::string text(kept);
  int open = 0;
  for (std::size_t at = text.find(kIsolatePrefix); at != std::string::npos;
       at = text.find(kIsolatePrefix, at + 1)) {
    const auto last = static_cast<unsigned char>(text[at + 2]);
    if (last >= 0xA6 && last <= 0xA8) ++open;
    if (last == 0xA9 && open > 0) --open;
  }
  for (; open > 0; --open) text += kPopIsolate;
  return text.append(kEllipsis);
}

// Lines much shorter than the column: whole words alone do not fill it well.
bool is_ragged(PangoLayout* layout, const std::string& text, const TextStyle& style) {
  constexpr double kFull = 0.8;
  for (int i = 0; i < pango_layout_get_line_count(layout); ++i) {
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout, i);
    const auto end = static_cast<std::size_t>(line->start_index + line->length);
    if (end >= text.size() || text[end] == '\n') continue;
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    if (logical.width < pango_units(style.max_width) * kFull) return true;
  }
  return false;
}

// The narrowest column that takes no more lines.
void balance(PangoLayout* layout) {
  const int lines = pango_layout_get_line_count(layout);
  const int widest = pango_layout_get_width(layout);
  if (lines < 2 || widest <= 0) return;
  const auto torn = [&] { return has_torn_word(layout, pango_layout_get_text(layout)); };
  const bool was_torn = torn();
  int too_narrow = widest / 2;
  int wide_enough = widest;
  while (wide_enough - too_narrow > 4 * PANGO_SCALE) {
    const int middle = too_narrow + (wide_enough - too_narrow) / 2;
    pango_layout_set_width(layout, middle);
    const bool fits = pango_layout_get_line_count(layout) <= lines && torn() == was_torn;
    (fits ? wide_enough : too_narrow) = middle;
  }
  pango_layout_set_width(layout, wide_enough);
}

}  // namespace

bool has_torn_word(PangoLayout* layout, const char* text) {
  int count = 0;
  const PangoLogAttr* attributes = pango_layout_get_log_attrs_readonly(layout, &count);
  for (int i = 1; i < pango_layout_get_line_count(layout); ++i) {
    const PangoLayoutLine* line = pango_layout_get_line_readonly(layout, i);
    const auto at = g_utf8_pointer_to_offset(text, text + line->start_index);
    if (at < count && attributes[at].is_line_break == 0) return true;
  }
  return false;
}

void FontMapDeleter::operator()(PangoFontMap* fonts) const {
  // Pango 1.50 keeps its reference to the configuration for ever otherwise.
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts), nullptr);
  g_object_unref(fonts);
}

std::size_t Paragraph::given_byte(int laid_out) const {
  return prose.original(std::min(static_cast<std::size_t>(std::max(laid_out, 0)), kept_bytes));
}

Result<Paragrapher> Paragrapher::open(FcConfig* fonts, Hyphenator hyphenator) {
  Paragrapher made;
  made.m_hyphenator = std::move(hyphenator);
  made.m_fonts.reset(pango_ft2_font_map_new());
  if (!made.m_fonts) return fail("Pango cannot start");
  // 72 dots an inch: points are pixels.
  pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(made.m_fonts.get()), 72, 72);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(made.m_fonts.get()), fonts);
  made.m_context.reset(pango_font_map_create_context(made.m_fonts.get()));
  pango_context_set_round_glyph_positions(made.m_context.get(), FALSE);
  return made;
}

LayoutHandle Paragrapher::lay_out(const std::string& utf8, Language language,
                                  const TextStyle& style) {
  PangoContext* context = m_context.get();
  pango_context_set_language(context,
                             pango_language_from_string(std::string(code(language)).c_str()));
  pango_context_set_base_dir(context, direction(language) == Direction::kRightToLeft
                                          ? PANGO_DIRECTION_RTL
                                          : PANGO_DIRECTION_LTR);
  const Description font = describe(choose_font(style.role, script_of(language)), style.px);
  pango_context_set_font_description(context, font.get());

  LayoutHandle layout(pango_layout_new(context));
  pango_layout_set_auto_dir(layout.get(), FALSE);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  if (style.max_width > 0) pango_layout_set_width(layout.get(), pango_units(style.max_width));
  PangoAttrList* attributes = attributes_of(utf8, language, style);
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout.get(), utf8.data(), static_cast<int>(utf8.size()));
  return layout;
}

Paragraph Paragrapher::set(const std::string& utf8, Language language, const TextStyle& style) {
  if (!style.prose) return fitted(utf8, language, style);
  Prose isolated = with_isolates(utf8, language);
  Paragraph whole_words = fitted(isolated.text(), language, style);
  whole_words.prose = isolated;
  if (style.max_width <= 0 || !m_hyphenator.speaks(language)) return whole_words;
  if (!is_ragged(whole_words.lines.get(), whole_words.prose.text(), style)) return whole_words;
  // Languages that are divided read as Pango's lines do, so isolates and hyphens never meet:
  // either of them alone is put in.
  if (isolated.text().size() != utf8.size()) return whole_words;
  Prose divided = with_soft_hyphens(utf8, language, m_hyphenator);
  Paragraph hyphenated = fitted(divided.text(), language, style);
  hyphenated.prose = std::move(divided);
  return hyphenated;
}

Paragraph Paragrapher::fitted(const std::string& utf8, Language language, const TextStyle& style) {
  LayoutHandle layout = lay_out(utf8, language, style);
  if (style.balanced) balance(layout.get());
  if (style.max_lines > 0 && pango_layout_get_line_count(layout.get()) > style.max_lines) {
    return cut(utf8, std::move(layout), language, style);
  }
  return {std::move(layout), false, utf8.size(), Prose(utf8)};
}

// Not Pango's own ellipsis: that counts lines a paragraph, and cuts Arabic words after they
// were shaped, so that a letter reaches out for one that is gone.
Paragraph Paragrapher::cut(const std::string& utf8, LayoutHandle too_long, Language language,
                           const TextStyle& style) {
  const PangoLayoutLine* last = pango_layout_get_line_readonly(too_long.get(), style.max_lines - 1);
  const auto begin = static_cast<std::size_t>(last->start_index);
  const Cuts cuts =
      cuts_between(utf8, too_long.get(), begin, begin + static_cast<std::size_t>(last->length));
  for (const std::vector<std::size_t>& places : {cuts.at_words, cuts.at_letters}) {
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
      const std::string_view kept = std::string_view(utf8).substr(0, *place);
      LayoutHandle layout = lay_out(with_ellipsis(kept), language, style);
      if (pango_layout_get_line_count(layout.get()) <= style.max_lines) {
        return {std::move(layout), true, *place, Prose(utf8)};
      }
    }
  }
  const std::string_view kept = std::string_view(utf8).substr(0, begin);
  return {lay_out(with_ellipsis(kept), language, style), true, begin, Prose(utf8)};
}

}  // namespace kiosk
