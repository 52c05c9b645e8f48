// Draft: a content folder as read so far, before anyone knows whether it holds
// together. Inside the loader alone: read_values.cpp fills it from documents that
// may break their schema, cross_references.cpp finds what does not fit.
//
// Lists keep their places ([2] in the file is [2] here), so that a problem found
// in the values still knows its path.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/model/pack.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

inline constexpr const char* kPackFile = "pack.json";
inline constexpr const char* kAgreementsFile = "agreements.json";
inline constexpr const char* kClubFile = "club.json";
inline constexpr const char* kPicturesFile = "pictures.json";  // of a built pack
inline constexpr const char* kCitiesFolder = "cities";

struct DraftCity {
  std::string file;  // "cities/banjul.json"
  City city;
  bool has_position = false;  // gives lon and lat itself
};

struct Draft {
  PackValues values;  // its cities stay empty until the end: they are in `cities`
  std::vector<DraftCity> cities;
  // Ids that a reference may name, sorted. nullopt: that list could not be read, which is
  // told once, and not again by everyone who refers to it.
  std::optional<std::vector<std::string>> city_ids;
  std::optional<std::vector<std::string>> home_ids;
  std::optional<std::vector<std::string>> theme_ids;
  std::optional<std::vector<std::string>> source_ids;
  std::vector<std::string> language_codes;  // as written, one for each of values.languages
  std::string default_language_code;        // as written
  bool has_bounds = false;
  // By the file that a city names; nothing: the folder is its author's, not a built pack.
  std::optional<std::map<std::string, BuiltPicture>> pictures;
  PackStanding standing = PackStanding::kAtTheDoor;
  // "file\npath" of values already found wrong by their schema.
  std::set<std::string> bad_values;
};

// Readers take what has the right type and skip the rest, which the schema has told.
void read_pack(const nlohmann::json& document, Draft& draft);
void read_agreements(const nlohmann::json& document, Draft& draft);
void read_club(const nlohmann::json& document, Draft& draft);
void read_pictures(const nlohmann::json& document, Draft& draft);
[[nodiscard]] DraftCity read_city(const nlohmann::json& document, const std::string& file);

// What the schemas cannot see: references, languages, dates, positions, files.
[[nodiscard]] Problems check_references(const Draft& draft, const std::filesystem::path& folder);

// What a draft without any problem amounts to, cities in their order.
[[nodiscard]] PackValues assembled(Draft draft, const std::filesystem::path& folder,
                                   std::string hash);

}  // namespace kiosk
