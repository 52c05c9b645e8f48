// What no schema of one file can see: whether the files agree with each other, with
// the folder they lie in, and with the calendar.
#include <algorithm>
#include <utility>

#include "kiosk/pack/calendar_date.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/draft.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/manifest.h"
#include "kiosk/pack/texts_of.h"

namespace kiosk {

namespace {

namespace fs = std::filesystem;
using Known = std::optional<std::vector<std::string>>;

// Looking for what was meant compares with every id there is: worth it for a person's
// slips, not for a file made to keep us busy.
constexpr std::size_t kMaxGuesses = 200;

bool among(const std::vector<std::string>& known, const std::string& id) {
  return std::ranges::binary_search(known, id);
}

class Check {
 public:
  Check(const Draft& draft, const fs::path& folder)
      : m_draft(draft), m_values(draft.values), m_folder(folder) {}

  [[nodiscard]] Problems run() {
    check_languages();
    check_texts();
    check_pack();
    for (const DraftCity& city : m_draft.cities) check_city(city);
    check_photos();
    for (std::size_t i = 0; i < m_values.agreements.size(); ++i) check_agreement(i);
    if (m_values.club) check_club(*m_values.club);
    return std::move(m_problems);
  }

 private:
  void add(const std::string& file, const std::string& path, std::string what, std::string remedy) {
    if (m_draft.bad_values.contains(file + "\n" + path)) return;
    m_problems.push_back({file, path, std::move(what), std::move(remedy)});
  }

  void refer(const std::string& file, const std::string& path, const char* noun,
             const std::string& id, const Known& known, const std::string& remedy) {
    if (!known || id.empty() || among(*known, id)) return;
    const std::string guess = m_problems.size() < kMaxGuesses ? did_you_mean(id, *known) : "";
    add(file, path, std::string("no ") + noun + " " + in_quotes(id) + guess, remedy);
  }

  void refer_to_city(const std::string& file, const std::string& path, const CityId& id) {
    refer(file, path, "city", id.value, m_draft.city_ids,
          "Add its file to cities/ or correct the id.");
  }

  void refer_to_sources(const std::string& file, const std::string& path,
                        const std::vector<SourceId>& ids) {
    for (const SourceId& id : ids) {
      refer(file, path, "source", id.value, m_draft.source_ids,
            "Add it to the sources in pack.json or correct the id.");
    }
  }

  // `ids` in the order of the file; the second of two equal ones is told.
  template <typename Items>
  void check_unique(const std::string& file, const std::string& list, const Items& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (items[i].id != items[j].id || items[i].id.empty()) continue;
        add(file, joined(joined(list, i), "id"),
            "the id " + in_quotes(items[i].id.value) + " is already that of " + joined(list, j),
            "Give each its own id.");
        break;
      }
    }
  }

  void check_date(const std::string& file, const std::string& path, const std::string& date) {
    if (date.empty() || is_calendar_date(date)) return;
    add(file, path, in_quotes(date) + " is not a date there is",
        "Write a year, year-month or year-month-day, like 2025, 2025-10 or 2025-10-31.");
  }

  void check_languages();
  void check_fallback(std::size_t index);
  void check_texts();
  void check_pack();
  void check_city(const DraftCity& draft);
  void check_place(const DraftCity& draft);
  void check_photos();
  void check_photo(const std::string& file, const std::string& path, const Photo& photo);
  void check_built(const std::string& file, const std::string& path, const Photo& photo);
  void check_agreement(std::size_t index);
  void check_club(const Club& club);

  const Draft& m_draft;
  const PackValues& m_values;
  const fs::path& m_folder;
  Problems m_problems;
};

void Check::check_languages() {
  const std::vector<std::string>& codes = m_draft.language_codes;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!language_from(codes[i])) continue;
    if (std::ranges::find(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(i),
                          codes[i]) != codes.begin() + static_cast<std::ptrdiff_t>(i)) {
      add(kPackFile, joined("languages", i),
          "the language " + in_quotes(codes[i]) + " is listed twice", "Remove one of the two.");
      continue;
    }
    check_fallback(i);
  }
  const std::string& chosen = m_draft.default_language_code;
  if (!codes.empty() && language_from(chosen) && std::ranges::find(codes, chosen) == codes.end()) {
    add(kPackFile, "default_language",
        "the language " + in_quotes(chosen) + " is not among languages",
        "Add it to languages or choose another.");
  }
}

