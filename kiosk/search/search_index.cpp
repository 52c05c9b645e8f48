#include "kiosk/search/search_index.h"

#include <algorithm>
#include <array>
#include <set>

namespace kiosk {
namespace {

constexpr double kAliasWeight = 0.99;
constexpr double kCountryWeight = 0.98;
constexpr double kPersonWeight = 0.97;

constexpr double kWhole = 1.0;
constexpr double kBeginning = 0.9;
constexpr double kWordBeginnings = 0.8;
constexpr double kInside = 0.6;
constexpr double kSound = 0.45;
constexpr double kAlmost = 0.4;
constexpr double kAlmostSound = 0.3;
constexpr double kEachMistake = 0.05;

constexpr std::size_t kFewestInside = 2;
constexpr std::size_t kFewestForMistakes = 4;
constexpr std::size_t kFewestSounds = 3;
constexpr std::size_t kManyLetters = 8;
constexpr std::size_t kMostLetters = 40;  // of a query; the rest is not looked at

std::size_t mistakes_allowed(std::size_t letters) {
  if (letters < kFewestForMistakes) return 0;
  return letters < kManyLetters ? 1 : 2;
}

// The fewest letters put in, left out, changed or swapped that make the query the beginning
// of the name (restricted Damerau-Levenshtein over prefixes); more than `most`: most + 1.
std::size_t mistakes(std::u32string_view query, std::u32string_view name, std::size_t most) {
  name = name.substr(0, query.size() + most);
  if (name.size() + most < query.size()) return most + 1;
  std::array<std::array<std::size_t, kMostLetters + 4>, 3> rows{};
  for (std::size_t j = 0; j <= name.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= query.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& before = rows[(i + 2) % 3];
    const auto& earlier = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= name.size(); ++j) {
      const std::size_t changed = query[i - 1] == name[j - 1] ? 0 : 1;
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + changed});
      const bool swapped =
          i > 1 && j > 1 && query[i - 1] == name[j - 2] && query[i - 2] == name[j - 1];
      if (swapped) row[j] = std::min(row[j], earlier[j - 2] + 1);
    }
  }
  const auto& last = rows[query.size() % 3];
  return std::min(most + 1, *std::min_element(last.begin(), last.begin() + name.size() + 1));
}

// Does each word of the query begin a word of the name, in any order?
bool begin_words(const std::vector<std::u32string>& query,
                 const std::vector<std::u32string>& name) {
  return std::all_of(query.begin(), query.end(), [&](const std::u32string& asked) {
    return std::any_of(name.begin(), name.end(), [&](const std::u32string& word) {
      return word.starts_with(asked) || without_article(word).starts_with(without_article(asked));
    });
  });
}

std::string letters_of(std::string_view name) {
  std::string id;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      id += static_cast<char>(c - 'A' + 'a');
    } else if (c == ' ') {
      id += '-';
    } else {
      id += c;
    }
  }
  return id;
}

}  // namespace

struct SearchIndex::Query {
  Folded folded;
  std::u32string sound;
};

std::string_view name(HitKind kind) {
  switch (kind) {
    case HitKind::kCity:
      return "city";
    case HitKind::kCountry:
      return "country";
    case HitKind::kPerson:
      return "person";
  }
  return "city";
}

SearchIndex::SearchIndex(const Pack& pack, const Strings& words) {
  add_cities(pack);
  add_countries(pack, words);
  add_people(pack);
}

SearchIndex::Subject& SearchIndex::subject(HitKind kind, const std::string& id) {
  const auto known = std::find_if(m_subjects.begin(), m_subjects.end(),
                                  [&](const Subject& s) { return s.kind == kind && s.id == id; });
  if (known != m_subjects.end()) return *known;
  m_subjects.push_back({kind, id, {}, {}, {}});
  return m_subjects.back();
}

void SearchIndex::add_term(Subject& subject, std::string_view text, double weight) {
  Term term{fold(text), {}, weight};
  if (term.folded.empty()) return;
  const bool known = std::any_of(subject.terms.begin(), subject.terms.end(),
                                 [&](const Term& other) { return other.folded == term.folded; });
  if (known) return;
  term.sound = sound_of(term.folded.joined);
  subject.terms.push_back(std::move(term));
}

void SearchIndex::name_subject(Subject& subject, const Pack& pack, const Localized& name) {
  if (!subject.names.empty()) return;
  for (const Language language : kLanguages) {
    const Wording wording = pack.resolve(name, language);
    subject.names.push_back({std::string(wording.text), wording.language});
  }
}

