#include "kiosk/settings/settings.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace kiosk {

namespace {

constexpr double kMillimetresAnInch = 25.4;

}  // namespace

std::vector<Language> languages_shown(const SiteLanguages& site,
                                      std::span<const Language> of_pack) {
  std::vector<Language> shown;
  std::ranges::copy_if(of_pack, std::back_inserter(shown),
                       [&](Language language) { return site.offered.contains(language); });
  if (shown.empty()) shown.assign(of_pack.begin(), of_pack.end());
  return shown;
}

Language first_language(const SiteLanguages& site, std::span<const Language> shown,
                        Language of_pack) {
  for (const std::optional<Language> wanted : {site.first, std::optional(of_pack)}) {
    if (wanted && std::ranges::find(shown, *wanted) != shown.end()) return *wanted;
  }
  return shown.empty() ? of_pack : shown.front();
}

double millimetres_a_pixel(double panel_inches, int width, int height) {
  return panel_inches * kMillimetresAnInch / std::hypot(width, height);
}

}  // namespace kiosk
