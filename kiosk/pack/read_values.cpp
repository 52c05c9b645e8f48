// From checked documents to plain values. A file may break its schema and still be
// read here, so that its references are checked in the same run: each reader takes
// what has the right type, and leaves the rest at its default.
#include <algorithm>
#include <string_view>
#include <utility>

#include "kiosk/pack/draft.h"

namespace kiosk {

namespace {

using nlohmann::json;

const json& member(const json& object, const char* key) {
  static const json kAbsent;
  if (!object.is_object()) return kAbsent;
  const auto found = object.find(key);
  return found == object.end() ? kAbsent : *found;
}

std::string text(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string text(const json& object, const char* key) { return text(member(object, key)); }

double number(const json& object, const char* key, double otherwise = 0) {
  const json& value = member(object, key);
  return value.is_number() ? value.get<double>() : otherwise;
}

std::int64_t integer(const json& object, const char* key) {
  const json& value = member(object, key);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

bool boolean(const json& object, const char* key, bool otherwise) {
  const json& value = member(object, key);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

// A name that is the same in every language may be written as one plain text.
Localized localized(const json& object, const char* key) {
  Localized words;
  const json& value = member(object, key);
  for (const Language language : kLanguages) {
    if (value.is_string()) {
      words.set(language, text(value));
    } else if (const json& own = member(value, std::string(code(language)).c_str());
               own.is_string()) {
      words.set(language, text(own));
    }
  }
  return words;
}

// One entry for each of the file's, so that indices stay the same in both.
template <typename Item, typename Read>
std::vector<Item> list(const json& object, const char* key, Read read) {
  std::vector<Item> items;
  const json& array = member(object, key);
  if (!array.is_array()) return items;
  items.reserve(array.size());
  for (const json& entry : array) items.push_back(read(entry));
  return items;
}

template <typename IdType>
std::vector<IdType> ids(const json& object, const char* key) {
  return list<IdType>(object, key, [](const json& entry) { return IdType{text(entry)}; });
}

std::vector<SourceId> sources(const json& object, const char* key) {
  const json& value = member(object, key);
  if (value.is_string()) return {SourceId{text(value)}};
  return ids<SourceId>(object, key);
}

template <typename Items>
std::optional<std::vector<std::string>> known_ids(const json& object, const char* key,
                                                  const Items& items) {
  if (!member(object, key).is_array()) return std::nullopt;
  std::vector<std::string> known;
  for (const auto& item : items) known.push_back(item.id.value);
  std::ranges::sort(known);
  return known;
}

PackLanguage language_entry(const json& entry) {
  PackLanguage declared;
  declared.language = language_from(text(entry, "code")).value_or(Language::kFrench);
  declared.fallback = language_from(text(entry, "fallback"));
  return declared;
}

MapSettings map_settings(const json& map) {
  MapSettings settings;
  const json& bounds = member(map, "bounds");
  if (bounds.is_array() && bounds.size() == 4) {
    const auto degrees = [&](std::size_t i) {
      return bounds[i].is_number() ? bounds[i].get<double>() : 0;
    };
    settings.south_west = {degrees(0), degrees(1)};
    settings.north_east = {degrees(2), degrees(3)};
  }
  settings.draw_borders = text(map, "borders") == "lines";
  settings.border_rules = list<BorderRule>(map, "border_rules", [](const json& entry) {
    BorderRule rule;
    const json& between = member(entry, "between");
    if (between.is_array() && between.size() == 2) {
      rule.first = text(between[0]);
      rule.second = text(between[1]);
    }
    const std::string style = text(entry, "style");
    rule.style = style == "solid"    ? BorderStyle::kSolid
                 : style == "dashed" ? BorderStyle::kDashed
                                     : BorderStyle::kHidden;
    return rule;
  });
  settings.tint_partner_countries = boolean(map, "tint_partner_countries", true);
  settings.tint_rules = list<TintRule>(map, "tint_rules", [](const json& entry) {
    return TintRule{
        text(entry, "country"),
        list<std::string>(entry, "territories", [](const json& code) { return text(code); })};
  });
  return settings;
}

Photo photo(const json& entry) {
  Photo photo;
  photo.file = text(entry, "file");
  photo.kind = text(entry, "kind") == "illustration" ? PhotoKind::kIllustration : PhotoKind::kPhoto;
  photo.caption = localized(entry, "caption");
  photo.alt = localized(entry, "alt");
  photo.credit = text(entry, "credit");
  const json& focus = member(entry, "focus");
  if (focus.is_array() && focus.size() == 2 && focus[0].is_number() && focus[1].is_number()) {
    photo.focus = {focus[0].get<float>(), focus[1].get<float>()};
  }
  return photo;
}

Voice voice(const json& entry) {
  Voice voice;
  voice.speaker = localized(entry, "speaker");
  voice.role = localized(entry, "role");
  voice.text = localized(entry, "text");
  voice.kind = text(entry, "kind") == "verbatim" ? VoiceKind::kVerbatim : VoiceKind::kReported;
  return voice;
}

Agreement agreement(const json& entry) {
  Agreement agreement;
  agreement.id.value = text(entry, "id");
  if (member(entry, "home").is_string()) agreement.home = CityId{text(entry, "home")};
  const json& partner = member(entry, "partner");
  if (partner.is_object()) {
    agreement.partner = UnnamedPartner{text(partner, "country")};
  } else {
    agreement.partner = CityId{text(partner)};
  }
  agreement.status = text(entry, "status") == "in_progress" ? AgreementStatus::kInProgress
                                                            : AgreementStatus::kSigned;
  agreement.place = localized(entry, "place");
  agreement.date = text(entry, "date");
  agreement.themes = ids<ThemeId>(entry, "themes");
  agreement.text = localized(entry, "text");
  agreement.voices = list<Voice>(entry, "voices", voice);
  agreement.sources = sources(entry, "source");
  return agreement;
}

}  // namespace

void read_pack(const json& document, Draft& draft) {
  PackValues& values = draft.values;
  values.id = text(document, "id");
  values.serial = integer(document, "serial");
  values.title = localized(document, "title");
  values.subtitle = localized(document, "subtitle");
  values.languages = list<PackLanguage>(document, "languages", language_entry);
  values.default_language =
      language_from(text(document, "default_language")).value_or(Language::kFrench);
  values.homes = ids<CityId>(document, "homes");
  values.map = map_settings(member(document, "map"));
  values.themes = list<Theme>(document, "themes", [](const json& entry) {
    return Theme{ThemeId{text(entry, "id")}, localized(entry, "name"), text(entry, "icon")};
  });
  values.sources = list<Source>(document, "sources", [](const json& entry) {
    return Source{SourceId{text(entry, "id")}, text(entry, "title"), text(entry, "publisher"),
                  text(entry, "date")};
  });
  const json& idle = member(document, "idle");
  values.idle.warn_after = Millis{number(idle, "warn_after_s", 60) * 1000};
  values.idle.countdown = Millis{number(idle, "countdown_s", 30) * 1000};

  draft.language_codes = list<std::string>(document, "languages",
                                           [](const json& entry) { return text(entry, "code"); });
  draft.default_language_code = text(document, "default_language");
  const json& bounds = member(member(document, "map"), "bounds");
  draft.has_bounds = bounds.is_array() && bounds.size() == 4;
  draft.theme_ids = known_ids(document, "themes", values.themes);
  draft.source_ids = known_ids(document, "sources", values.sources);
  if (member(document, "homes").is_array()) {
    draft.home_ids.emplace();
    for (const CityId& home : values.homes) draft.home_ids->push_back(home.value);
    std::ranges::sort(*draft.home_ids);
  }
}

void read_agreements(const json& document, Draft& draft) {
  if (!document.is_array()) return;
  std::vector<Agreement>& agreements = draft.values.agreements.own();
  agreements.reserve(document.size());
  for (const json& entry : document) agreements.push_back(agreement(entry));
}

void read_club(const json& document, Draft& draft) {
  Club club;
  club.name = localized(document, "name");
  club.mission = localized(document, "mission");
  club.governance = localized(document, "governance");
  club.members = ids<CityId>(document, "members");
  club.sources = sources(document, "source");
  draft.values.club = std::move(club);
}

void read_pictures(const json& document, Draft& draft) {
  draft.pictures.emplace();
  const json& entries = member(document, "pictures");
  if (!entries.is_array()) return;
  for (const json& entry : entries) {
    BuiltPicture built;
    built.picture = text(entry, "picture");
    built.thumbnail = text(entry, "thumbnail");
    built.width = static_cast<int>(integer(entry, "width"));
    built.height = static_cast<int>(integer(entry, "height"));
    built.blur = text(entry, "blur");
    (*draft.pictures)[text(entry, "file")] = std::move(built);
  }
}

DraftCity read_city(const json& document, const std::string& file) {
  DraftCity draft;
  draft.file = file;
  City& city = draft.city;
  city.id.value = text(document, "id");
  city.name = localized(document, "name");
  city.native_names =
      list<std::string>(document, "native_names", [](const json& entry) { return text(entry); });
  city.link = text(document, "link");
  city.aliases =
      list<std::string>(document, "aliases", [](const json& entry) { return text(entry); });
  city.country = text(document, "country");
  draft.has_position = member(document, "lon").is_number() && member(document, "lat").is_number();
  city.position = {number(document, "lon"), number(document, "lat")};
  if (member(document, "beside").is_string()) city.beside = CityId{text(document, "beside")};
  if (const json& population = member(document, "population"); population.is_object()) {
    city.population =
        Population{integer(population, "value"), static_cast<int>(integer(population, "year")),
                   sources(population, "source")};
  }
  city.story = localized(document, "story");
  city.story_sources = sources(document, "story_source");
  city.facts = list<Fact>(document, "facts", [](const json& entry) {
    return Fact{localized(entry, "text"), sources(entry, "source")};
  });
  city.photos = list<Photo>(document, "photos", photo);
  return draft;
}

}  // namespace kiosk
