#include "kiosk/map/ground_choice.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "kiosk/map/basemap.h"

namespace kiosk {
namespace {

using Codes = std::vector<std::string>;

City city(const char* id, const char* country) {
  City made;
  made.id = CityId{id};
  made.country = country;
  return made;
}

// A home in Morocco, partners in Niger (two), Mali and one unnamed in Senegal.
PackValues exhibition() {
  PackValues values;
  values.homes = {CityId{"home"}};
  values.cities.own() = {city("home", "MA"), city("a", "NE"), city("b", "ML"), city("c", "NE"),
                         city("nowhere", "")};
  Agreement unnamed;
  unnamed.partner = UnnamedPartner{"SN"};
  values.agreements.own() = {unnamed};
  return values;
}

TEST_CASE("without lines no border is drawn, but for the pairs that a rule shows") {
  MapSettings settings;
  CHECK(border_style(settings, "ML", "NE") == BorderStyle::kHidden);
  settings.border_rules = {{"ML", "NE", BorderStyle::kDashed}};
  CHECK(border_style(settings, "ML", "NE") == BorderStyle::kDashed);
  CHECK(border_style(settings, "NE", "ML") == BorderStyle::kDashed);
  CHECK(border_style(settings, "ML", "SN") == BorderStyle::kHidden);
}

TEST_CASE("with lines every border is drawn, but for the pairs that a rule hides or dashes") {
  MapSettings settings;
  settings.draw_borders = true;
  settings.border_rules = {{"EH", "MA", BorderStyle::kHidden}, {"IN", "PK", BorderStyle::kDashed}};
  CHECK(border_style(settings, "ML", "NE") == BorderStyle::kSolid);
  CHECK(border_style(settings, "", "SO") == BorderStyle::kSolid);
  CHECK(border_style(settings, "MA", "EH") == BorderStyle::kHidden);
  CHECK(border_style(settings, "PK", "IN") == BorderStyle::kDashed);
}

TEST_CASE("a tint covers each partner country's own territory, and no home's") {
  CHECK(tinted_territories(exhibition()) == Codes{"NE", "ML", "SN"});
}

TEST_CASE("a rule says what a country's tint covers: more, another, or nothing") {
  PackValues values = exhibition();
  values.map.tint_rules = {{"NE", {"NE", "TD"}}, {"ML", {}}};
  CHECK(tinted_territories(values) == Codes{"NE", "TD", "SN"});
  values.map.tint_rules = {{"SN", {"GM"}}};
  CHECK(tinted_territories(values) == Codes{"NE", "ML", "GM"});
}

TEST_CASE("a pack may tint nothing") {
  PackValues values = exhibition();
  values.map.tint_rules = {{"NE", {"NE", "TD"}}};
  values.map.tint_partner_countries = false;
  CHECK(tinted_territories(values).empty());
}

TEST_CASE("every territory that has a code is at hand, once, and none of the basemap's own") {
  const auto folder = std::filesystem::path(KIOSK_SOURCE_DIR) / "assets/basemap";
  const auto basemap = open_basemap(folder);
  const auto territories = open_territories(folder);
  REQUIRE(basemap);
  REQUIRE(territories);
  Codes codes;
  for (const CountryFill& fill : *territories) {
    CHECK(fill.country.size() == 2);
    CHECK_FALSE(fill.chunks.empty());
    codes.push_back(fill.country);
  }
  for (const CountryFill& fill : basemap->countries) codes.push_back(fill.country);
  const std::size_t all = codes.size();
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  CHECK(codes.size() == all);
  for (const char* code : {"MA", "EH", "FR", "ES", "MR", "DZ", "IN", "PK"}) {
    CHECK(std::ranges::binary_search(codes, code));
  }
}

}  // namespace
}  // namespace kiosk
