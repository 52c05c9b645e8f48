// What would change if another pack were shown: plain values for the report that staff read
// before they apply it. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/model/pack.h"

namespace kiosk {

// A part of a city or of an agreement that visitors read or see.
enum class ChangedPart {
  kName,
  kStory,
  kFacts,
  kPopulation,
  kPlace,  // on the map, or where an agreement was signed
  kCountry,
  kLink,
  kCaptions,  // of pictures that stay: caption, description, credit, focus, kind
  kSources,
  kText,  // of an agreement
  kVoices,
  kThemes,
  kDate,
  kPartners,  // who it ties together
  kStatus
};

struct CityChange {
  CityId city;
  std::vector<ChangedPart> parts;
  std::vector<Language> languages;          // in which words differ
  std::vector<std::string> pictures_added;  // as their texts name them
  std::vector<std::string> pictures_removed;
  std::vector<std::string> pictures_replaced;  // by another picture of the same name
};

struct AgreementChange {
  AgreementId agreement;
  std::vector<ChangedPart> parts;
  std::vector<Language> languages;
};

struct ChangeSummary {
  std::vector<CityId> cities_added;  // each list in the order of its pack
  std::vector<CityChange> cities_changed;
  std::vector<CityId> cities_removed;
  std::vector<AgreementId> agreements_added;
  std::vector<AgreementChange> agreements_changed;
  std::vector<AgreementId> agreements_removed;
  std::vector<Language> languages_added;
  std::vector<Language> languages_removed;
  // In cities that are added or removed too.
  std::size_t pictures_added = 0;
  std::size_t pictures_removed = 0;
  std::size_t pictures_replaced = 0;
  bool other_exhibition = false;  // another pack id: everything is another's
  bool title_changed = false;     // title or subtitle
  bool club_changed = false;
  bool rest_changed = false;  // homes, themes, map, idle times, sources, order

  // Nothing that a visitor could notice.
  [[nodiscard]] bool empty() const;
};

[[nodiscard]] ChangeSummary changes_between(const Pack& shown, const Pack& next);

}  // namespace kiosk
