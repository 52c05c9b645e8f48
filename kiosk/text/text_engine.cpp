#include <pango/pangofc-font.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "kiosk/base/check.h"
#include "kiosk/text/atlas.h"
#include "kiosk/text/font_choice.h"
#include "kiosk/text/font_files.h"
#include "kiosk/text/glyph_source.h"
#include "kiosk/text/paragraph.h"
#include "kiosk/text/text.h"

namespace kiosk {

namespace {

constexpr std::uint64_t kTicksKept = 600;
// Letters this large look as good on whole pixels, and take a quarter of the atlas.
constexpr int kWholePixelSize = 40 * 64;

struct LayoutKey {
  std::string_view text;
  Language language;
  TextStyle style;
  friend bool operator==(const LayoutKey&, const LayoutKey&) = default;
};

struct LayoutKeyHash {
  std::size_t operator()(const LayoutKey& key) const noexcept {
    std::size_t hash = std::hash<std::string_view>{}(key.text);
    const auto mix = [&hash](std::size_t value) { hash = hash * 1099511628211U + value; };
    const auto mix_float = [&mix](float value) { mix(std::hash<float>{}(value)); };
    mix(static_cast<std::size_t>(key.language));
    mix(static_cast<std::size_t>(key.style.role));
    mix(static_cast<std::size_t>(key.style.align));
    mix(static_cast<std::size_t>(key.style.max_lines));
    mix_float(key.style.px);
    mix_float(key.style.max_width);
    mix_float(key.style.outline_px);
    mix_float(key.style.letter_spacing);
    mix_float(key.style.line_height);
    mix((key.style.prose ? 2U : 0U) + (key.style.balanced ? 1U : 0U));
    return hash;
  }
};

struct CachedLayout {
  std::string text;  // what the key's view looks at
  ShapedText shaped;
  std::uint64_t asked_at = 0;
};

// What of a Pango font the rasteriser needs. The font is kept alive, for it is the key.
struct FontUse {
  std::unique_ptr<PangoFont, GObjectDeleter> font;
  std::uint16_t face = 0;
  std::int32_t size = 0;
  bool light = false;  // there is no bold of this face
};

struct PlacedGlyph {
  int left = 0;
  int top = 0;
  AtlasCell cell;
};

bool is_bold(FontRole role) { return role == FontRole::kDisplay || role == FontRole::kUiBold; }

// Joined letters show a crack where whole pixels part them.
bool is_joined(guint8 script) {
  return script == PANGO_SCRIPT_ARABIC || script == PANGO_SCRIPT_NKO;
}

double pixels(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

double width_of(PangoLayoutLine* line) {
  PangoRectangle logical;
  pango_layout_line_get_extents(line, nullptr, &logical);
  return pixels(logical.width);
}

double widest_of(PangoLayout* layout) {
  double widest = 0;
  for (int i = 0; i < pango_layout_get_line_count(layout); ++i) {
    widest = std::max(widest, width_of(pango_layout_get_line_readonly(layout, i)));
  }
  return widest;
}

class PangoTextEngine final : public TextEngine {
 public:
  PangoTextEngine(FontConfig config, Paragrapher paragrapher, GlyphSource glyphs)
      : m_config(std::move(config)),
        m_paragrapher(std::move(paragrapher)),
        m_glyphs(std::move(glyphs)) {}

  const ShapedText& layout(std::string_view utf8, Language language,
                           const TextStyle& style) override;
  std::span<const AtlasPage> pages() const override { return m_atlas.pages(); }
  std::vector<Dirty> take_dirty() override { return m_atlas.take_dirty(); }
  void forget_unused() override;

 private:
  [[nodiscard]] ShapedText shape(const std::string& utf8, Language language,
                                 const TextStyle& style);
  void place_line(PangoLayoutLine* line, double left, const TextStyle& style, TextLine& box,
                  ShapedText& into);
  void place_run(const PangoGlyphItem& run, double left, double baseline, const TextStyle& style,
                 ShapedText& into);
  [[nodiscard]] const FontUse* use_of(PangoFont* font);
  [[nodiscard]] const PlacedGlyph& placed(const GlyphKey& key);

  FontConfig m_config;
  Paragrapher m_paragrapher;
  GlyphSource m_glyphs;
  Atlas m_atlas;
  std::map<PangoFont*, FontUse> m_fonts;
  std::map<GlyphKey, PlacedGlyph> m_placed;
  std::unordered_map<LayoutKey, std::unique_ptr<CachedLayout>, LayoutKeyHash> m_layouts;
  std::uint64_t m_tick = 0;
};

const ShapedText& PangoTextEngine::layout(std::string_view utf8, Language language,
                                          const TextStyle& style) {
  KIOSK_CHECK(style.px > 0);
  if (const auto known = m_layouts.find({utf8, language, style}); known != m_layouts.end()) {
    known->second->asked_at = m_tick;
    return known->second->shaped;
  }
  auto made = std::make_unique<CachedLayout>();
  made->text = utf8;
  made->asked_at = m_tick;
  char* valid = g_utf8_make_valid(utf8.data(), static_cast<gssize>(utf8.size()));
  made->shaped = shape(valid, language, style);
  g_free(valid);
  const LayoutKey key{made->text, language, style};
  return m_layouts.emplace(key, std::move(made)).first->second->shaped;
}

void PangoTextEngine::forget_unused() {
  ++m_tick;
  std::erase_if(m_layouts,
                [this](const auto& entry) { return entry.second->asked_at + kTicksKept < m_tick; });
}

ShapedText PangoTextEngine::shape(const std::string& utf8, Language language,
                                  const TextStyle& style) {
  make_current(m_config.get());
  const Paragraph paragraph = m_paragrapher.set(utf8, language, style);
  PangoLayout* layout = paragraph.lines.get();
  ShapedText made;
  made.right_to_left = direction(language) == Direction::kRightToLeft;
  made.truncated = paragraph.truncated;
  made.torn = has_torn_word(layout, pango_layout_get_text(layout));

  const float factor =
      style.line_height > 0 ? style.line_height : line_height_of(style.role, language);
  const float pitch = std::round(style.px * factor);
  const float to_baseline = std::round(pitch / 2 + style.px * baseline_drop(style.role, language));
  const double widest = widest_of(layout);
  const bool at_left = style.align == TextAlign::kStart ? !made.right_to_left
                       : style.align == TextAlign::kEnd ? made.right_to_left
                                                        : false;
  const double within = style.max_width > 0 ? style.max_width : widest;
  const int count = pango_layout_get_line_count(layout);
  made.size = {static_cast<float>(at_left ? widest : within), pitch * static_cast<float>(count)};

  for (int i = 0; i < count; ++i) {
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout, i);
    const double room = within - width_of(line);
    const double left = at_left ? 0 : style.align == TextAlign::kCentre ? room / 2 : room;
    TextLine box;
    box.top = pitch * static_cast<float>(i);
    box.baseline = box.top + to_baseline;
    box.byte_begin = static_cast<std::uint32_t>(paragraph.given_byte(line->start_index));
    box.byte_end =
        static_cast<std::uint32_t>(paragraph.given_byte(line->start_index + line->length));
    place_line(line, std::round(left), style, box, made);
    made.lines.push_back(box);
  }
  return made;
}

void PangoTextEngine::place_line(PangoLayoutLine* line, double left, const TextStyle& style,
                                 TextLine& box, ShapedText& into) {
  const std::size_t first = into.glyphs.size();
  int pen = 0;
  for (const GSList* item = line->runs; item != nullptr; item = item->next) {
    const auto& run = *static_cast<const PangoGlyphItem*>(item->data);
    place_run(run, left + pixels(pen), box.baseline, style, into);
    pen += pango_glyph_string_get_width(run.glyphs);
  }
  box.left = static_cast<float>(left);
  if (first == into.glyphs.size()) return;
  float begin = into.glyphs[first].place.x;
  float end = begin;
  for (std::size_t i = first; i < into.glyphs.size(); ++i) {
    begin = std::min(begin, into.glyphs[i].place.x);
    end = std::max(end, into.glyphs[i].place.right());
  }
  box.left = begin + 1;  // the cell's transparent border
  box.width = end - begin - 2;
}

void PangoTextEngine::place_run(const PangoGlyphItem& run, double left, double baseline,
                                const TextStyle& style, ShapedText& into) {
  const FontUse* use = use_of(run.item->analysis.font);
  const auto radius = static_cast<std::int32_t>(std::lround(style.outline_px * 64));
  int pen = 0;
  for (int i = 0; i < run.glyphs->num_glyphs; ++i) {
    const PangoGlyphInfo& info = run.glyphs->glyphs[i];
    const double x = left + pixels(pen + info.geometry.x_offset);
    const double y = baseline + pixels(info.geometry.y_offset);
    pen += info.geometry.width;
    if (info.glyph == PANGO_GLYPH_EMPTY) continue;
    if (use == nullptr || (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
      ++into.missing_glyphs;
      continue;
    }
    const bool on_quarters = use->size < kWholePixelSize || is_joined(run.item->analysis.script);
    const double snapped = on_quarters ? std::floor(x * 4 + 0.5) / 4 : std::floor(x + 0.5);
    const double column = std::floor(snapped);
    GlyphKey key;
    key.face = use->face;
    key.emboldened = use->light && is_bold(style.role);
    key.quarter = static_cast<std::uint8_t>((snapped - column) * 4);
    key.glyph = info.glyph;
    key.size = use->size;
    const auto add = [&](std::vector<GlyphQuad>& quads) {
      const auto& [glyph_left, glyph_top, cell] = placed(key);
      if (cell.w == 0) return;
      const Rect place{static_cast<float>(column + glyph_left),
                       static_cast<float>(std::floor(y + 0.5) - glyph_top), cell.w * 1.0F,
                       cell.h * 1.0F};
      quads.push_back({place, cell.page, cell.x, cell.y,
                       static_cast<std::uint16_t>(cell.x + cell.w),
                       static_cast<std::uint16_t>(cell.y + cell.h)});
    };
    add(into.glyphs);
    key.outline = radius;
    if (radius > 0) add(into.outline);
  }
}

const FontUse* PangoTextEngine::use_of(PangoFont* font) {
  if (font == nullptr || !PANGO_IS_FC_FONT(font)) return nullptr;
  if (const auto known = m_fonts.find(font); known != m_fonts.end()) return &known->second;
  FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
  FcChar8* file = nullptr;
  double size = 0;
  int weight = FC_WEIGHT_REGULAR;
  if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch) return nullptr;
  if (FcPatternGetDouble(pattern, FC_PIXEL_SIZE, 0, &size) != FcResultMatch) return nullptr;
  FcPatternGetInteger(pattern, FC_WEIGHT, 0, &weight);
  const Result<std::uint16_t> face = m_glyphs.face(reinterpret_cast<const char*>(file));
  if (!face) return nullptr;
  FontUse use;
  use.font.reset(static_cast<PangoFont*>(g_object_ref(font)));
  use.face = *face;
  use.size = static_cast<std::int32_t>(std::lround(size * 64));
  use.light = weight <= FC_WEIGHT_MEDIUM;
  return &m_fonts.emplace(font, std::move(use)).first->second;
}

const PlacedGlyph& PangoTextEngine::placed(const GlyphKey& key) {
  if (const auto known = m_placed.find(key); known != m_placed.end()) return known->second;
  const GlyphBitmap bitmap = m_glyphs.draw(key);
  PlacedGlyph made;
  if (bitmap.width > 0 && bitmap.height > 0) {
    made.cell = m_atlas.add(bitmap.width, bitmap.height, bitmap.alpha);
    made.left = bitmap.left - 1;
    made.top = bitmap.top + 1;
  }
  return m_placed.emplace(key, made).first->second;
}

}  // namespace

Result<std::unique_ptr<TextEngine>> TextEngine::open(const std::filesystem::path& fonts,
                                                     const std::filesystem::path& hyphenation) {
  Result<FontConfig> config = open_font_files(fonts);
  if (!config) return tl::unexpected(config.error());
  Result<Hyphenator> hyphenator = Hyphenator::open(hyphenation);
  if (!hyphenator) return tl::unexpected(hyphenator.error());
  Result<Paragrapher> paragrapher = Paragrapher::open(config->get(), std::move(*hyphenator));
  if (!paragrapher) return tl::unexpected(paragrapher.error());
  Result<GlyphSource> glyphs = GlyphSource::open();
  if (!glyphs) return tl::unexpected(glyphs.error());
  // Opened now, so that a damaged font is found at the start and not at its first letter.
  for (const std::string_view name : font_files()) {
    const Result<std::uint16_t> face = glyphs->face((fonts / name).string());
    if (!face) return tl::unexpected(face.error());
  }
  return std::make_unique<PangoTextEngine>(std::move(*config), std::move(*paragrapher),
                                           std::move(*glyphs));
}

}  // namespace kiosk
