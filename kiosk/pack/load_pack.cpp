#include "kiosk/pack/load_pack.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include "kiosk/base/check.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/draft.h"
#include "kiosk/pack/json_document.h"
#include "kiosk/pack/schemas.h"
#include "kiosk/pack/texts_of.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

// Beyond the doors a larger document is no stranger's way to keep us busy.
constexpr std::size_t kAcceptedTimes = 16;

DocumentLimits limits_of(PackStanding standing) {
  if (standing == PackStanding::kAtTheDoor) return {};
  return {kMaxDocumentBytes * kAcceptedTimes, kMaxMembers * kAcceptedTimes,
          kMaxValues * kAcceptedTimes};
}

// What keeps a folder from being read at all.
std::optional<Problem> problem_with_folder(const fs::path& folder) {
  const std::string shown = folder.string();
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found) {
    return Problem{shown, "", "no such folder", "Give the folder that holds pack.json."};
  }
  if (fs::exists(status) && !fs::is_directory(status)) {
    return Problem{shown, "", "this is a file, not a folder",
                   "Give the folder that holds pack.json."};
  }
  const fs::directory_iterator readable(folder, error);
  if (error) {
    return Problem{shown, "", "the folder cannot be read: " + error.message(),
                   "Check its permissions."};
  }
  if (const auto pack = find_content_file(folder, kPackFile); !pack) {
    return Problem{kPackFile, "", pack.error().what, "This is not a content folder without it."};
  }
  return std::nullopt;
}

class Loader {
 public:
  Loader(const fs::path& folder, PackStanding standing) : m_folder(folder) {
    m_draft.standing = standing;
  }

  // Once, and before what is told of the draft is asked for.
  void read();
  // Every picture and text that was read, whether or not there are problems.
  void mention_all(ContentReading& reading) const;
  // Uses up what was read.
  [[nodiscard]] tl::expected<Pack, Problems> take_pack();

 private:
  void read_all();
  void read_cities();
  void refuse(Problem problem) { m_problems.push_back(std::move(problem)); }

  // Reads, parses and holds the file against its schema. nullopt: there is nothing to go on with.
  [[nodiscard]] std::optional<json> document(const std::string& file, const Schema& schema);

  void hash_pictures();
  [[nodiscard]] std::string hash_of_all() const;

  const fs::path& m_folder;
  Draft m_draft;
  Problems m_problems;
  std::map<std::string, std::string> m_hashes;  // by path
  std::size_t m_text_bytes = 0;
};

std::optional<json> Loader::document(const std::string& file, const Schema& schema) {
  if (m_problems.size() > kMaxProblems || m_text_bytes > kMaxTextBytes) return std::nullopt;
  const DocumentLimits limits = limits_of(m_draft.standing);
  const auto bytes = read_content_file(m_folder, file, limits.bytes);
  if (!bytes) {
    refuse({file, "", bytes.error().what, bytes.error().remedy});
    return std::nullopt;
  }
  m_text_bytes += bytes->size();
  if (m_text_bytes > kMaxTextBytes) {
    refuse(
        {file, "",
         "with this file there are more than " + std::to_string(kMaxTextBytes) + " bytes of JSON",
         "Keep fewer or shorter files."});
    return std::nullopt;
  }
  auto parsed = parse_document(*bytes, file, limits);
  if (!parsed) {
    refuse(std::move(parsed.error()));
    return std::nullopt;
  }
  m_hashes[file] = hash_of(*bytes);
  SchemaFindings findings = schema.check(*parsed, file);
  std::ranges::move(findings.problems, std::back_inserter(m_problems));
  for (const std::string& path : findings.bad_values) {
    m_draft.bad_values.insert(std::string(file).append("\n").append(path));
  }
  return std::move(*parsed);
}

void Loader::read_all() {
  if (const auto pack = document(kPackFile, Schema("pack"))) read_pack(*pack, m_draft);
  read_cities();
  if (const auto agreements = document(kAgreementsFile, Schema("agreements"))) {
    read_agreements(*agreements, m_draft);
  }
  const auto names = list_content_files(m_folder, "");
  if (std::ranges::find(names, kClubFile) != names.end()) {
    if (const auto club = document(kClubFile, Schema("club"))) read_club(*club, m_draft);
  }
  if (std::ranges::find(names, kPicturesFile) != names.end()) {
    m_draft.pictures.emplace();
    if (const auto index = document(kPicturesFile, Schema("pictures"))) {
      read_pictures(*index, m_draft);
    }
  }
}

