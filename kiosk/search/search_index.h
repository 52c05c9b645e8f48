// SearchIndex: finds cities, countries and people by any of their names, in any script and
// with the mistakes that people make.
//
// Made once from a Pack; `find` is const and may be called on any thread. The strings and
// values it was made from need not outlive it. A query costs one pass over the names, which
// for a thousand cities stays far below a frame.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/id.h"
#include "kiosk/base/language.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "kiosk/search/fold.h"

namespace kiosk {

enum class HitKind { kCity, kCountry, kPerson };

[[nodiscard]] std::string_view name(HitKind kind);

struct Hit {
  HitKind kind = HitKind::kCity;
  std::string id;    // the city's; the country's ISO 3166-1 code; a person's name in letters
  std::string name;  // in the language asked for, or its fallback
  Language language = Language::kFrench;  // of the name
  std::vector<CityId> cities;  // where it leads: itself, the country's, those a person spoke of
  double score = 0;            // 1: the very name; above 0.5: by its letters; below: by sound
  friend bool operator==(const Hit&, const Hit&) = default;
};

class SearchIndex {
 public:
  SearchIndex(const Pack& pack, const Strings& words);

  // Best first; of equal ones cities before countries before people, then as the pack has
  // them. Nothing for a query without letters or digits.
  [[nodiscard]] std::vector<Hit> find(std::string_view query, Language language) const;

 private:
  struct Term {
    Folded folded;
    std::u32string sound;
    double weight;  // an alias counts a little less than a name
  };
  struct Name {
    std::string text;
    Language language;
  };
  struct Subject {
    HitKind kind;
    std::string id;
    std::vector<Name> names;  // one for each language of kLanguages, in that order
    std::vector<CityId> cities;
    std::vector<Term> terms;
  };

  struct Query;
  static double score_of(const Query& query, const Term& term);

  Subject& subject(HitKind kind, const std::string& id);
  void add_term(Subject& subject, std::string_view text, double weight);
  void name_subject(Subject& subject, const Pack& pack, const Localized& name);
  void add_cities(const Pack& pack);
  void add_countries(const Pack& pack, const Strings& words);
  void add_people(const Pack& pack);

  std::vector<Subject> m_subjects;
};

}  // namespace kiosk