void Check::check_fallback(std::size_t index) {
  const std::string path = joined(joined("languages", index), "fallback");
  const std::vector<std::string>& codes = m_draft.language_codes;
  std::size_t at = index;
  for (std::size_t step = 0; step <= codes.size(); ++step) {
    const auto fallback = m_values.languages[at].fallback;
    if (!fallback) return;
    const auto next = std::ranges::find(codes, code(*fallback));
    if (next == codes.end()) {
      // Told once: at the language that names it, not at those that lead there.
      if (at != index) return;
      add(kPackFile, path, "the language " + in_quotes(code(*fallback)) + " is not among languages",
          "Add it to languages or choose another fallback.");
      return;
    }
    at = static_cast<std::size_t>(next - codes.begin());
    if (at == index) {
      add(kPackFile, path, "the fallbacks lead back to " + in_quotes(codes[index]),
          "Leave one of these languages without a fallback.");
      return;
    }
  }
}

// A language with a fallback may lack words: the fallback, which has none itself or
// leads to one that has none, is held to it in its place.
void Check::check_texts() {
  for_each_text(
      m_draft, [&](const std::string& file, const std::string& path, const Localized& text) {
        if (text.empty()) return;
        for (std::size_t i = 0; i < m_values.languages.size(); ++i) {
          const std::string& language = m_draft.language_codes[i];
          if (!language_from(language) || m_values.languages[i].fallback) continue;
          const auto& words = text.get(m_values.languages[i].language);
          if (words && !words->empty()) continue;
          if (m_draft.bad_values.contains(file + "\n" + joined(path, language))) continue;
          add(file, path, "no words in " + in_quotes(language),
              "Write them, or declare a fallback for " + in_quotes(language) + " in pack.json.");
        }
      });
}

void Check::check_pack() {
  for (std::size_t i = 0; i < m_values.homes.size(); ++i) {
    refer_to_city(kPackFile, joined("homes", i), m_values.homes[i]);
  }
  check_unique(kPackFile, "themes", m_values.themes);
  check_unique(kPackFile, "sources", m_values.sources);
  for (std::size_t i = 0; i < m_values.sources.size(); ++i) {
    check_date(kPackFile, joined(joined("sources", i), "date"), m_values.sources[i].date);
  }
  const MapSettings& map = m_values.map;
  if (m_draft.has_bounds && map.south_west.lon >= map.north_east.lon) {
    add(kPackFile, "map.bounds", "the west is not west of the east",
        "Write [west, south, east, north].");
  }
  if (m_draft.has_bounds && map.south_west.lat >= map.north_east.lat) {
    add(kPackFile, "map.bounds", "the south is not south of the north",
        "Write [west, south, east, north].");
  }
  for (std::size_t i = 0; i < map.border_rules.size(); ++i) {
    const BorderRule& rule = map.border_rules[i];
    if (rule.first.empty() || rule.first != rule.second) continue;
    add(kPackFile, joined(joined("map.border_rules", i), "between"),
        in_quotes(rule.first) + " has no border with itself", "Name the two countries.");
  }
}

void Check::check_city(const DraftCity& draft) {
  const City& city = draft.city;
  const std::string stem = fs::path(draft.file).stem().string();
  if (!city.id.empty() && city.id.value != stem) {
    add(draft.file, "id", "the id " + in_quotes(city.id.value) + " is not the file's name",
        "Name the file " + city.id.value + ".json or make the id " + in_quotes(stem) + ".");
  }
  check_place(draft);
  if (city.population) refer_to_sources(draft.file, "population.source", city.population->sources);
  refer_to_sources(draft.file, "story_source", city.story_sources);
  for (std::size_t i = 0; i < city.facts.size(); ++i) {
    refer_to_sources(draft.file, joined(joined("facts", i), "source"), city.facts[i].sources);
  }
}

void Check::check_place(const DraftCity& draft) {
  const City& city = draft.city;
  if (city.beside) {
    const auto host = std::ranges::find(m_draft.cities, city.beside->value,
                                        [](const DraftCity& c) { return c.city.id.value; });
    if (*city.beside == city.id) {
      add(draft.file, "beside", "a city cannot lie beside itself",
          "Name another city or give lon and lat.");
    } else if (host == m_draft.cities.end()) {
      refer_to_city(draft.file, "beside", *city.beside);
    } else if (host->city.beside) {
      add(draft.file, "beside",
          "the city " + in_quotes(city.beside->value) + " has no place of its own",
          "Name a city that gives lon and lat.");
    }
    return;
  }
  const LonLat south_west = m_values.map.south_west;
  const LonLat north_east = m_values.map.north_east;
  const bool sane = south_west.lon < north_east.lon && south_west.lat < north_east.lat;
  if (!m_draft.has_bounds || !sane || !draft.has_position) return;
  const auto [lon, lat] = city.position;
  if (lon < south_west.lon || lon > north_east.lon) {
    add(draft.file, "lon", "the city lies outside the map's bounds",
        "Correct it or widen map.bounds in pack.json.");
  }
  if (lat < south_west.lat || lat > north_east.lat) {
    add(draft.file, "lat", "the city lies outside the map's bounds",
        "Correct it or widen map.bounds in pack.json.");
  }
}

