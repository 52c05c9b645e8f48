#include "kiosk/authoring/adopt.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "kiosk/authoring/photo_words.h"
#include "kiosk/authoring/picture_fitness.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::ordered_json;

// Nothing: why is told.
std::optional<ordered_json> read_json(const fs::path& folder, const std::string& file,
                                      Problems& problems) {
  const auto bytes = read_content_file(folder, file, kMaxDocumentBytes);
  if (!bytes) {
    problems.push_back({file, "", bytes.error().what, bytes.error().remedy});
    return std::nullopt;
  }
  ordered_json document = ordered_json::parse(*bytes, nullptr, false);
  if (document.is_object()) return document;
  problems.push_back({file, "", "it is no JSON object",
                      "Let kiosk-pack check tell where it is wrong, and correct that first."});
  return std::nullopt;
}

std::string text_of(const ordered_json& object, const char* field) {
  const auto found = object.is_object() ? object.find(field) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool write_json(const fs::path& file, const ordered_json& document) {
  const fs::path beside = file.string() + ".part";
  std::ofstream stream(beside, std::ios::binary);
  stream << document.dump(2) << '\n';
  stream.close();
  std::error_code error;
  if (!stream.fail()) fs::rename(beside, file, error);
  return !stream.fail() && !error;
}

// The languages that texts of this pack must have.
std::vector<std::string> languages_of(const ordered_json& pack) {
  std::vector<std::string> codes;
  const auto languages = pack.find("languages");
  if (languages == pack.end() || !languages->is_array()) return codes;
  for (const ordered_json& language : *languages) {
    const std::string code = text_of(language, "code");
    if (!code.empty() && !language.contains("fallback")) codes.push_back(code);
  }
  return codes;
}

// The folders in photos/, sorted: each is to be named like a city.
std::vector<std::string> cities_with_photos(const fs::path& folder, Problems& problems) {
  std::vector<std::string> cities;
  std::error_code error;
  fs::directory_iterator entry(folder / "photos", error);
  if (error == std::errc::no_such_file_or_directory) return cities;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_directory(ignored)) cities.push_back(entry->path().filename().string());
  }
  if (error) {
    problems.push_back({"photos", "", "the folder cannot be read: " + error.message(),
                        "Check the disk and its permissions."});
  }
  std::ranges::sort(cities);
  return cities;
}

// The pictures in a city's folder that its file does not name yet.
std::vector<std::string> fresh_pictures(const fs::path& folder, const std::string& photos,
                                        const ordered_json& named) {
  std::set<std::string> known;
  for (const ordered_json& photo : named) known.insert(text_of(photo, "file"));
  std::vector<std::string> fresh;
  for (const std::string& name : list_content_files(folder, photos)) {
    std::string path = photos;
    path.append("/").append(name);
    if (!known.contains(path)) fresh.push_back(std::move(path));
  }
  return fresh;
}

// What is wrong with a picture, if anything is.
std::optional<Problem> problem_with(const std::string& path, const PictureOutcome& outcome) {
  if (!outcome) return Problem{path, "", outcome.error().what, outcome.error().remedy};
  if (outcome->source_width >= kLeastPictureWidth) return std::nullopt;
  return Problem{path, "",
                 "it is " + std::to_string(outcome->source_width) + " pixels wide, less than " +
                     std::to_string(kLeastPictureWidth),
                 "Use the original from the camera, not a copy from a message."};
}

// A caption in each language: of the file's name, else the city's own.
ordered_json words_for(const std::string& path, const std::string& city,
                       const ordered_json& document, const std::vector<std::string>& languages) {
  const auto names = document.find("name");
  std::string any = city;
  if (names != document.end() && names->is_object() && !names->empty() &&
      names->begin().value().is_string()) {
    any = names->begin().value().get<std::string>();
  }
  ordered_json words = ordered_json::object();
  for (const std::string& language : languages) {
    std::string own = names != document.end() ? text_of(*names, language.c_str()) : "";
    if (own.empty()) own = any;
    words[language] = caption_of(path).value_or(own);
  }
  return words;
}

// Everything that an adoption is about.
struct Adoption {
  const fs::path& folder;
  std::string credit;
  const PictureMaking& making;
  std::vector<std::string> languages;
};

void adopt_city(const Adoption& adoption, const std::string& city, AdoptReport& report) {
  const std::string file = "cities/" + city + ".json";
  const std::string photos = "photos/" + city;
  std::error_code ignored;
  if (!fs::exists(adoption.folder / file, ignored)) {
    if (!list_content_files(adoption.folder, photos).empty()) {
      report.problems.push_back(
          {photos, "", "there is no " + in_quotes(file), "Name the folder like the city's id."});
    }
    return;
  }
  auto document = read_json(adoption.folder, file, report.problems);
  if (!document) return;
  ordered_json& list = (*document)["photos"];
  if (!list.is_array()) list = ordered_json::array();
  const auto fresh = fresh_pictures(adoption.folder, photos, list);
  if (fresh.empty()) return;
  const auto outcomes = make_pictures(adoption.folder, fresh, adoption.making);
  std::vector<std::string> adopted;
  for (const std::string& path : fresh) {
    if (auto problem = problem_with(path, outcomes.at(path))) {
      report.problems.push_back(std::move(*problem));
      continue;
    }
    const ordered_json words = words_for(path, city, *document, adoption.languages);
    list.push_back({{"file", path},
                    {"kind", "photo"},
                    {"caption", words},
                    {"alt", words},
                    {"credit", adoption.credit}});
    adopted.push_back(path);
  }
  if (adopted.empty()) return;
  if (!write_json(adoption.folder / file, *document)) {
    report.problems.push_back({file, "", "it cannot be written", "Make room and try again."});
    return;
  }
  report.adopted.insert(report.adopted.end(), adopted.begin(), adopted.end());
}

}  // namespace

AdoptReport adopt_pictures(const fs::path& folder, const std::string& credit,
                           const PictureMaking& making) {
  AdoptReport report;
  const auto pack = read_json(folder, "pack.json", report.problems);
  if (!pack) return report;
  const Adoption adoption{folder, credit.empty() ? "TODO" : credit, making, languages_of(*pack)};
  for (const std::string& city : cities_with_photos(folder, report.problems)) {
    adopt_city(adoption, city, report);
  }
  return report;
}

}  // namespace kiosk
