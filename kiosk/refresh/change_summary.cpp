#include "kiosk/refresh/change_summary.h"

#include <algorithm>
#include <map>
#include <set>

namespace kiosk {

namespace {

bool same(const LonLat& a, const LonLat& b) { return a.lon == b.lon && a.lat == b.lat; }

// The part of two values that is compared, and what to note when it differs.
class Comparison {
 public:
  void words(ChangedPart part, const Localized& before, const Localized& after) {
    if (before == after) return;
    note(part);
    for (const Language language : kLanguages) {
      if (before.get(language) != after.get(language)) m_languages.insert(language);
    }
  }
  template <typename T>
  void value(ChangedPart part, const T& before, const T& after) {
    if (!(before == after)) note(part);
  }
  void note(ChangedPart part) { m_parts.insert(part); }

  [[nodiscard]] bool any() const { return !m_parts.empty(); }
  [[nodiscard]] std::vector<ChangedPart> parts() const { return {m_parts.begin(), m_parts.end()}; }
  [[nodiscard]] std::vector<Language> languages() const {
    return {m_languages.begin(), m_languages.end()};
  }

 private:
  std::set<ChangedPart> m_parts;
  std::set<Language> m_languages;
};

void compare_facts(Comparison& comparison, const City& before, const City& after) {
  const std::size_t both = std::min(before.facts.size(), after.facts.size());
  for (std::size_t i = 0; i < both; ++i) {
    comparison.words(ChangedPart::kFacts, before.facts[i].text, after.facts[i].text);
    comparison.value(ChangedPart::kSources, before.facts[i].sources, after.facts[i].sources);
  }
  if (before.facts.size() != after.facts.size()) comparison.note(ChangedPart::kFacts);
}

void compare_population(Comparison& comparison, const City& before, const City& after) {
  const auto& a = before.population;
  const auto& b = after.population;
  if (a.has_value() != b.has_value()) return comparison.note(ChangedPart::kPopulation);
  if (!a) return;
  if (a->value != b->value || a->year != b->year) comparison.note(ChangedPart::kPopulation);
  comparison.value(ChangedPart::kSources, a->sources, b->sources);
}

std::string picture_of(const Photo& photo) { return photo.built ? photo.built->picture : ""; }

void compare_pictures(Comparison& comparison, CityChange& change, const City& before,
                      const City& after) {
  std::map<std::string, const Photo*> old;
  for (const Photo& photo : before.photos) old.emplace(photo.file, &photo);
  for (const Photo& photo : after.photos) {
    const auto found = old.find(photo.file);
    if (found == old.end()) {
      change.pictures_added.push_back(photo.file);
      continue;
    }
    const Photo& was = *found->second;
    old.erase(found);
    if (picture_of(was) != picture_of(photo)) change.pictures_replaced.push_back(photo.file);
    comparison.words(ChangedPart::kCaptions, was.caption, photo.caption);
    comparison.words(ChangedPart::kCaptions, was.alt, photo.alt);
    comparison.value(ChangedPart::kCaptions, was.credit, photo.credit);
    comparison.value(ChangedPart::kCaptions, was.kind, photo.kind);
    const bool moved = was.focus.x != photo.focus.x || was.focus.y != photo.focus.y;
    if (moved) comparison.note(ChangedPart::kCaptions);
  }
  for (const Photo& photo : before.photos) {
    if (old.contains(photo.file)) change.pictures_removed.push_back(photo.file);
  }
}

CityChange change_of(const City& before, const City& after) {
  CityChange change;
  change.city = after.id;
  Comparison comparison;
  comparison.words(ChangedPart::kName, before.name, after.name);
  comparison.value(ChangedPart::kName, before.native_names, after.native_names);
  comparison.value(ChangedPart::kName, before.aliases, after.aliases);
  comparison.words(ChangedPart::kStory, before.story, after.story);
  comparison.value(ChangedPart::kSources, before.story_sources, after.story_sources);
  compare_facts(comparison, before, after);
  compare_population(comparison, before, after);
  comparison.value(ChangedPart::kCountry, before.country, after.country);
  comparison.value(ChangedPart::kLink, before.link, after.link);
  if (!same(before.position, after.position) || before.beside != after.beside) {
    comparison.note(ChangedPart::kPlace);
  }
  compare_pictures(comparison, change, before, after);
  change.parts = comparison.parts();
  change.languages = comparison.languages();
  return change;
}

bool is_change(const CityChange& change) {
  return !change.parts.empty() || !change.pictures_added.empty() ||
         !change.pictures_removed.empty() || !change.pictures_replaced.empty();
}

bool same_partner(const Agreement& a, const Agreement& b) {
  if (a.home != b.home || a.partner.index() != b.partner.index()) return false;
  if (const CityId* city = a.partner_city()) return *city == *b.partner_city();
  return std::get<UnnamedPartner>(a.partner).country == std::get<UnnamedPartner>(b.partner).country;
}

void compare_voices(Comparison& comparison, const Agreement& before, const Agreement& after) {
  if (before.voices.size() != after.voices.size()) return comparison.note(ChangedPart::kVoices);
  for (std::size_t i = 0; i < before.voices.size(); ++i) {
    const Voice& a = before.voices[i];
    const Voice& b = after.voices[i];
    comparison.words(ChangedPart::kVoices, a.speaker, b.speaker);
    comparison.words(ChangedPart::kVoices, a.role, b.role);
    comparison.words(ChangedPart::kVoices, a.text, b.text);
    comparison.value(ChangedPart::kVoices, a.kind, b.kind);
  }
}

AgreementChange change_of(const Agreement& before, const Agreement& after) {
  Comparison comparison;
  comparison.words(ChangedPart::kText, before.text, after.text);
  comparison.words(ChangedPart::kPlace, before.place, after.place);
  comparison.value(ChangedPart::kDate, before.date, after.date);
  comparison.value(ChangedPart::kThemes, before.themes, after.themes);
  comparison.value(ChangedPart::kStatus, before.status, after.status);
  comparison.value(ChangedPart::kSources, before.sources, after.sources);
  if (!same_partner(before, after)) comparison.note(ChangedPart::kPartners);
  compare_voices(comparison, before, after);
  return {after.id, comparison.parts(), comparison.languages()};
}

std::set<Language> languages_of(const Pack& pack) {
  std::set<Language> languages;
  for (const PackLanguage& offered : pack.values().languages) languages.insert(offered.language);
  return languages;
}

bool same_club(const std::optional<Club>& a, const std::optional<Club>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->name == b->name && a->mission == b->mission && a->governance == b->governance &&
                a->members == b->members && a->sources == b->sources);
}

bool same_map(const MapSettings& a, const MapSettings& b) {
  const auto same_rule = [](const BorderRule& x, const BorderRule& y) {
    return x.first == y.first && x.second == y.second && x.style == y.style;
  };
  const auto same_tint = [](const TintRule& x, const TintRule& y) {
    return x.country == y.country && x.territories == y.territories;
  };
  return same(a.south_west, b.south_west) && same(a.north_east, b.north_east) &&
         a.draw_borders == b.draw_borders && a.tint_partner_countries == b.tint_partner_countries &&
         std::ranges::equal(a.border_rules, b.border_rules, same_rule) &&
         std::ranges::equal(a.tint_rules, b.tint_rules, same_tint);
}

bool same_rest(const PackValues& a, const PackValues& b) {
  const auto same_theme = [](const Theme& x, const Theme& y) {
    return x.id == y.id && x.name == y.name && x.icon == y.icon;
  };
  const auto same_source = [](const Source& x, const Source& y) {
    return x.id == y.id && x.title == y.title && x.publisher == y.publisher && x.date == y.date;
  };
  const auto same_language = [](const PackLanguage& x, const PackLanguage& y) {
    return x.language == y.language && x.fallback == y.fallback;
  };
  // Those that both have, in their order.
  const auto order = [](const PackValues& of, const PackValues& other) {
    std::vector<std::string> ids;
    for (const Agreement& one : of.agreements) {
      const bool both = std::ranges::any_of(other.agreements,
                                            [&](const Agreement& two) { return two.id == one.id; });
      if (both) ids.push_back(one.id.value);
    }
    return ids;
  };
  return a.homes == b.homes && a.default_language == b.default_language &&
         std::ranges::equal(a.languages, b.languages, same_language) && same_map(a.map, b.map) &&
         std::ranges::equal(a.themes, b.themes, same_theme) &&
         std::ranges::equal(a.sources, b.sources, same_source) && order(a, b) == order(b, a) &&
         a.idle.warn_after == b.idle.warn_after && a.idle.countdown == b.idle.countdown;
}

void compare_cities(ChangeSummary& summary, const Pack& shown, const Pack& next) {
  for (const City& city : next.values().cities) {
    const City* before = shown.city(city.id);
    if (before == nullptr) {
      summary.cities_added.push_back(city.id);
      summary.pictures_added += city.photos.size();
      continue;
    }
    CityChange change = change_of(*before, city);
    if (!is_change(change)) continue;
    summary.pictures_added += change.pictures_added.size();
    summary.pictures_removed += change.pictures_removed.size();
    summary.pictures_replaced += change.pictures_replaced.size();
    summary.cities_changed.push_back(std::move(change));
  }
  for (const City& city : shown.values().cities) {
    if (next.city(city.id) != nullptr) continue;
    summary.cities_removed.push_back(city.id);
    summary.pictures_removed += city.photos.size();
  }
}

void compare_agreements(ChangeSummary& summary, const Pack& shown, const Pack& next) {
  const auto& old = shown.values().agreements;
  const auto& fresh = next.values().agreements;
  for (const Agreement& agreement : fresh) {
    const auto before = std::ranges::find(old, agreement.id, &Agreement::id);
    if (before == old.end()) {
      summary.agreements_added.push_back(agreement.id);
      continue;
    }
    AgreementChange change = change_of(*before, agreement);
    if (!change.parts.empty()) summary.agreements_changed.push_back(std::move(change));
  }
  for (const Agreement& agreement : old) {
    if (std::ranges::find(fresh, agreement.id, &Agreement::id) == fresh.end()) {
      summary.agreements_removed.push_back(agreement.id);
    }
  }
}

}  // namespace

bool ChangeSummary::empty() const {
  return cities_added.empty() && cities_changed.empty() && cities_removed.empty() &&
         agreements_added.empty() && agreements_changed.empty() && agreements_removed.empty() &&
         languages_added.empty() && languages_removed.empty() && !other_exhibition &&
         !title_changed && !club_changed && !rest_changed;
}

ChangeSummary changes_between(const Pack& shown, const Pack& next) {
  ChangeSummary summary;
  const PackValues& before = shown.values();
  const PackValues& after = next.values();
  compare_cities(summary, shown, next);
  compare_agreements(summary, shown, next);
  const std::set<Language> old = languages_of(shown);
  const std::set<Language> fresh = languages_of(next);
  std::ranges::set_difference(fresh, old, std::back_inserter(summary.languages_added));
  std::ranges::set_difference(old, fresh, std::back_inserter(summary.languages_removed));
  summary.other_exhibition = before.id != after.id;
  summary.title_changed = before.title != after.title || before.subtitle != after.subtitle;
  summary.club_changed = !same_club(before.club, after.club);
  summary.rest_changed = !same_rest(before, after);
  return summary;
}

}  // namespace kiosk
