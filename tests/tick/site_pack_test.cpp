// The bundled pack as sites show it.
#include "kiosk/site_pack.h"

#include <doctest/doctest.h>

#include "tests/bundled.h"

using namespace kiosk;

TEST_CASE("a site that has decided nothing shows the pack as it is") {
  const PackValues& before = bundled_pack().values();
  const Pack shown = site_pack(bundled_pack(), {});
  CHECK(shown.values().languages.size() == before.languages.size());
  CHECK(shown.values().default_language == before.default_language);
  CHECK(shown.values().idle.warn_after == before.idle.warn_after);
  CHECK(shown.values().features.quiz);
  CHECK(shown.values().attract_line.empty());
  CHECK(shown.city(before.cities.front().id) != nullptr);
}

TEST_CASE("a site's languages, times, features and line stand in for the pack's") {
  Settings settings;
  settings.languages.offered = {Language::kArabic, Language::kEnglish};
  settings.languages.first = Language::kEnglish;
  settings.idle.warn_after_s = 20;
  settings.idle.countdown_s = 10;
  settings.idle.attract_after_s = 15;
  settings.features = {false, false, false, false};
  settings.attract_texts[Language::kArabic] = "مرحبا";
  const Pack shown = site_pack(bundled_pack(), settings);
  CHECK(shown.offers(Language::kArabic));
  CHECK_FALSE(shown.offers(Language::kFrench));
  CHECK(shown.values().default_language == Language::kEnglish);
  CHECK(shown.values().idle.warn_after == Millis{20'000});
  CHECK(shown.values().idle.countdown == Millis{10'000});
  CHECK(shown.values().idle.attract_after == Millis{15'000});
  const Features& features = shown.values().features;
  CHECK_FALSE((features.quiz || features.take_away || features.speech || features.search));
  CHECK(shown.values().attract_line.get(Language::kArabic) == "مرحبا");
  CHECK_FALSE(shown.values().attract_line.get(Language::kFrench).has_value());
}
