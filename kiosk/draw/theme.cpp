#include "kiosk/draw/theme.h"

#include <cmath>

namespace kiosk {
namespace {

struct TypeSize {
  FontRole font;
  float px;
};

TypeSize type_size(TypeRole role) {
  switch (role) {
    case TypeRole::kTitle:
      return {FontRole::kDisplay, 52};
    case TypeRole::kSubtitle:
      return {FontRole::kUi, 29};
    case TypeRole::kCityName:
      return {FontRole::kDisplay, 64};
    case TypeRole::kHeading:
      return {FontRole::kUiBold, 34};
    case TypeRole::kNumber:
      return {FontRole::kUiBold, 34};
    case TypeRole::kBody:
      return {FontRole::kBody, 29};
    case TypeRole::kLabel:
      return {FontRole::kUiBold, 27};
    case TypeRole::kHomeLabel:
      return {FontRole::kUiBold, 34};
    case TypeRole::kControl:
      return {FontRole::kUiBold, 27};
    case TypeRole::kCaption:
      return {FontRole::kUi, 23};
    case TypeRole::kCountryName:
      return {FontRole::kUi, 23};
  }
  return {FontRole::kUi, 27};
}

// Arabic faces look larger than Latin ones of the same size, and Naskh smaller.
float script_factor(FontRole font, Language language) {
  if (language != Language::kArabic) return 1;
  return font == FontRole::kBody ? 1.12F : 0.93F;
}

// The share of the visitor's wish that a role takes.
float growth_of(TypeRole role) {
  const bool large = role == TypeRole::kTitle || role == TypeRole::kCityName;
  return large ? 0.4F : 1;
}

}  // namespace

const Palette& day_palette() {
  static const Palette theme{
      .sea_deep = rgb(0x071F28),
      .sea = rgb(0x0B2F3A),
      .sea_lit = rgb(0x15505A),
      .sea_pattern = rgb(0x6FD3C6).faded(0.07),
      .glow = rgb(0x6FD3C6).faded(0.45),
      .land_north = rgb(0xE8D7AE),
      .land_middle = rgb(0xDCC898),
      .land_south = rgb(0xBDB98A),
      .tint = rgb(0xFBF1D3).faded(0.55),
      .relief = Colour{70, 42, 24, 204},
      .river = rgb(0x3C8F97),
      .coast = rgb(0xFFF1CF),
      .country_name = rgb(0x6B5A35),
      .river_name = rgb(0x145761),
      .night = rgb(0x0A2F39),
      .rosette = rgb(0xB9CFCA),
      .border = rgb(0x6B5A35).faded(0.6),
      .paper = rgb(0xF7F0E0),
      .paper_line = rgb(0xECE2CB),
      .rule = rgb(0xCFC3A6),
      .ink = rgb(0x0D1C1A),
      .ink_soft = rgb(0x46544F),
      .label_halo = rgb(0xEADDB8),
      .first_home = rgb(0x0C6B4E),
      .first_home_deep = rgb(0x084A36),
      .second_home = rgb(0xB0432A),
      .second_home_deep = rgb(0x7E2D1B),
      .first_home_lit = rgb(0x5CC9A0),
      .second_home_lit = rgb(0xF08A6A),
      .saffron = rgb(0xF0A830),
      .saffron_deep = rgb(0x7A4700),
      .shadow = Colour{0, 0, 0, 64},
      .chrome = rgb(0x071D24),
      .chrome_button = rgb(0x15363F),
      .chrome_pressed = rgb(0x2A5C67),
      .chrome_line = rgb(0x4F737B),
      .on_chrome = rgb(0xF7F0E0),
      .on_chrome_soft = rgb(0xB9CFCA),
      .frieze = rgb(0xF0A830).faded(0.45),
      .focus = rgb(0xFFD98A),
      .code_light = rgb(0xFFFFFF),
      .code_dark = rgb(0x071D24),
      .on_saffron = rgb(0x0D1C1A),
      .on_strong = rgb(0xF7F0E0),
  };
  return theme;
}

const Palette& contrast_palette() {
  constexpr Colour kBlack = rgb(0x000000);
  constexpr Colour kWhite = rgb(0xFFFFFF);
  constexpr Colour kLand = rgb(0x2A2A2A);
  constexpr Colour kGreen = rgb(0x5CF0B8);
  constexpr Colour kCoral = rgb(0xFF9E7A);
  constexpr Colour kYellow = rgb(0xFFD60A);
  constexpr Colour kNothing{0, 0, 0, 0};
  static const Palette theme{
      .sea_deep = kBlack,
      .sea = kBlack,
      .sea_lit = kBlack,
      .sea_pattern = kNothing,
      .glow = kNothing,
      .land_north = kLand,
      .land_middle = kLand,
      .land_south = kLand,
      .tint = rgb(0x3D3D3D),
      .relief = kNothing,
      .river = kBlack,
      .coast = kWhite,
      .country_name = rgb(0xE6E6E6),
      .river_name = kWhite,
      .night = kBlack,
      .rosette = kWhite,
      .border = kWhite,
      .paper = kBlack,
      .paper_line = rgb(0x1A1A1A),
      .rule = kWhite,
      .ink = kWhite,
      .ink_soft = rgb(0xE6E6E6),
      .label_halo = kBlack,
      .first_home = kGreen,
      .first_home_deep = kGreen,
      .second_home = kCoral,
      .second_home_deep = kCoral,
      .first_home_lit = kGreen,
      .second_home_lit = kCoral,
      .saffron = kYellow,
      .saffron_deep = kYellow,
      .shadow = kNothing,
      .chrome = kBlack,
      .chrome_button = kBlack,
      .chrome_pressed = rgb(0x333333),
      .chrome_line = kWhite,
      .on_chrome = kWhite,
      .on_chrome_soft = kWhite,
      .frieze = kNothing,
      .focus = kYellow,
      .code_light = kWhite,
      .code_dark = kBlack,
      .on_saffron = kBlack,
      .on_strong = kBlack,
      .plain = true,
  };
  return theme;
}

TextStyle type_style(TypeRole role, Language language, float scale, float text) {
  const TypeSize size = type_size(role);
  TextStyle style;
  style.role = size.font;
  const float growth = 1 + (text - 1) * growth_of(role);
  style.px = std::round(size.px * script_factor(size.font, language) * scale * growth);
  style.prose = role == TypeRole::kBody || role == TypeRole::kCaption ||
                role == TypeRole::kSubtitle || role == TypeRole::kHeading;
  if (role == TypeRole::kCountryName) style.letter_spacing = std::round(4 * scale);
  return style;
}

}  // namespace kiosk