void SearchIndex::add_cities(const Pack& pack) {
  for (const City& city : pack.values().cities) {
    m_subjects.push_back({HitKind::kCity, city.id.value, {}, {city.id}, {}});
    Subject& entry = m_subjects.back();
    name_subject(entry, pack, city.name);
    for (const Language language : kLanguages) {
      if (const auto& name = city.name.get(language)) add_term(entry, *name, 1);
    }
    for (const std::string& name : city.native_names) add_term(entry, name, 1);
    for (const std::string& alias : city.aliases) add_term(entry, alias, kAliasWeight);
  }
}

void SearchIndex::add_countries(const Pack& pack, const Strings& words) {
  const auto add = [&](const std::string& country, const City* city) {
    if (country.empty() || !words.country(country, Language::kFrench)) return;
    Subject& entry = subject(HitKind::kCountry, country);
    if (city != nullptr) entry.cities.push_back(city->id);
    if (!entry.names.empty()) return;
    for (const Language language : kLanguages) {
      const std::string_view name = words.country(country, language).value_or("");
      entry.names.push_back({std::string(name), language});
      add_term(entry, name, kCountryWeight);
    }
  };
  for (const City& city : pack.values().cities) add(city.country, &city);
  for (const Agreement& agreement : pack.values().agreements) {
    const auto* unnamed = std::get_if<UnnamedPartner>(&agreement.partner);
    if (unnamed != nullptr) add(unnamed->country, nullptr);
  }
}

void SearchIndex::add_people(const Pack& pack) {
  for (const Agreement& agreement : pack.values().agreements) {
    for (const Voice& voice : agreement.voices) {
      const Wording latin = pack.resolve(voice.speaker, pack.values().default_language);
      Subject& entry = subject(HitKind::kPerson, letters_of(latin.text));
      name_subject(entry, pack, voice.speaker);
      for (const Language language : kLanguages) {
        if (const auto& name = voice.speaker.get(language)) add_term(entry, *name, kPersonWeight);
      }
      const CityId* partner = agreement.partner_city();
      if (partner == nullptr) continue;
      if (std::find(entry.cities.begin(), entry.cities.end(), *partner) == entry.cities.end()) {
        entry.cities.push_back(*partner);
      }
    }
  }
}

double SearchIndex::score_of(const Query& query, const Term& term) {
  const std::u32string& asked = query.folded.joined;
  const std::u32string& name = term.folded.joined;
  if (name == asked || without_article(name) == without_article(asked)) return kWhole;
  if (name.starts_with(asked) || without_article(name).starts_with(without_article(asked))) {
    return kBeginning;
  }
  if (begin_words(query.folded.words, term.folded.words)) return kWordBeginnings;
  if (asked.size() >= kFewestInside && name.find(asked) != std::u32string::npos) return kInside;
  const std::size_t allowed = mistakes_allowed(asked.size());
  if (allowed == 0) return 0;
  // A sound of a letter or two says nothing: "qqqq" sounds like the beginning of "Keur".
  const bool telling = query.sound.size() >= kFewestSounds;
  if (telling && term.sound.starts_with(query.sound)) return kSound;
  const std::size_t wrong = mistakes(asked, name, allowed);
  if (wrong <= allowed) return kAlmost - kEachMistake * static_cast<double>(wrong);
  if (query.sound.size() >= kFewestForMistakes && !term.sound.empty() &&
      mistakes(query.sound, term.sound, 1) <= 1) {
    return kAlmostSound;
  }
  return 0;
}

std::vector<Hit> SearchIndex::find(std::string_view query, Language language) const {
  Query asked{fold(query), {}};
  if (asked.folded.empty() || asked.folded.joined.size() > kMostLetters) return {};
  asked.sound = sound_of(asked.folded.joined);
  std::vector<Hit> hits;
  for (const Subject& entry : m_subjects) {
    double best = 0;
    for (const Term& term : entry.terms) {
      best = std::max(best, score_of(asked, term) * term.weight);
    }
    if (best <= 0) continue;
    const Name& shown = entry.names.at(static_cast<std::size_t>(language));
    hits.push_back({entry.kind, entry.id, shown.text, shown.language, entry.cities, best});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.kind < b.kind;
  });
  // What only sounds alike is noise beside what has the letters.
  if (!hits.empty() && hits.front().score > kSound) {
    std::erase_if(hits, [](const Hit& hit) { return hit.score <= kSound; });
  }
  return hits;
}

}  // namespace kiosk
