// The search over the real bundled content.
#include "kiosk/search/search_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/bundled.h"

using namespace kiosk;

namespace {

const SearchIndex& index() {
  static const SearchIndex made(bundled_pack(), own_words());
  return made;
}

std::string first(const std::string& query, Language language = Language::kFrench) {
  const std::vector<Hit> hits = index().find(query, language);
  return hits.empty() ? "" : hits.front().id;
}

struct Expectation {
  const char* query;
  const char* id;
};

TEST_CASE("every name, spelling and slip finds its city first") {
  const std::vector<Expectation> expectations{
      {"ndjamena", "ndjamena"},     {"N'Djamena", "ndjamena"},    {"نجامينا", "ndjamena"},
      {"أنجامينا", "ndjamena"},     {"انجامينا", "ndjamena"},     {"Yamena", "ndjamena"},
      {"tombouctou", "tombouctou"}, {"timbuktu", "tombouctou"},   {"Tombuctu", "tombouctou"},
      {"tumbuktu", "tombouctou"},   {"tombuoctou", "tombouctou"}, {"تمبكتو", "tombouctou"},
      {"amkala", "amgala"},         {"Amgala", "amgala"},         {"أمڭالة", "amgala"},
      {"امكالة", "amgala"},         {"ⴰⵎⴳⴰⵍⴰ", "amgala"},         {"smara", "smara"},
      {"السمارة", "smara"},         {"سمارة", "smara"},           {"ⵙⵙⵎⴰⵔⴰ", "smara"},
      {"semara", "smara"},          {"esmara", "smara"},          {"portonovo", "porto-novo"},
      {"novo", "porto-novo"},       {"بورتونوفو", "porto-novo"},  {"vijayawada", "vijayawada"},
      {"bezawada", "vijayawada"},   {"విజయవాడ", "vijayawada"},      {"vijaiawada", "vijayawada"},
      {"agades", "agadez"},         {"ⴰⴳⴰⴷⴰⵣ", "agadez"},         {"keur", "keur-massar"},
      {"massar", "keur-massar"},    {"parakou", "parakou"},       {"باراكو", "parakou"},
      {"ⴱⴰⵔⴰⴽⵓ", "parakou"},        {"brik", "brikama"},          {"niame", "niamey"},
      {"banjoul", "banjul"},        {"ⴱⴰⵏⵊⵓⵍ", "banjul"}};
  for (const Expectation& expected : expectations) {
    CAPTURE(expected.query);
    CHECK(first(expected.query) == expected.id);
  }
}

TEST_CASE("what is found does not hang on the language that is read") {
  for (const Language language : kLanguages) {
    CAPTURE(code(language));
    CHECK(first("timbuktu", language) == "tombouctou");
    CHECK(first("تمبكتو", language) == "tombouctou");
  }
}

TEST_CASE("a country leads to its cities, and one that is being finalised to none") {
  const std::vector<Hit> benin = index().find("benin", Language::kFrench);
  REQUIRE_FALSE(benin.empty());
  CHECK(benin.front().kind == HitKind::kCountry);
  CHECK(benin.front().id == "BJ");
  CHECK(benin.front().name == "Bénin");
  const std::vector<CityId> expected{CityId{"parakou"}, CityId{"porto-novo"}};
  CHECK(benin.front().cities == expected);
  const std::vector<Hit> states = index().find("united states", Language::kEnglish);
  REQUIRE_FALSE(states.empty());
  CHECK(states.front().id == "US");
  CHECK(states.front().cities.empty());
}

TEST_CASE("a person leads to the cities that they spoke of") {
  const std::vector<Hit> hits = index().find("fatima", Language::kArabic);
  REQUIRE(hits.size() == 1);
  CHECK(hits.front().kind == HitKind::kPerson);
  CHECK(hits.front().name == "فاطمة سيدة");
  CHECK(hits.front().cities.size() == 3);
  CHECK(first("asarid") == "mostafa-asarid");
  CHECK(first("روهي") == "rohey-malick-lowe");
}

TEST_CASE("a beginning is found before an inside, and a name before what sounds like it") {
  const std::vector<Hit> hits = index().find("ni", Language::kFrench);
  REQUIRE(hits.size() >= 2);
  for (std::size_t i = 1; i < hits.size(); ++i) CHECK(hits[i].score <= hits[i - 1].score);
  CHECK(hits.front().id == "niamey");
  CHECK(std::any_of(hits.begin(), hits.end(), [](const Hit& hit) { return hit.id == "NE"; }));
  const std::vector<Hit> exact = index().find("niger", Language::kFrench);
  REQUIRE_FALSE(exact.empty());
  CHECK(exact.front().id == "NE");
  CHECK(exact.front().score > 0.9);
}

TEST_CASE("nothing is found for nothing, for noise and for endless input") {
  CHECK(index().find("", Language::kFrench).empty());
  CHECK(index().find("  ’- ", Language::kFrench).empty());
  CHECK(index().find("qqqqqq", Language::kFrench).empty());
  CHECK(index().find(std::string(100'000, 'a'), Language::kFrench).empty());
}

TEST_CASE("every city is found by each of its own names, typed in full") {
  for (const City& city : bundled_pack().values().cities) {
    std::vector<std::string> names = city.native_names;
    names.insert(names.end(), city.aliases.begin(), city.aliases.end());
    for (const Language language : kLanguages) {
      if (const auto& name = city.name.get(language)) names.push_back(*name);
    }
    for (const std::string& name : names) {
      CAPTURE(name);
      CHECK(first(name) == city.id.value);
    }
  }
}

}  // namespace
