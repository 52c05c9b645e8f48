// Pack: everything the exhibition knows, as values that never change after load.
//
// Made by pack/load_pack.h from a content folder that passed every check: ids
// are unique, every reference resolves, every text is there in every language
// the pack declares (or in that language's fallback). Field names follow the
// content format. Any thread may read; the loader alone writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/id.h"
#include "kiosk/base/language.h"
#include "kiosk/base/shared_list.h"
#include "kiosk/base/time.h"
#include "kiosk/model/localized.h"

namespace kiosk {

struct Source {
  SourceId id;
  std::string title;
  std::string publisher;
  std::string date;  // EDTF, as coarse as known; may be empty
};

struct Population {
  std::int64_t value = 0;
  int year = 0;
  std::vector<SourceId> sources;
};

struct Fact {
  Localized text;
  std::vector<SourceId> sources;
};

enum class PhotoKind { kPhoto, kIllustration };

// The files made of a picture when the pack was built.
struct BuiltPicture {
  std::string picture;  // relative to the pack's folder, JPEG of our own encoder
  std::string thumbnail;
  int width = 0;  // of the picture, px
  int height = 0;
  std::string blur;  // 32 bytes in hex, see picture/blur_preview.h
};

struct Photo {
  std::string file;                   // as its author named it, relative to the content folder
  std::optional<BuiltPicture> built;  // nothing: this folder was not built, there is none to show
  PhotoKind kind = PhotoKind::kPhoto;
  Localized caption;
  Localized alt;
  std::string credit;
  Vec2 focus{0.5F, 0.5F};  // what crops must keep: from the left and from the top, 0 to 1
};

struct City {
  CityId id;
  Localized name;
  std::vector<std::string> native_names;  // in the city's own scripts
  std::vector<std::string> aliases;       // other spellings, for the search
  std::string country;                    // ISO 3166-1 alpha-2; empty: the pack names none
  LonLat position;                        // degrees; for a city `beside` another, that one's
  std::optional<CityId> beside;           // drawn docked to this city: its own place is not given
  std::optional<Population> population;
  Localized story;
  std::vector<SourceId> story_sources;
  std::vector<Fact> facts;
  std::vector<Photo> photos;
  std::string link;  // a page about it for visitors' phones, https; may be empty
};

struct Theme {
  ThemeId id;
  Localized name;
  std::string icon;
};

// A partner that the source leaves unnamed: told in words, no marker, no arc.
struct UnnamedPartner {
  std::string country;  // ISO 3166-1 alpha-2
};

enum class VoiceKind { kReported, kVerbatim };

struct Voice {
  Localized speaker;
  Localized role;
  Localized text;
  VoiceKind kind = VoiceKind::kReported;
};

enum class AgreementStatus { kSigned, kInProgress };

struct Agreement {
  AgreementId id;
  std::optional<CityId> home;  // the source does not always say which
  std::variant<CityId, UnnamedPartner> partner;
  AgreementStatus status = AgreementStatus::kSigned;
  Localized place;   // empty while in progress if the source names none
  std::string date;  // EDTF; may be empty
  std::vector<ThemeId> themes;
  Localized text;
  std::vector<Voice> voices;
  std::vector<SourceId> sources;

  [[nodiscard]] const CityId* partner_city() const { return std::get_if<CityId>(&partner); }
};

struct Club {
  Localized name;
  Localized mission;
  Localized governance;
  std::vector<CityId> members;
  std::vector<SourceId> sources;
};

enum class BorderStyle { kHidden, kSolid, kDashed };

struct BorderRule {
  std::string first;  // ISO 3166-1 alpha-2, in no order
  std::string second;
  BorderStyle style = BorderStyle::kHidden;
};

// Which territories of the map's data a partner country's tint covers.
struct TintRule {
  std::string country;                   // ISO 3166-1 alpha-2
  std::vector<std::string> territories;  // the same; none: it is not tinted
};

struct MapSettings {
  LonLat south_west;  // the bounds visitors can move in
  LonLat north_east;
  bool draw_borders = false;
  std::vector<BorderRule> border_rules;
  bool tint_partner_countries = true;
  std::vector<TintRule> tint_rules;
};

struct PackLanguage {
  Language language = Language::kFrench;
  std::optional<Language> fallback;
};

struct IdleTimes {
  Millis warn_after{60'000};
  Millis countdown{30'000};
  std::optional<Millis> attract_after;  // untouched at the start; nothing: as long as warn_after
};

// What visitors are offered beside the map: a site may go without.
struct Features {
  bool quiz = true;
  bool take_away = true;  // the code to take a city along
  bool speech = true;     // reading aloud
  bool search = true;
};

// The plain values a Pack is made of; the loader fills them in.
struct PackValues {
  std::filesystem::path folder;
  std::string id;
  std::int64_t serial = 0;
  std::string hash;  // BLAKE2b-256 of the content, hex
  Localized title;
  Localized subtitle;
  std::vector<PackLanguage> languages;
  Language default_language = Language::kFrench;
  std::vector<CityId> homes;
  MapSettings map;
  std::vector<Theme> themes;
  IdleTimes idle;
  Features features;
  Localized attract_line;  // of the site: under the title, while nobody is there
  std::vector<Source> sources;
  SharedList<City> cities;  // homes first, then by id
  SharedList<Agreement> agreements;
  std::optional<Club> club;
};

class Pack {
 public:
  explicit Pack(PackValues values);

  [[nodiscard]] const PackValues& values() const { return m_values; }

  // nullptr when there is none of that id.
  [[nodiscard]] const City* city(const CityId& id) const;
  [[nodiscard]] const Theme* theme(const ThemeId& id) const;
  [[nodiscard]] const Source* source(const SourceId& id) const;
  // The agreement that ties this partner to its home; nullptr for a home.
  [[nodiscard]] const Agreement* agreement_of(const CityId& partner) const;
  // Places in values().agreements of those that tie this city, home or partner, to another.
  [[nodiscard]] std::span<const std::size_t> agreements_with(const CityId& city) const;

  [[nodiscard]] bool is_home(const CityId& id) const;
  [[nodiscard]] bool offers(Language language) const;
  // The words for that language, or its fallback's, or any there are.
  [[nodiscard]] Wording resolve(const Localized& text, Language language) const;

 private:
  PackValues m_values;
  // Places in the lists above, so that a copy of the pack needs no other.
  std::map<std::string, std::size_t, std::less<>> m_cities;
  std::map<std::string, std::vector<std::size_t>, std::less<>> m_agreements;
};

}  // namespace kiosk
