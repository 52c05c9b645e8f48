#include "kiosk/site_pack.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace kiosk {

Pack site_pack(const Pack& pack, const Settings& settings) {
  PackValues values = pack.values();
  std::vector<Language> of_pack;
  for (const PackLanguage& one : values.languages) of_pack.push_back(one.language);
  const std::vector<Language> shown = languages_shown(settings.languages, of_pack);
  std::erase_if(values.languages, [&](const PackLanguage& one) {
    return std::ranges::find(shown, one.language) == shown.end();
  });
  values.default_language =
      first_language(settings.languages, shown, pack.values().default_language);
  const auto seconds = [](int s) { return Millis{1000.0 * s}; };
  if (settings.idle.warn_after_s) values.idle.warn_after = seconds(*settings.idle.warn_after_s);
  if (settings.idle.countdown_s) values.idle.countdown = seconds(*settings.idle.countdown_s);
  if (settings.idle.attract_after_s) {
    values.idle.attract_after = seconds(*settings.idle.attract_after_s);
  }
  values.features = {settings.features.quiz, settings.features.qr, settings.features.speech,
                     settings.features.search};
  for (const auto& [language, line] : settings.attract_texts) {
    values.attract_line.set(language, line);
  }
  return Pack(std::move(values));
}

}  // namespace kiosk
