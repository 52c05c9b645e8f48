#include "kiosk/authoring/table_import.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "kiosk/authoring/unfinished.h"
#include "kiosk/base/language.h"
#include "kiosk/pack/calendar_date.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::ordered_json;

constexpr const char* kTableSource = "table";
constexpr const char* kToWrite = "TODO";

enum class Column {
  kId,
  kName,
  kCountry,
  kLat,
  kLon,
  kPopulation,
  kYear,
  kSource,
  kStory,
  kFact,
  kHome,
  kDate,
  kPlace,
  kAgreement,
  kNative,
  kAlias,
  kUnknown
};

struct Heading {
  Column column;
  std::string_view word;  // folded: small letters without accents
};
constexpr std::array kHeadings{
    Heading{Column::kId, "id"},
    Heading{Column::kId, "code"},
    Heading{Column::kName, "name"},
    Heading{Column::kName, "nom"},
    Heading{Column::kName, "nombre"},
    Heading{Column::kName, "city"},
    Heading{Column::kName, "ville"},
    Heading{Column::kName, "ciudad"},
    Heading{Column::kName, "commune"},
    Heading{Column::kName, "المدينة"},
    Heading{Column::kName, "الاسم"},
    Heading{Column::kCountry, "country"},
    Heading{Column::kCountry, "pays"},
    Heading{Column::kCountry, "pais"},
    Heading{Column::kCountry, "البلد"},
    Heading{Column::kCountry, "الدولة"},
    Heading{Column::kLat, "lat"},
    Heading{Column::kLat, "latitude"},
    Heading{Column::kLat, "latitud"},
    Heading{Column::kLat, "خط العرض"},
    Heading{Column::kLon, "lon"},
    Heading{Column::kLon, "long"},
    Heading{Column::kLon, "lng"},
    Heading{Column::kLon, "longitude"},
    Heading{Column::kLon, "longitud"},
    Heading{Column::kLon, "خط الطول"},
    Heading{Column::kPopulation, "population"},
    Heading{Column::kPopulation, "habitants"},
    Heading{Column::kPopulation, "poblacion"},
    Heading{Column::kPopulation, "habitantes"},
    Heading{Column::kPopulation, "السكان"},
    Heading{Column::kPopulation, "عدد السكان"},
    Heading{Column::kYear, "year"},
    Heading{Column::kYear, "annee"},
    Heading{Column::kYear, "ano"},
    Heading{Column::kYear, "السنة"},
    Heading{Column::kSource, "source"},
    Heading{Column::kSource, "fuente"},
    Heading{Column::kSource, "المصدر"},
    Heading{Column::kStory, "story"},
    Heading{Column::kStory, "text"},
    Heading{Column::kStory, "texte"},
    Heading{Column::kStory, "histoire"},
    Heading{Column::kStory, "texto"},
    Heading{Column::kStory, "historia"},
    Heading{Column::kStory, "description"},
    Heading{Column::kStory, "النص"},
    Heading{Column::kFact, "fact"},
    Heading{Column::kFact, "fait"},
    Heading{Column::kFact, "dato"},
    Heading{Column::kFact, "معلومة"},
    Heading{Column::kHome, "home"},
    Heading{Column::kHome, "jumelee avec"},
    Heading{Column::kHome, "twinned with"},
    Heading{Column::kHome, "hermanada con"},
    Heading{Column::kHome, "متوأمة مع"},
    Heading{Column::kDate, "date"},
    Heading{Column::kDate, "fecha"},
    Heading{Column::kDate, "signed"},
    Heading{Column::kDate, "signe le"},
    Heading{Column::kDate, "التاريخ"},
    Heading{Column::kPlace, "place"},
    Heading{Column::kPlace, "lieu"},
    Heading{Column::kPlace, "lugar"},
    Heading{Column::kPlace, "المكان"},
    Heading{Column::kAgreement, "agreement"},
    Heading{Column::kAgreement, "accord"},
    Heading{Column::kAgreement, "acuerdo"},
    Heading{Column::kAgreement, "الاتفاقية"},
    Heading{Column::kNative, "native name"},
    Heading{Column::kNative, "nom local"},
    Heading{Column::kAlias, "alias"},
    Heading{Column::kAlias, "aliases"},
    Heading{Column::kAlias, "autres noms"},
};

struct Place {
  Column column = Column::kUnknown;
  std::optional<Language> language;
  std::string heading;
};

