// The content of this repository, held to what it promises: all of it is there, in every
// language it needs no fallback for, and says no more than its source.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/pack/load_pack.h"

using namespace kiosk;

namespace {

Pack bundled_content() {
  const auto pack = load_pack(std::filesystem::path(KIOSK_SOURCE_DIR) / "content");
  std::string problems;
  if (!pack) {
    for (const Problem& problem : pack.error()) problems += problem.sentence() + "\n";
  }
  REQUIRE_MESSAGE(pack.has_value(), problems);
  return *pack;
}

// Every text of the pack with its place, for a check of each.
std::vector<std::pair<std::string, Localized>> all_texts(const PackValues& values) {
  std::vector<std::pair<std::string, Localized>> texts{{"title", values.title},
                                                       {"subtitle", values.subtitle}};
  for (const Theme& theme : values.themes) texts.emplace_back(theme.id.value, theme.name);
  for (const City& city : values.cities) {
    texts.emplace_back(city.id.value + " name", city.name);
    texts.emplace_back(city.id.value + " story", city.story);
    for (const Fact& fact : city.facts) texts.emplace_back(city.id.value + " fact", fact.text);
  }
  for (const Agreement& agreement : values.agreements) {
    texts.emplace_back(agreement.id.value, agreement.text);
    if (agreement.status == AgreementStatus::kSigned) {
      texts.emplace_back(agreement.id.value + " place", agreement.place);
    }
    for (const Voice& voice : agreement.voices) {
      texts.emplace_back(agreement.id.value + " speaker", voice.speaker);
      texts.emplace_back(agreement.id.value + " role", voice.role);
      texts.emplace_back(agreement.id.value + " voice", voice.text);
    }
  }
  REQUIRE(values.club.has_value());
  texts.emplace_back("club name", values.club->name);
  texts.emplace_back("club mission", values.club->mission);
  texts.emplace_back("club governance", values.club->governance);
  return texts;
}

}  // namespace

TEST_CASE("the bundled content loads with its twelve communes, two of them homes") {
  const Pack pack = bundled_content();
  CHECK(pack.values().cities.size() == 12);
  CHECK(pack.values().homes == std::vector<CityId>{CityId{"smara"}, CityId{"amgala"}});
  for (const City& city : pack.values().cities) {
    CAPTURE(city.id.value);
    // The source names no country for the homes, so the pack names none.
    CHECK(city.country.empty() == pack.is_home(city.id));
    CHECK(city.population.has_value());
    CHECK_FALSE(city.story_sources.empty());
    CHECK(city.facts.size() >= 3);
    CHECK(city.facts.size() <= 6);
  }
}

TEST_CASE("the bundled content's agreements are the ten signed and the two in progress") {
  const Pack pack = bundled_content();
  std::map<std::string, int> signed_by;
  std::set<std::string> in_progress_with;
  for (const Agreement& agreement : pack.values().agreements) {
    CAPTURE(agreement.id.value);
    CHECK_FALSE(agreement.sources.empty());
    if (agreement.status == AgreementStatus::kSigned) {
      REQUIRE(agreement.home.has_value());
      CHECK(agreement.partner_city() != nullptr);
      CHECK(agreement.date == "2025-10-31");
      ++signed_by[agreement.home->value];
    } else {
      CHECK_FALSE(agreement.home.has_value());
      REQUIRE(std::holds_alternative<UnnamedPartner>(agreement.partner));
      in_progress_with.insert(std::get<UnnamedPartner>(agreement.partner).country);
    }
    for (const Voice& voice : agreement.voices) CHECK(voice.kind == VoiceKind::kReported);
  }
  CHECK(signed_by == std::map<std::string, int>{{"amgala", 3}, {"smara", 7}});
  CHECK(in_progress_with == std::set<std::string>{"SN", "US"});
}

TEST_CASE("every bundled text is there in Arabic, French, Spanish and English") {
  const Pack pack = bundled_content();
  for (const Language language :
       {Language::kArabic, Language::kFrench, Language::kSpanish, Language::kEnglish}) {
    CAPTURE(code(language));
    CHECK(pack.offers(language));
    for (const auto& [place, text] : all_texts(pack.values())) {
      CAPTURE(place);
      const auto& words = text.get(language);
      CHECK((words.has_value() && !words->empty()));
    }
  }
}

TEST_CASE("no bundled French breaks a line before its punctuation or holds a typewriter's quotes") {
  const Pack pack = bundled_content();
  for (const auto& [place, text] : all_texts(pack.values())) {
    const std::string words = text.get(Language::kFrench).value_or("");
    CAPTURE(place);
    CAPTURE(words);
    for (const char* wrong : {" ;", " :", " !", " ?", "« ", " »", "'", "\""}) {
      CHECK(words.find(wrong) == std::string::npos);
    }
  }
}

TEST_CASE("no reported speech of the bundled content stands in quotation marks") {
  const Pack pack = bundled_content();
  for (const Agreement& agreement : pack.values().agreements) {
    for (const Voice& voice : agreement.voices) {
      for (const Language language : kLanguages) {
        const std::string words = voice.text.get(language).value_or("");
        CAPTURE(words);
        for (const char* mark : {"«", "»", "“", "”", "\""}) {
          CHECK(words.find(mark) == std::string::npos);
        }
      }
    }
  }
}
