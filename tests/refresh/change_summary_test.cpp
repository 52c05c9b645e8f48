// What staff are told that another pack would change.
#include "kiosk/refresh/change_summary.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "kiosk/pack/load_pack.h"
#include "tests/pack/temporary_folder.h"

using namespace kiosk;

namespace {

PackValues good() {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  auto pack = load_pack(folder.path());
  REQUIRE(pack.has_value());
  return pack->values();
}

City& city(PackValues& values, const char* id) {
  for (City& one : values.cities.own()) {
    if (one.id.value == id) return one;
  }
  FAIL("no such city");
  return values.cities.own().front();
}

ChangeSummary changes(const PackValues& next) { return changes_between(Pack(good()), Pack(next)); }

// What one edit of a city is told as.
template <typename Edit>
void check_city(ChangedPart part, Edit edit) {
  PackValues values = good();
  edit(city(values, "delta"));
  const ChangeSummary summary = changes(values);
  CAPTURE(static_cast<int>(part));
  REQUIRE(summary.cities_changed.size() == 1);
  CHECK(summary.cities_changed[0].city == CityId{"delta"});
  CHECK(summary.cities_changed[0].parts == std::vector{part});
  CHECK_FALSE(summary.empty());
}

template <typename Edit>
void check_agreement(ChangedPart part, Edit edit) {
  PackValues values = good();
  edit(values.agreements.own().front());
  const ChangeSummary summary = changes(values);
  CAPTURE(static_cast<int>(part));
  REQUIRE(summary.agreements_changed.size() == 1);
  CHECK(summary.agreements_changed[0].agreement == values.agreements.front().id);
  CHECK(summary.agreements_changed[0].parts == std::vector{part});
}

}  // namespace

TEST_CASE("the same pack changes nothing; another number is no change either") {
  PackValues values = good();
  CHECK(changes(values).empty());
  ++values.serial;
  values.hash = "other";
  CHECK(changes(values).empty());
}

TEST_CASE("each part of a city is told") {
  check_city(ChangedPart::kName, [](City& c) { c.name.set(Language::kFrench, "X"); });
  check_city(ChangedPart::kName, [](City& c) { c.aliases.push_back("X"); });
  check_city(ChangedPart::kStory, [](City& c) { c.story.set(Language::kArabic, "X"); });
  check_city(ChangedPart::kFacts, [](City& c) { c.facts.pop_back(); });
  check_city(ChangedPart::kFacts, [](City& c) { c.facts[0].text.set(Language::kFrench, "X"); });
  check_city(ChangedPart::kSources, [](City& c) { c.facts[0].sources.clear(); });
  check_city(ChangedPart::kPopulation, [](City& c) { c.population->value += 1; });
  check_city(ChangedPart::kPopulation, [](City& c) { c.population.reset(); });
  check_city(ChangedPart::kPlace, [](City& c) { c.position.lat += 0.1; });
  check_city(ChangedPart::kCountry, [](City& c) { c.country = "SN"; });
  check_city(ChangedPart::kLink, [](City& c) { c.link = "https://example.org"; });
  check_city(ChangedPart::kCaptions, [](City& c) { c.photos[0].credit = "X"; });
  check_city(ChangedPart::kCaptions, [](City& c) { c.photos[0].focus.x = 0.1F; });
}

TEST_CASE("languages of a changed text are told, and only those") {
  PackValues values = good();
  city(values, "delta").story.set(Language::kEnglish, "X");
  city(values, "delta").name.set(Language::kFrench, "Y");
  const ChangeSummary summary = changes(values);
  REQUIRE(summary.cities_changed.size() == 1);
  CHECK(summary.cities_changed[0].languages == std::vector{Language::kFrench, Language::kEnglish});
}

TEST_CASE("pictures come, go, and are replaced under the same name") {
  PackValues values = good();
  Photo fresh = city(values, "delta").photos[0];
  fresh.file = "photos/delta/new.jpg";
  city(values, "delta").photos.push_back(fresh);
  ChangeSummary summary = changes(values);
  CHECK(summary.pictures_added == 1);
  CHECK(summary.cities_changed.at(0).pictures_added == std::vector<std::string>{fresh.file});
  CHECK(summary.cities_changed.at(0).parts.empty());

  summary = changes_between(Pack(values), Pack(good()));
  CHECK(summary.pictures_removed == 1);
  CHECK(summary.cities_changed.at(0).pictures_removed == std::vector<std::string>{fresh.file});

  values = good();
  BuiltPicture other;
  other.picture = "pictures/other.jpg";
  city(values, "delta").photos[0].built = other;
  summary = changes(values);
  CHECK(summary.pictures_replaced == 1);
  CHECK(summary.pictures_added + summary.pictures_removed == 0);
}

TEST_CASE("cities and agreements come and go, with their pictures") {
  PackValues values = good();
  City fresh = city(values, "delta");
  fresh.id.value = "lagoon";
  values.cities.own().push_back(fresh);
  Agreement bond = values.agreements.front();
  bond.id.value = "another";
  values.agreements.own().push_back(bond);
  const Pack more(values);
  ChangeSummary summary = changes_between(Pack(good()), more);
  CHECK(summary.cities_added == std::vector{CityId{"lagoon"}});
  CHECK(summary.cities_changed.empty());
  CHECK(summary.pictures_added == 1);
  CHECK(summary.agreements_added == std::vector{AgreementId{"another"}});
  CHECK_FALSE(summary.rest_changed);
  summary = changes_between(more, Pack(good()));
  CHECK(summary.cities_removed == std::vector{CityId{"lagoon"}});
  CHECK(summary.pictures_removed == 1);
  CHECK(summary.agreements_removed == std::vector{AgreementId{"another"}});
}

TEST_CASE("each part of an agreement is told") {
  check_agreement(ChangedPart::kText, [](Agreement& a) { a.text.set(Language::kFrench, "X"); });
  check_agreement(ChangedPart::kPlace, [](Agreement& a) { a.place.set(Language::kFrench, "X"); });
  check_agreement(ChangedPart::kDate, [](Agreement& a) { a.date = "1999"; });
  check_agreement(ChangedPart::kThemes, [](Agreement& a) { a.themes.emplace_back("x"); });
  check_agreement(ChangedPart::kSources, [](Agreement& a) { a.sources.clear(); });
  check_agreement(ChangedPart::kPartners, [](Agreement& a) { a.partner = UnnamedPartner{"US"}; });
  check_agreement(ChangedPart::kVoices, [](Agreement& a) { a.voices.emplace_back(); });
}

TEST_CASE("languages, title, club and the rest are told") {
  PackValues values = good();
  values.languages.pop_back();
  ChangeSummary summary = changes(values);
  CHECK(summary.languages_removed == std::vector{Language::kEnglish});
  summary = changes_between(Pack(values), Pack(good()));
  CHECK(summary.languages_added == std::vector{Language::kEnglish});

  values = good();
  values.title.set(Language::kFrench, "X");
  CHECK(changes(values).title_changed);
  values = good();
  values.club.reset();
  CHECK(changes(values).club_changed);
  values = good();
  values.idle.countdown = Millis{5000};
  CHECK(changes(values).rest_changed);
  values = good();
  values.map.draw_borders = !values.map.draw_borders;
  CHECK(changes(values).rest_changed);
  values = good();
  std::ranges::reverse(values.agreements.own());
  CHECK(changes(values).rest_changed);
  values = good();
  values.id = "other";
  CHECK(changes(values).other_exhibition);
}
