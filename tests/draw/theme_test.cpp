#include "kiosk/draw/theme.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace kiosk;

namespace {

// Relative luminance and contrast as WCAG 2.2 defines them.
double luminance(Colour colour) {
  const auto linear = [](std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double contrast(Colour a, Colour b) {
  const double lighter = std::max(luminance(a), luminance(b));
  const double darker = std::min(luminance(a), luminance(b));
  return (lighter + 0.05) / (darker + 0.05);
}

}  // namespace

TEST_CASE("the contrast formula agrees with its two fixed points") {
  CHECK(contrast(rgb(0x000000), rgb(0xFFFFFF)) == doctest::Approx(21));
  CHECK(contrast(rgb(0x777777), rgb(0xFFFFFF)) == doctest::Approx(4.48).epsilon(0.01));
}

// Every pair of a text's colour and what it is written on.
void check_texts(const Palette& theme, double least) {
  CHECK(contrast(theme.ink, theme.paper) >= least);
  CHECK(contrast(theme.ink_soft, theme.paper) >= least);
  CHECK(contrast(theme.first_home, theme.paper) >= least);
  CHECK(contrast(theme.first_home_deep, theme.paper_line) >= least);
  CHECK(contrast(theme.on_strong, theme.first_home) >= least);
  CHECK(contrast(theme.on_saffron, theme.saffron) >= least);
  CHECK(contrast(theme.on_chrome, theme.chrome_button) >= least);
  CHECK(contrast(theme.on_chrome, theme.chrome_pressed) >= least);
  CHECK(contrast(theme.on_chrome, theme.chrome) >= least);
  CHECK(contrast(theme.on_chrome_soft, theme.chrome) >= least);
  CHECK(contrast(theme.saffron, theme.chrome) >= least);
  CHECK(contrast(theme.ink, theme.label_halo) >= least);
  CHECK(contrast(theme.river_name, theme.label_halo) >= least);
  for (const Colour land : {theme.land_north, theme.land_middle, theme.land_south}) {
    CHECK(contrast(theme.ink, land) >= least);
  }
}

TEST_CASE("every text stands out from what it is written on by 4.5 to 1") {
  const Palette& theme = day_palette();
  check_texts(theme, 4.5);
  CHECK(contrast(mix(theme.label_halo, theme.ink, 0.675), theme.label_halo) >= 4.5);
  for (const Colour land : {theme.land_north, theme.land_middle, theme.land_south}) {
    CHECK(contrast(theme.country_name, land) >= 3);
  }
}

TEST_CASE("in high contrast by 7 to 1, and nothing is seen through anything") {
  const Palette& theme = contrast_palette();
  check_texts(theme, 7);
  for (const Colour ground : {theme.land_north, theme.tint}) {
    CHECK(contrast(theme.country_name, ground) >= 7);
    for (const Colour mark : {theme.first_home, theme.second_home, theme.saffron, theme.coast}) {
      CHECK(contrast(mark, ground) >= 4.5);
    }
  }
  CHECK(theme.veil(0.1).a == 255);
  CHECK(theme.tint.a == 255);
}

TEST_CASE("Kufi is set smaller than Latin, Naskh larger, and all in whole pixels") {
  const auto px = [](TypeRole role, Language language) { return type_style(role, language, 1).px; };
  CHECK(px(TypeRole::kTitle, Language::kArabic) < px(TypeRole::kTitle, Language::kFrench));
  CHECK(px(TypeRole::kBody, Language::kArabic) > px(TypeRole::kBody, Language::kFrench));
  for (const float scale : {0.667F, 1.0F, 1.5F}) {
    const float size = type_style(TypeRole::kLabel, Language::kArabic, scale).px;
    CHECK(size == std::round(size));
  }
}
