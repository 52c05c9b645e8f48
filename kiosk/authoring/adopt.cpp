#include "kiosk/authoring/adopt.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "kiosk/authoring/photo_words.h"
#include "kiosk/authoring/picture_fitness.h"
#include "kiosk/pack/content_file.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::ordered_json;

ordered_json read_json(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  return ordered_json::parse(bytes, nullptr, false);
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
std::vector<std::string> languages_of(const fs::path& folder) {
  std::vector<std::string> codes;
  const ordered_json pack = read_json(folder / "pack.json");
  if (!pack.is_object() || !pack.contains("languages")) return codes;
  for (const auto& language : pack["languages"]) {
    if (!language.contains("fallback")) codes.push_back(language.value("code", ""));
  }
  return codes;
}

}  // namespace

AdoptReport adopt_pictures(const fs::path& folder, const std::string& credit,
                           const PictureMaking& making) {
  AdoptReport report;
  const std::vector<std::string> languages = languages_of(folder);
  std::error_code error;
  std::vector<std::string> cities;
  for (const auto& entry : fs::directory_iterator(folder / "photos", error)) {
    if (entry.is_directory(error)) cities.push_back(entry.path().filename().string());
  }
  std::ranges::sort(cities);
  for (const std::string& city : cities) {
    const std::string file = "cities/" + city + ".json";
    const std::string photos = "photos/" + city;
    ordered_json document = read_json(folder / file);
    if (!document.is_object()) {
      if (!list_content_files(folder, photos).empty()) {
        report.problems.push_back({photos, "", "there is no readable " + in_quotes(file),
                                   "Name the folder like the city's id."});
      }
      continue;
    }
    ordered_json& list = document["photos"];
    if (!list.is_array()) list = ordered_json::array();
    std::set<std::string> known;
    for (const auto& photo : list) known.insert(photo.value("file", ""));
    std::vector<std::string> fresh;
    for (const std::string& name : list_content_files(folder, photos)) {
      std::string path = photos;
      path.append("/").append(name);
      if (!known.contains(path)) fresh.push_back(std::move(path));
    }
    if (fresh.empty()) continue;
    const auto outcomes = make_pictures(folder, fresh, making);
    std::vector<std::string> adopted;
    for (const std::string& path : fresh) {
      const PictureOutcome& outcome = outcomes.at(path);
      if (!outcome) {
        report.problems.push_back({path, "", outcome.error().what, outcome.error().remedy});
        continue;
      }
      if (outcome->source_width < kLeastPictureWidth) {
        report.problems.push_back({path, "",
                                   "it is " + std::to_string(outcome->source_width) +
                                       " pixels wide, less than " +
                                       std::to_string(kLeastPictureWidth),
                                   "Use the original from the camera, not a copy from a message."});
        continue;
      }
      std::string name = city;
      if (document.contains("name") && !document["name"].empty()) {
        name = document["name"].begin().value().get<std::string>();
      }
      ordered_json words = ordered_json::object();
      for (const std::string& language : languages) {
        std::string own = name;
        if (document["name"].contains(language)) own = document["name"][language];
        words[language] = caption_of(path).value_or(own);
      }
      list.push_back({{"file", path},
                      {"kind", "photo"},
                      {"caption", words},
                      {"alt", words},
                      {"credit", credit.empty() ? std::string("TODO") : credit}});
      adopted.push_back(path);
    }
    if (adopted.empty()) continue;
    if (write_json(folder / file, document)) {
      report.adopted.insert(report.adopted.end(), adopted.begin(), adopted.end());
    } else {
      report.problems.push_back({file, "", "it cannot be written", "Make room and try again."});
    }
  }
  return report;
}

}  // namespace kiosk