void Check::check_photos() {
  std::size_t count = 0;
  for (const DraftCity& draft : m_draft.cities) count += draft.city.photos.size();
  const std::size_t most = most_files(m_draft.standing);
  if (count > most) {
    add(kCitiesFolder, "", "they name more than " + std::to_string(most) + " pictures",
        "Keep fewer.");
    return;
  }
  for (const DraftCity& draft : m_draft.cities) {
    for (std::size_t i = 0; i < draft.city.photos.size(); ++i) {
      check_photo(draft.file, joined(joined("photos", i), "file"), draft.city.photos[i]);
    }
  }
}

void Check::check_photo(const std::string& file, const std::string& path, const Photo& photo) {
  if (photo.file.empty()) return;
  // What is a text to the manifest never goes through the sandbox.
  if (photo.file.ends_with(".json")) {
    add(file, path, in_quotes(photo.file) + " is a text, not a picture",
        "Name a JPEG or PNG file.");
    return;
  }
  if (m_draft.pictures) return check_built(file, path, photo);
  const auto found = find_content_file(m_folder, photo.file);
  if (!found) {
    add(file, path, found.error().what, found.error().remedy);
  } else if (found->bytes == 0) {
    add(file, path, "the picture " + in_quotes(photo.file) + " is empty (0 bytes)",
        "Copy the picture again.");
  } else if (found->bytes > kMaxPictureBytes) {
    add(file, path,
        "the picture " + in_quotes(photo.file) + " is " + std::to_string(found->bytes) +
            " bytes large, more than " + std::to_string(kMaxPictureBytes),
        "Save it smaller.");
  }
}

void Check::check_built(const std::string& file, const std::string& path, const Photo& photo) {
  const auto entry = m_draft.pictures->find(photo.file);
  if (entry == m_draft.pictures->end()) {
    add(file, path, "the picture " + in_quotes(photo.file) + " is not in pictures.json",
        "Build the pack again.");
    return;
  }
  if (m_draft.standing == PackStanding::kAccepted) {
    // Not asked of the disk, but it must not lead out of the pack either.
    for (const std::string& made : {entry->second.picture, entry->second.thumbnail}) {
      if (!is_pack_path(made)) {
        add(file, path, in_quotes(made) + " is no name for a file of a pack", "Install it again.");
      }
    }
    return;
  }
  for (const std::string& made : {entry->second.picture, entry->second.thumbnail}) {
    const auto found = find_content_file(m_folder, made);
    if (!found) add(file, path, found.error().what, "Build the pack again.");
  }
}

void Check::check_agreement(std::size_t index) {
  const std::string path = joined("", index);
  const Agreement& agreement = m_values.agreements[index];
  if (index == 0) check_unique(kAgreementsFile, "", m_values.agreements);
  if (agreement.home) {
    refer(kAgreementsFile, joined(path, "home"), "home", agreement.home->value, m_draft.home_ids,
          "Add it to homes in pack.json or correct the id.");
  }
  if (const CityId* partner = agreement.partner_city()) {
    const std::string place = joined(path, "partner");
    if (m_draft.home_ids && among(*m_draft.home_ids, partner->value)) {
      add(kAgreementsFile, place, "the partner " + in_quotes(partner->value) + " is a home",
          "Name the partner city here and the home in home.");
    } else {
      refer_to_city(kAgreementsFile, place, *partner);
    }
  }
  for (std::size_t i = 0; i < agreement.themes.size(); ++i) {
    refer(kAgreementsFile, joined(joined(path, "themes"), i), "theme", agreement.themes[i].value,
          m_draft.theme_ids, "Add it to the themes in pack.json or correct the id.");
  }
  check_date(kAgreementsFile, joined(path, "date"), agreement.date);
  refer_to_sources(kAgreementsFile, joined(path, "source"), agreement.sources);
}

void Check::check_club(const Club& club) {
  for (std::size_t i = 0; i < club.members.size(); ++i) {
    refer_to_city(kClubFile, joined("members", i), club.members[i]);
  }
  refer_to_sources(kClubFile, "source", club.sources);
}

}  // namespace

Problems check_references(const Draft& draft, const fs::path& folder) {
  return Check(draft, folder).run();
}

}  // namespace kiosk
