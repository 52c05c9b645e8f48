#include "kiosk/staff/pack_difference.h"

#include <string>

#include "kiosk/refresh/change_summary.h"

namespace kiosk {

void describe_difference(const Pack& before, const Pack& after, Language language, JobNews& news) {
  const ChangeSummary changes = changes_between(before, after);
  const auto add = [&](const Pack& pack, const CityId& id, CityNews::Kind kind) {
    const City* city = pack.city(id);
    if (city == nullptr) return;
    news.changes.push_back({std::string(pack.resolve(city->name, language).text), kind});
  };
  for (const CityId& id : changes.cities_added) add(after, id, CityNews::Kind::kAdded);
  for (const CityChange& change : changes.cities_changed) {
    // A picture that was only encoded anew is no news.
    const bool told =
        !change.parts.empty() || !change.pictures_added.empty() || !change.pictures_removed.empty();
    if (told) add(after, change.city, CityNews::Kind::kChanged);
  }
  for (const CityId& id : changes.cities_removed) add(before, id, CityNews::Kind::kRemoved);
  news.pictures_added = static_cast<int>(changes.pictures_added);
  news.pictures_removed = static_cast<int>(changes.pictures_removed);
  news.agreements_changed =
      static_cast<int>(changes.agreements_added.size() + changes.agreements_changed.size() +
                       changes.agreements_removed.size());
  for (const Language added : changes.languages_added)
    news.languages_added.emplace_back(code(added));
  for (const Language gone : changes.languages_removed) {
    news.languages_removed.emplace_back(code(gone));
  }
  news.unchanged = changes.empty();
}

}  // namespace kiosk
