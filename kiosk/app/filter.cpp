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
  const auto& agreements = pack.values().agreements;
  std::size_t count = 0;
  for (std::size_t i = 0; i < agreements.size(); ++i) {
    const CityId* id = agreements[i].partner_city();
    const City* city = id == nullptr ? nullptr : pack.city(*id);
    if (city == nullptr || pack.is_home(*id)) continue;
    // One of several agreements counts for its partner.
    const auto with = pack.agreements_with(*id);
    if (with.front() != i) continue;
    const bool only = with.size() == 1;
    if (only ? partner_matches(*city, agreements[i], filter) : matches(pack, *city, filter)) {
      ++count;
    }
  }
  return count;
}

}  // namespace kiosk
