// Visits as an exhibition might have had them, the same on every machine.
#pragma once

#include <filesystem>
#include <map>
#include <random>
#include <string>

#include "kiosk/pack/load_strings.h"
#include "kiosk/stats/charts.h"
#include "kiosk/stats/tally.h"

namespace kiosk::test {

inline Tally sample_visits(int count_of_visits = 1400, unsigned seed = 3) {
  std::mt19937 random(seed);
  const char* const cities[] = {"banjul", "dakar", "niamey", "tunis", "accra", "zug", "far-town"};
  Tally tally;
  for (int i = 0; i < count_of_visits; ++i) {
    VisitSummary visit;
    const unsigned kind = random() % 100;
    visit.language = kind < 45   ? Language::kArabic
                     : kind < 80 ? Language::kFrench
                     : kind < 92 ? Language::kSpanish
                     : kind < 99 ? Language::kEnglish
                                 : Language::kTamazight;
    visit.dwell = kDwellBands.at((random() % 3) + (random() % 3));
    for (unsigned n = random() % 4; n > 0; --n) {
      visit.cities.insert(CityId{cities[std::min(random() % 7, random() % 7)]});
    }
    if (random() % 12 != 0) {
      const auto week = static_cast<std::int32_t>(20'780 - 7 * (random() % 9));
      visit.when = VisitTime{static_cast<int>(9 + random() % 5 + random() % 6), Week{week}};
    }
    count(tally.totals, visit);
    count(tally.details, visit);
  }
  return tally;
}

inline const Strings& own_words() {
  static const Strings kWords = [] {
    auto words = load_strings(std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "strings");
    return words ? std::move(*words) : Strings();
  }();
  return kWords;
}

inline ChartWords chart_words(Language language) {
  return {own_words(), language, [language](std::string_view id) -> std::string {
            const std::map<std::string_view, std::string> french{
                {"banjul", "Banjul"}, {"dakar", "Dakar"},   {"niamey", "Niamey"},
                {"tunis", "Tunis"},   {"accra", "Ga West"}, {"zug", "Saint-Louis & <Nord>"}};
            const std::map<std::string_view, std::string> arabic{
                {"banjul", "بانجول"}, {"dakar", "داكار"},      {"niamey", "نيامي"},
                {"tunis", "تونس"},    {"accra", "غا الغربية"}, {"zug", "سان لوي"}};
            const auto& names = language == Language::kArabic ? arabic : french;
            const auto found = names.find(id);
            return found == names.end() ? std::string() : found->second;
          }};
}

}  // namespace kiosk::test
