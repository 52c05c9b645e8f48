#include "kiosk/settings/settings.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace kiosk;

TEST_CASE("settings: what is not decided changes nothing") {
  const Settings settings;
  CHECK(settings.languages.offered.size() == kLanguages.size());
  CHECK(!settings.languages.first);
  CHECK(!settings.idle.warn_after_s);
  CHECK(!settings.hours.used);
  CHECK(settings.screen.rotation == Rotation::kNone);
  CHECK(settings.screen.panel_inches == 21.5);
  CHECK(settings.calibration == TouchMatrix());
  CHECK(settings.trust == TrustRule::kPin);
}

TEST_CASE("settings: visitors are offered what the pack has and the site wants") {
  const std::vector pack{Language::kFrench, Language::kArabic, Language::kSpanish};
  SiteLanguages site;
  CHECK(languages_shown(site, pack) == pack);
  site.offered = {Language::kArabic, Language::kFrench, Language::kEnglish};
  CHECK(languages_shown(site, pack) == std::vector{Language::kFrench, Language::kArabic});
  site.offered = {Language::kEnglish};
  CHECK(languages_shown(site, pack) == pack);
}

TEST_CASE("settings: a visit begins in the site's language, the pack's, or any") {
  const std::vector shown{Language::kArabic, Language::kSpanish};
  SiteLanguages site;
  CHECK(first_language(site, shown, Language::kSpanish) == Language::kSpanish);
  CHECK(first_language(site, shown, Language::kFrench) == Language::kArabic);
  site.first = Language::kArabic;
  CHECK(first_language(site, shown, Language::kSpanish) == Language::kArabic);
  site.first = Language::kEnglish;  // which this pack lacks
  CHECK(first_language(site, shown, Language::kSpanish) == Language::kSpanish);
  CHECK(first_language(site, {}, Language::kFrench) == Language::kFrench);
}

TEST_CASE("settings: the panel's size in millimetres") {
  // 21.5 inches at 1920 x 1080 are 476.0 mm by 267.7 mm.
  CHECK(millimetres_a_pixel(21.5, 1920, 1080) * 1920 == doctest::Approx(475.97).epsilon(0.0001));
  CHECK(millimetres_a_pixel(21.5, 1920, 1080) == millimetres_a_pixel(21.5, 1080, 1920));
  CHECK(millimetres_a_pixel(43, 3840, 2160) ==
        doctest::Approx(millimetres_a_pixel(21.5, 1920, 1080)));
}