std::string folded(const std::string& text) {
  const std::unique_ptr<gchar, decltype(&g_free)> apart(
      g_utf8_normalize(text.c_str(), -1, G_NORMALIZE_ALL), &g_free);
  if (!apart) return {};
  std::string plain;
  for (const gchar* at = apart.get(); *at != '\0'; at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);
    if (g_unichar_type(letter) == G_UNICODE_NON_SPACING_MARK) continue;
    std::array<gchar, 6> bytes{};
    plain.append(bytes.data(), static_cast<std::size_t>(
                                   g_unichar_to_utf8(g_unichar_tolower(letter), bytes.data())));
  }
  return plain;
}

// "Texte (fr)", "story_ar", "Name FR": what the column is, and in which language.
Place place_of(const std::string& heading) {
  Place place;
  place.heading = heading;
  std::string word = folded(heading);
  for (char& c : word) {
    if (c == '_' || c == '(' || c == ')' || c == '[' || c == ']' || c == '-' || c == ':') c = ' ';
  }
  while (word.ends_with(' ')) word.pop_back();
  for (const Language language : kLanguages) {
    const std::string ending = " " + std::string(code(language));
    if (!word.ends_with(ending)) continue;
    place.language = language;
    word.resize(word.size() - ending.size());
    break;
  }
  while (!word.empty() && (word.back() == ' ' || (word.back() >= '0' && word.back() <= '9'))) {
    word.pop_back();
  }
  for (const Heading& known : kHeadings) {
    if (known.word == word) place.column = known.column;
  }
  return place;
}

// 13,45 and 13.45 and 1 026 848 and 1.026.848 as people write them.
std::optional<double> number_from(std::string text, bool whole) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\''; });
  for (const std::string_view space : {"\xC2\xA0", "\xE2\x80\xAF"}) {
    for (std::size_t at = text.find(space); at != std::string::npos; at = text.find(space)) {
      text.erase(at, space.size());
    }
  }
  if (whole) std::erase_if(text, [](char c) { return c == '.' || c == ','; });
  std::ranges::replace(text, ',', '.');
  if (text.empty()) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (*end != '\0' || !std::isfinite(value)) return std::nullopt;
  return value;
}

// 31/10/2025, 31.10.2025, 2025-10-31, 10/2025, 2025, and the day's number that Excel keeps.
std::optional<std::string> date_from(const std::string& text) {
  if (is_calendar_date(text)) return text;
  std::vector<int> parts;
  std::string digits;
  for (const char c : text + "/") {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c == '/' || c == '.' || c == '-') {
      if (digits.empty() || digits.size() > 5) return std::nullopt;
      parts.push_back(std::atoi(digits.c_str()));
      digits.clear();
    } else {
      return std::nullopt;
    }
  }
  std::array<char, 32> shown{};
  if (parts.size() == 3) {
    std::snprintf(shown.data(), shown.size(), "%04d-%02d-%02d", parts[2], parts[1], parts[0]);
  } else if (parts.size() == 2) {
    std::snprintf(shown.data(), shown.size(), "%04d-%02d", parts[1], parts[0]);
  } else if (parts.size() == 1 && parts[0] > 20'000 && parts[0] < 80'000) {
    // Days since 30 December 1899 (Excel counts a 29 February 1900 that never was).
    const std::unique_ptr<GDate, decltype(&g_date_free)> day(
        g_date_new_dmy(30, G_DATE_DECEMBER, 1899), &g_date_free);
    g_date_add_days(day.get(), static_cast<guint>(parts[0]));
    std::snprintf(shown.data(), shown.size(), "%04d-%02d-%02d", g_date_get_year(day.get()),
                  g_date_get_month(day.get()), g_date_get_day(day.get()));
  }
  const std::string date = shown.data();
  if (!is_calendar_date(date)) return std::nullopt;
  return date;
}

