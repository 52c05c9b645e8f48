#include "kiosk/authoring/office_folder.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "kiosk/authoring/office_pictures.h"
#include "kiosk/authoring/office_texts.h"
#include "kiosk/authoring/photo_words.h"
#include "kiosk/pack/content_file.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::ordered_json;

std::string text_of(const ordered_json& object, const char* field) {
  const auto found = object.is_object() ? object.find(field) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

struct PackWords {
  std::vector<std::string> languages;  // codes of those that every text must have
  std::string first;                   // the default one
  std::string unknown_author{"?"};
};

PackWords words_of(const ordered_json& pack, const Localized& unknown_author) {
  PackWords words;
  words.first = text_of(pack, "default_language");
  const auto languages = pack.is_object() ? pack.find("languages") : pack.end();
  if (languages != pack.end() && languages->is_array()) {
    for (const ordered_json& language : *languages) {
      const std::string code = text_of(language, "code");
      if (!code.empty() && text_of(language, "fallback").empty()) words.languages.push_back(code);
    }
  }
  if (const auto language = language_from(words.first)) {
    words.unknown_author = unknown_author.get(*language).value_or(words.unknown_author);
  }
  return words;
}

// A city's name in one language, or in any, or its id.
std::string name_of(const OfficeCity& city, const std::string& id, const std::string& language) {
  const auto name = city.document.find("name");
  if (name == city.document.end()) return id;
  if (name->is_string()) return name->get<std::string>();
  if (const std::string own = text_of(*name, language.c_str()); !own.empty()) return own;
  if (name->is_object() && !name->empty() && name->begin().value().is_string()) {
    return name->begin().value().get<std::string>();
  }
  return id;
}

// Whose picture its camera says it is: asked of the worker, which ends after its first words.
std::string author_of(const fs::path& folder, const std::string& file, const PictureMaking& making,
                      const PackWords& words) {
  const auto bytes = read_content_file(folder, file, kMaxImageBytes);
  if (!bytes) return words.unknown_author;
  PixelReceiver receiver;
  receiver.begin = [](const WireHeader&) { return false; };
  receiver.row = [](std::span<const std::uint8_t>) {};
  const auto header = import_picture(making.worker, *bytes, receiver);
  if (!header) return words.unknown_author;
  return credit_of({header->artist.data(), header->artist.size()}).value_or(words.unknown_author);
}

// Takes mentions of pictures that were left out off a city's list.
void forget_left_out(OfficeCity& city, const std::vector<LeftOutPicture>& left_out) {
  std::set<std::string> gone;
  for (const LeftOutPicture& picture : left_out) {
    if (picture.mentioned) gone.insert(picture.file);
  }
  if (gone.empty()) return;
  ordered_json kept = ordered_json::array();
  for (ordered_json& photo : city.document["photos"]) {
    if (!gone.contains(shown_name(text_of(photo, "file")))) kept.push_back(std::move(photo));
  }
  city.document["photos"] = std::move(kept);
  city.changed = true;
}

AddedPicture add(OfficeCity& city, const PlacedPicture& picture, const PackWords& words,
                 const OfficeFolderRequest& request) {
  ordered_json& photos = city.document["photos"];
  if (!photos.is_array()) photos = ordered_json::array();
  const auto caption = caption_of(picture.shown);
  ordered_json texts = ordered_json::object();
  for (const std::string& language : words.languages) {
    texts[language] = caption.value_or(name_of(city, picture.city, language));
  }
  const std::string credit = author_of(request.out, picture.placed, request.making, words);
  photos.push_back({{"file", picture.placed},
                    {"kind", "photo"},
                    {"caption", texts},
                    {"alt", texts},
                    {"credit", credit}});
  city.changed = true;
  return {picture.shown, picture.placed, caption.value_or(name_of(city, picture.city, words.first)),
          credit};
}

// What strict staff are told instead of a list of what was left out.
void tell_as_problems(const std::map<std::string, std::vector<LeftOutPicture>>& left_out,
                      Problems& problems) {
  for (const auto& [city, pictures] : left_out) {
    for (const LeftOutPicture& picture : pictures) {
      problems.push_back({picture.file, "", picture.what, picture.remedy});
    }
  }
}

}  // namespace

Localized unknown_author_in(const Strings& words) {
  Localized author;
  for (const Language language : kLanguages) {
    author.set(language, std::string(words.text("credit.unknown", language)));
  }
  return author;
}

PackResult<OfficeFolder> prepare_office_folder(const OfficeFolderRequest& request) {
  std::error_code error;
  fs::create_directories(request.out, error);
  const auto files = list_folder(request.source);
  if (!files) return tl::unexpected(files.error());
  auto texts = copy_office_texts(*files, request.source, request.out);
  if (!texts) return tl::unexpected(std::move(texts.error()));
  OfficePictures pictures(request, *files, *texts);
  if (auto placed = pictures.place(); !placed) return tl::unexpected(std::move(placed.error()));
  if (auto judged = pictures.judge(); !judged) return tl::unexpected(std::move(judged.error()));

  OfficeFolder office;
  office.problems = std::move(texts->problems);
  office.whole = texts->whole;
  auto left_out = pictures.left_out();
  if (request.strict) {
    tell_as_problems(left_out, office.problems);
  }
  const PackWords words = words_of(texts->pack, request.unknown_author);
  std::map<std::string, CityPictures> told;
  for (auto& [id, those] : left_out) {
    if (const auto city = texts->cities.find(id); city != texts->cities.end()) {
      forget_left_out(city->second, those);
    }
    told[id].left_out = std::move(those);
  }
  for (const PlacedPicture& picture : pictures.fit()) {
    if (picture.mentioned) continue;
    OfficeCity& city = texts->cities.at(picture.city);
    told[picture.city].added.push_back(add(city, picture, words, request));
  }
  for (const auto& [id, city] : texts->cities) {
    if (!city.changed) continue;
    if (auto written = write_text(request.out, city.file, city.document.dump(2) + "\n"); !written) {
      return tl::unexpected(std::move(written.error()));
    }
  }
  for (auto& [id, city] : told) {
    city.city = id;
    office.cities.push_back(std::move(city));
  }
  sort_problems(office.problems);
  return office;
}

}  // namespace kiosk
