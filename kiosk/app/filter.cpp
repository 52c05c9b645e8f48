#include "kiosk/app/filter.h"

#include <algorithm>

namespace kiosk {
namespace {

bool partner_matches(const City& city, const Agreement& agreement, const Filter& filter) {
  if (filter.home && agreement.home != filter.home) return false;
  if (!filter.country.empty() && city.country != filter.country) return false;
  const auto& themes = agreement.themes;
  return !filter.theme || std::find(themes.begin(), themes.end(), *filter.theme) != themes.end();
}

}  // namespace

bool matches(const Pack& pack, const City& city, const Filter& filter) {
  if (filter == Filter{}) return true;
  const auto with = pack.agreements_with(city.id);
  return std::any_of(with.begin(), with.end(), [&](std::size_t i) {
    const Agreement& agreement = pack.values().agreements[i];
    const CityId* id = agreement.partner_city();
    const City* partner = id == nullptr ? nullptr : pack.city(*id);
    return partner != nullptr && partner_matches(*partner, agreement, filter);
  });
}

std::size_t partners_matching(const Pack& pack, const Filter& filter) {
  const auto& cities = pack.values().cities;
  return static_cast<std::size_t>(
      std::count_if(cities.begin(), cities.end(), [&](const City& city) {
        return !pack.is_home(city.id) && pack.agreement_of(city.id) != nullptr &&
               matches(pack, city, filter);
      }));
}

}  // namespace kiosk