std::string text_in(const ordered_json& object, const char* field) {
  const auto found = object.is_object() ? object.find(field) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class Import {
 public:
  Import(const TableImport& request, TableImportReport& report)
      : m_request(request), m_report(report), m_name(request.table.filename().string()) {}

  void run() {
    if (!read_pack() || !read_table()) return;
    for (std::size_t i = 1; i < m_rows.size(); ++i) read_row(m_rows[i]);
    if (m_report.problems.empty()) write();
  }

 private:
  void add(const TableRow& row, const std::string& column, std::string what, std::string remedy) {
    m_report.problems.push_back(
        {m_name, "line " + std::to_string(row.line) + (column.empty() ? "" : ", " + column),
         std::move(what), std::move(remedy)});
  }

  // Nothing: why is told.
  std::optional<ordered_json> read_json(const std::string& file) {
    const auto bytes = read_content_file(m_request.folder, file, kMaxDocumentBytes);
    if (!bytes) {
      m_report.problems.push_back({file, "", bytes.error().what, bytes.error().remedy});
      return std::nullopt;
    }
    return ordered_json::parse(*bytes, nullptr, false);
  }

  bool read_pack() {
    auto pack = read_json("pack.json");
    if (!pack) return false;
    m_pack = std::move(*pack);
    if (!m_pack.is_object() || !m_pack.contains("languages") || !m_pack["languages"].is_array()) {
      m_report.problems.push_back({"pack.json", "", "it lists no languages",
                                   "Let kiosk-pack new make the folder, or check it."});
      return false;
    }
    m_default = language_from(text_in(m_pack, "default_language")).value_or(Language::kFrench);
    for (const ordered_json& language : m_pack["languages"]) {
      const auto known = language_from(text_in(language, "code"));
      if (known && !language.contains("fallback")) m_languages.push_back(*known);
    }
    return read_agreements();
  }

  // Those that are there are kept: what cannot be read must not be written over.
  bool read_agreements() {
    m_agreements = ordered_json::array();
    std::error_code ignored;
    if (!fs::exists(m_request.folder / "agreements.json", ignored)) return true;
    auto agreements = read_json("agreements.json");
    if (!agreements) return false;
    if (!agreements->is_array()) {
      m_report.problems.push_back({"agreements.json", "", "it is no JSON list",
                                   "Let kiosk-pack check tell where it is wrong."});
      return false;
    }
    m_agreements = std::move(*agreements);
    return true;
  }

  bool read_table() {
    const auto bytes = read_plain_file(m_request.table, kMaxTableBytes);
    if (!bytes) {
      m_report.problems.push_back({m_name, "", bytes.error().what, bytes.error().remedy});
      return false;
    }
    auto decoded = decoded_table(*bytes);
    if (!decoded) {
      m_report.problems.push_back({m_name, "", decoded.error().message, ""});
      return false;
    }
    m_report.encoding = decoded->encoding;
    m_rows = rows_of(decoded->utf8);
    if (m_rows.size() < 2) {
      m_report.problems.push_back({m_name, "", "there is no row below the headings",
                                   "Write one row a city, under a row of headings."});
      return false;
    }
    bool named = false;
    for (const std::string& heading : m_rows[0].cells) {
      m_places.push_back(place_of(heading));
      const Place& place = m_places.back();
      named = named || place.column == Column::kName;
      if (place.column == Column::kUnknown && !heading.empty()) {
        add(m_rows[0], "", "the heading " + in_quotes(heading) + " is not known",
            "Name it name, country, lat, lon, population, year, source, story, fact, home, date, "
            "place or agreement, with the language behind it: story_fr.");
      }
    }
    if (!named) {
      add(m_rows[0], "", "no column holds the city's name", "Head one with name, nom or nombre.");
    }
    return m_report.problems.empty();
  }

  // The cells of one kind, by language; those without one are in the pack's first language.
  [[nodiscard]] std::map<Language, std::string> texts(const TableRow& row, Column column) const {
    std::map<Language, std::string> found;
    for (std::size_t i = 0; i < std::min(row.cells.size(), m_places.size()); ++i) {
      if (m_places[i].column != column || row.cells[i].empty()) continue;
      const Language language = m_places[i].language.value_or(m_default);
      found[language] = with_firm_spacing(row.cells[i], language);
    }
    return found;
  }

  [[nodiscard]] std::string cell(const TableRow& row, Column column) const {
    for (std::size_t i = 0; i < std::min(row.cells.size(), m_places.size()); ++i) {
      if (m_places[i].column == column && !row.cells[i].empty()) return row.cells[i];
    }
    return {};
  }

  // `otherwise` where a language has no words of its own.
  [[nodiscard]] ordered_json in_all(const std::map<Language, std::string>& found,
                                    const std::string& otherwise) const {
    ordered_json text = ordered_json::object();
    for (const auto& [language, words] : found) text[std::string(code(language))] = words;
    for (const Language language : m_languages) {
      if (!found.contains(language)) text[std::string(code(language))] = otherwise;
    }
    return text;
  }

  void read_row(const TableRow& row);
  void read_place(const TableRow& row, ordered_json& city);
  void read_numbers(const TableRow& row, ordered_json& city, const std::string& source);
  void read_facts(const TableRow& row, ordered_json& city, const std::string& source);
  void read_agreement(const TableRow& row, const std::string& id, const ordered_json& name,
                      const std::string& source);
  std::string source_of(const TableRow& row);
  void write();

  const TableImport& m_request;
  TableImportReport& m_report;
  std::string m_name;
  ordered_json m_pack;
  ordered_json m_agreements;
  std::vector<Language> m_languages;  // that need words of their own
  Language m_default = Language::kFrench;
  std::vector<TableRow> m_rows;
  std::vector<Place> m_places;
  std::map<std::string, ordered_json> m_cities;
};

std::string Import::source_of(const TableRow& row) {
  const std::string title = cell(row, Column::kSource);
  ordered_json& sources = m_pack["sources"];
  if (!sources.is_array()) sources = ordered_json::array();
  const std::string wanted = title.empty() ? m_name : title;
  for (const auto& source : sources) {
    if (source.value("title", "") == wanted || source.value("id", "") == wanted) {
      return source.value("id", "");
    }
  }
  std::string id = title.empty() ? kTableSource : id_from(title).substr(0, 40);
  if (id.empty()) id = "source";
  std::set<std::string> taken;
  for (const auto& source : sources) taken.insert(source.value("id", ""));
  const std::string stem = id;
  for (int n = 2; taken.contains(id); ++n) id = stem + "-" + std::to_string(n);
  sources.push_back({{"id", id}, {"title", wanted}});
  return id;
}

void Import::read_place(const TableRow& row, ordered_json& city) {
  for (const auto& [column, field, most] :
       {std::tuple{Column::kLon, "lon", 180.0}, std::tuple{Column::kLat, "lat", 90.0}}) {
    const std::string written = cell(row, column);
    const auto value = number_from(written, false);
    if (!value || std::abs(*value) > most) {
      add(row, field, in_quotes(written) + " is no place in degrees",
          "Write it like 13.4527; south and west are negative.");
      continue;
    }
    city[field] = *value;
  }
}

void Import::read_numbers(const TableRow& row, ordered_json& city, const std::string& source) {
  const std::string people = cell(row, Column::kPopulation);
  const std::string year = cell(row, Column::kYear);
  if (people.empty()) return;
  const auto value = number_from(people, true);
  const auto when = number_from(year, true);
  if (!value || *value < 0) {
    add(row, "population", in_quotes(people) + " is no number", "Write it in digits.");
  } else if (!when || *when < 1800 || *when > 2100) {
    add(row, "year", "the population has no year", "Write the year of the census beside it.");
  } else {
    city["population"] = {{"value", static_cast<std::int64_t>(*value)},
                          {"year", static_cast<int>(*when)},
                          {"source", source}};
  }
}

void Import::read_facts(const TableRow& row, ordered_json& city, const std::string& source) {
  // fact1_fr and fact1_en are one fact: told apart by the number in the heading.
  std::map<std::string, std::map<Language, std::string>> facts;
  for (std::size_t i = 0; i < std::min(row.cells.size(), m_places.size()); ++i) {
    if (m_places[i].column != Column::kFact || row.cells[i].empty()) continue;
    std::string number;
    for (const char c : m_places[i].heading) {
      if (c >= '0' && c <= '9') number += c;
    }
    const Language language = m_places[i].language.value_or(m_default);
    facts[number][language] = with_firm_spacing(row.cells[i], language);
  }
  city["facts"] = ordered_json::array();
  for (const auto& [number, words] : facts) {
    city["facts"].push_back({{"text", in_all(words, kToWrite)}, {"source", source}});
  }
}

void Import::read_agreement(const TableRow& row, const std::string& id, const ordered_json& name,
                            const std::string& source) {
  std::string home = id_from(cell(row, Column::kHome));
  if (home.empty()) home = m_request.home;
  const auto listed = m_pack.find("homes");
  const ordered_json homes =
      listed != m_pack.end() && listed->is_array() ? *listed : ordered_json::array();
  if (home.empty() && !homes.empty() && homes[0].is_string()) home = homes[0].get<std::string>();
  if (std::ranges::find(homes, ordered_json(id)) != homes.end()) return;
  const auto same = [&](const ordered_json& agreement) {
    return text_in(agreement, "partner") == id;
  };
  if (std::ranges::any_of(m_agreements, same)) return;
  const std::string written = cell(row, Column::kDate);
  const auto date = date_from(written);
  const auto place = texts(row, Column::kPlace);
  if (!written.empty() && !date) {
    add(row, "date", in_quotes(written) + " is no date",
        "Write it like 31/10/2025, 2025-10 or 2025.");
  }
  const bool is_signed = date && !place.empty();
  ordered_json agreement{{"id", home + "-" + id},
                         {"home", home},
                         {"partner", id},
                         {"status", is_signed ? "signed" : "in_progress"}};
  if (!place.empty()) agreement["place"] = in_all(place, place.begin()->second);
  if (date) agreement["date"] = *date;
  agreement["themes"] = ordered_json::array();
  agreement["text"] = in_all(texts(row, Column::kAgreement), kToWrite);
  agreement["source"] = source;
  static_cast<void>(name);
  m_agreements.push_back(std::move(agreement));
  ++m_report.agreements;
}

void Import::read_row(const TableRow& row) {
  if (row.cells.size() > m_places.size()) {
    add(row, "", "it has more cells than there are headings",
        "Put texts that hold the separator between quotes.");
    return;
  }
  const auto names = texts(row, Column::kName);
  if (names.empty()) {
    add(row, "name", "the city has no name", "Write it, or remove the row.");
    return;
  }
  std::string id = id_from(cell(row, Column::kId));
  for (const auto& [language, words] : names) {
    if (id.empty()) id = id_from(words);
  }
  if (id.empty()) {
    add(row, "id", "no id can be made of a name without Latin letters",
        "Add a column id, like banjul.");
    return;
  }
  const bool twice = m_cities.contains(id);
  std::error_code error;
  const bool there = fs::exists(m_request.folder / "cities" / (id + ".json"), error);
  if (twice || (there && !m_request.force)) {
    add(row, "", "there is a city " + in_quotes(id) + " already",
        twice ? "Keep one of the two rows." : "Use --force to write over it, or give another id.");
    return;
  }
  const std::string source = source_of(row);
  const auto first = names.contains(m_default) ? names.at(m_default) : names.begin()->second;
  ordered_json city{
      {"$schema", "../schema/city.schema.json"}, {"id", id}, {"name", in_all(names, first)}};
  const std::string country = cell(row, Column::kCountry);
  if (!country.empty()) {
    const std::string known = m_request.country_code(country);
    if (known.empty()) {
      add(row, "country", in_quotes(country) + " is not known",
          "Write its two-letter code, like GM (ISO 3166-1).");
    }
    city["country"] = known;
  }
  if (const std::string native = cell(row, Column::kNative); !native.empty()) {
    city["native_names"] = {native};
  }
  if (const std::string alias = cell(row, Column::kAlias); !alias.empty())
    city["aliases"] = {alias};
  read_place(row, city);
  read_numbers(row, city, source);
  city["story"] = in_all(texts(row, Column::kStory), kToWrite);
  city["story_source"] = source;
  read_facts(row, city, source);
  city["photos"] = ordered_json::array();
  read_agreement(row, id, city["name"], source);
  m_cities.emplace(std::move(id), std::move(city));
}

void Import::write() {
  std::error_code error;
  fs::create_directories(m_request.folder / "cities", error);
  const auto put = [&](const std::string& name, const ordered_json& document) {
    const fs::path file = m_request.folder / name;
    const fs::path beside = file.string() + ".part";
    std::ofstream stream(beside, std::ios::binary);
    stream << document.dump(2) << '\n';
    stream.close();
    if (!stream.fail()) fs::rename(beside, file, error);
    if (stream.fail() || error) {
      m_report.problems.push_back({name, "", "it cannot be written", "Make room and try again."});
    }
  };
  for (const auto& [id, city] : m_cities) {
    put("cities/" + id + ".json", city);
    m_report.cities.push_back(id);
  }
  put("agreements.json", m_agreements);
  put("pack.json", m_pack);
}

}  // namespace

std::string id_from(const std::string& name) {
  std::string id;
  for (const char c : folded(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      id += c;
    } else if (static_cast<unsigned char>(c) < 128 && !id.empty() && !id.ends_with('-')) {
      id += '-';
    }
  }
  while (id.ends_with('-')) id.pop_back();
  return id.substr(0, 64);
}

TableImportReport import_table(const TableImport& request) {
  TableImportReport report;
  Import(request, report).run();
  return report;
}

}  // namespace kiosk