void Loader::read_cities() {
  std::vector<std::string> names = list_content_files(m_folder, kCitiesFolder);
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(".json"); });
  if (names.empty()) {
    refuse({kCitiesFolder, "", "there is no city", "Write one file a city: cities/<id>.json."});
    return;
  }
  const std::size_t most = most_files(m_draft.standing);
  if (names.size() > most) {
    refuse({kCitiesFolder, "", "there are more than " + std::to_string(most) + " files",
            "Keep fewer."});
    return;
  }
  const Schema schema("city");
  m_draft.city_ids.emplace();
  for (const std::string& name : names) {
    // Known by its name even if it cannot be read: its trouble is told once, at the file.
    m_draft.city_ids->push_back(fs::path(name).stem().string());
    const std::string file = std::string(kCitiesFolder) + "/" + name;
    const auto city = document(file, schema);
    if (!city) continue;
    m_draft.cities.push_back(read_city(*city, file));
    m_draft.city_ids->push_back(m_draft.cities.back().city.id.value);
  }
  std::ranges::sort(*m_draft.city_ids);
}

void Loader::hash_pictures() {
  if (m_draft.pictures) return;
  const auto take = [&](const std::string& file) {
    if (m_hashes.contains(file)) return;
    const auto hash = hash_of_file(m_folder / file);
    if (hash) {
      m_hashes[file] = *hash;
    } else {
      refuse({file, "", hash.error().message, "Copy the picture again."});
    }
  };
  for (const DraftCity& draft : m_draft.cities) {
    for (const Photo& photo : draft.city.photos) take(photo.file);
  }
}

std::string Loader::hash_of_all() const {
  std::string lines;
  for (const auto& [file, hash] : m_hashes)
    lines.append(file).append(" ").append(hash).append("\n");
  return hash_of(lines);
}

void Loader::read() {
  read_all();
  std::ranges::move(check_references(m_draft, m_folder), std::back_inserter(m_problems));
  if (m_problems.empty()) hash_pictures();
}

void Loader::mention_all(ContentReading& reading) const {
  for (const auto& [file, hash] : m_hashes) {
    if (file.ends_with(".json")) reading.files.push_back(file);
  }
  for (const DraftCity& draft : m_draft.cities) {
    for (std::size_t i = 0; i < draft.city.photos.size(); ++i) {
      reading.photos.push_back(
          {draft.file, joined("photos", i), draft.city.id, draft.city.photos[i]});
    }
  }
  for_each_text(m_draft,
                [&](const std::string& file, const std::string& path, const Localized& text) {
                  reading.texts.push_back({file, path, text});
                });
}

tl::expected<Pack, Problems> Loader::take_pack() {
  if (m_problems.empty()) return Pack(assembled(std::move(m_draft), m_folder, hash_of_all()));
  sort_problems(m_problems);
  if (m_problems.size() > kMaxProblems) {
    m_problems.resize(kMaxProblems);
    refuse({"and so on", "", "there are more problems than these", "Correct these first."});
  }
  return tl::unexpected(std::move(m_problems));
}

}  // namespace

std::size_t most_files(PackStanding standing) {
  return standing == PackStanding::kAtTheDoor ? kMaxFiles : kMaxFiles * kAcceptedTimes;
}

PackValues assembled(Draft draft, const fs::path& folder, std::string hash) {
  PackValues values = std::move(draft.values);
  std::map<CityId, LonLat> places;
  for (const DraftCity& one : draft.cities) places[one.city.id] = one.city.position;
  std::vector<City> cities;
  for (DraftCity& one : draft.cities) {
    if (one.city.beside) one.city.position = places.at(*one.city.beside);
    for (Photo& photo : one.city.photos) {
      if (draft.pictures) photo.built = draft.pictures->at(photo.file);
    }
    cities.push_back(std::move(one.city));
  }
  const auto rank = [&](const City& city) { return std::ranges::find(values.homes, city.id); };
  std::ranges::sort(cities, [&](const City& a, const City& b) {
    const auto x = rank(a);
    const auto y = rank(b);
    return x == y ? a.id < b.id : x < y;
  });
  values.cities = SharedList<City>(std::move(cities));
  values.folder = folder;
  values.hash = std::move(hash);
  return values;
}

ContentReading read_content(const fs::path& folder) {
  ContentReading reading;
  if (auto problem = problem_with_folder(folder)) {
    reading.problems.push_back(std::move(*problem));
    return reading;
  }
  Loader loader(folder, PackStanding::kAtTheDoor);
  loader.read();
  loader.mention_all(reading);
  if (auto pack = loader.take_pack()) {
    reading.pack = std::move(*pack);
  } else {
    reading.problems = std::move(pack.error());
  }
  return reading;
}

tl::expected<Pack, Problems> load_pack(const fs::path& folder, PackStanding standing) {
  if (auto problem = problem_with_folder(folder)) {
    return tl::unexpected(Problems{std::move(*problem)});
  }
  Loader loader(folder, standing);
  loader.read();
  return loader.take_pack();
}

}  // namespace kiosk
