#include "kiosk/text/font_choice.h"

namespace kiosk {

namespace {

// Noto Sans Math has what the others lack of signs: the arrows and "≈".
#define KIOSK_FALLBACK \
  "Noto Sans,Noto Sans Math,Noto Kufi Arabic,Noto Sans Tifinagh,Noto Sans Telugu,Noto Sans NKo"
constexpr const char* kSans = KIOSK_FALLBACK;
constexpr const char* kSerifDisplay = "Noto Serif Display," KIOSK_FALLBACK;
constexpr const char* kKufi = "Noto Kufi Arabic," KIOSK_FALLBACK;
constexpr const char* kNaskh = "Noto Naskh Arabic," KIOSK_FALLBACK;
constexpr const char* kTifinagh = "Noto Sans Tifinagh," KIOSK_FALLBACK;
constexpr const char* kTelugu = "Noto Sans Telugu," KIOSK_FALLBACK;
constexpr const char* kNko = "Noto Sans NKo," KIOSK_FALLBACK;
#undef KIOSK_FALLBACK

constexpr float kKufiScale = 0.93F;
constexpr float kNaskhScale = 1.13F;
// Letters made bold by growing them (glyph_source.cpp) keep their narrow advances.
constexpr float kGrownSpacing = 0.03F;

PangoWeight weight_of(FontRole role) {
  switch (role) {
    case FontRole::kDisplay:
      return PANGO_WEIGHT_BOLD;
    case FontRole::kUiBold:
      return PANGO_WEIGHT_SEMIBOLD;
    case FontRole::kUi:
    case FontRole::kBody:
      break;
  }
  return PANGO_WEIGHT_NORMAL;
}

bool is_naskh(FontRole role, Language language) {
  return role == FontRole::kBody && language == Language::kArabic;
}

}  // namespace

FontChoice choose_font(FontRole role, PangoScript script) {
  const PangoWeight weight = weight_of(role);
  switch (script) {
    case PANGO_SCRIPT_ARABIC:
      if (role == FontRole::kBody) return {kNaskh, weight, kNaskhScale};
      return {kKufi, weight, kKufiScale};
    case PANGO_SCRIPT_TIFINAGH:
      return {kTifinagh, weight, 1, weight > PANGO_WEIGHT_NORMAL ? kGrownSpacing : 0};
    case PANGO_SCRIPT_TELUGU:
      return {kTelugu, weight, 1};
    case PANGO_SCRIPT_NKO:
      return {kNko, weight, 1};
    default:
      return {role == FontRole::kDisplay ? kSerifDisplay : kSans, weight, 1};
  }
}

bool takes_latin_digits(FontRole role, PangoScript script) {
  return role == FontRole::kBody && script == PANGO_SCRIPT_ARABIC;
}

PangoScript script_of(Language language) {
  switch (language) {
    case Language::kArabic:
      return PANGO_SCRIPT_ARABIC;
    case Language::kTamazight:
      return PANGO_SCRIPT_TIFINAGH;
    case Language::kFrench:
    case Language::kSpanish:
    case Language::kEnglish:
      break;
  }
  return PANGO_SCRIPT_LATIN;
}

float line_height_of(FontRole role, Language language) {
  if (is_naskh(role, language)) return 1.5F;
  if (language == Language::kArabic) return 1.55F;
  if (language == Language::kTamazight) return 1.5F;
  return 1.45F;
}

float baseline_drop(FontRole role, Language language) {
  return is_naskh(role, language) ? 0.27F : 0.36F;
}

}  // namespace kiosk
